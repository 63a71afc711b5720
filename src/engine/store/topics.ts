/** Which topics each table of a case tells of, so that what a capture could not see is said beside the right tables. */
import type { Topic } from '../../shared/limits'
import type { Facet } from '../facets'
import type { Catalogue } from './reader'
import { q } from './schema'

/** Merged table -> facet whose sights fill it. */
export const FACET_OF = {
  sockets: 'socket',
  processes: 'process',
  open_files: 'file',
  interfaces: 'interface',
  routes: 'route',
  neighbours: 'neighbour',
  logins: 'login',
  accounts: 'account',
  service_names: 'service',
  hops: 'hop',
  packages: 'package',
  scheduled_jobs: 'job',
  daemons: 'daemon',
} as const satisfies Partial<Record<Topic, Facet>>

/** What is said of these concerns the tables beside them too. */
const ALSO: Readonly<Partial<Record<Topic, Topic>>> = { daemons: 'services', scheduled_jobs: 'configuration' }
const withAlso = (topics: readonly Topic[]): Topic[] => [...new Set(topics.flatMap((t) => [t, ALSO[t] ?? t]))].sort()

interface Asked {
  all<T>(sql: string): Promise<T[]>
}
type Known = Pick<Catalogue, 'probes' | 'messages'>

/** For tables of tools that see none of the shared things, told by what the table is called. */
const NAMED: readonly (readonly [RegExp, Topic])[] = [
  [/^(dpkg|rpm|apt|yum|dnf|apk|pacman|snap|flatpak|pip|package|brew|debsums)/, 'packages'],
  [/^(systemctl|service|chkconfig|initctl|launchctl|rc_links|unit|timers|systemd)/, 'services'],
  [/^(docker|podman|crictl|container|lxc|lxd|runc)/, 'containers'],
  [
    /^(bodyfile|find_ls|file_list|stat$|ls$|hash_sums|getcap|getfacl|df$|mount$|mountinfo|findmnt|lsblk|blkid)/,
    'file_system',
  ],
  [/(_conf|_config|^crontab|^authorized_keys|^etc_|^sysctl|^xinetd|^sudoers)/, 'configuration'],
  [/^(iptables|nft|ip6tables|ufw|ipset)/, 'configuration'],
  [/^(netstat_s|nstat|ss_summary|proc_net_sockstat)$/, 'sockets'],
]

/** A function from a table's name to its topics; it holds what the sights say now. */
export async function topicsOf(db: Asked, known: Known): Promise<(table: string) => readonly Topic[]> {
  const seen = new Map<string, Topic[]>()
  const queries = Object.entries(FACET_OF).map(
    ([table, facet]) => `SELECT DISTINCT '${table}' AS topic, probe FROM ${q(`sight_${facet}`)}`,
  )
  for (const { topic, probe } of await db.all<{ topic: Topic; probe: string }>(queries.join(' UNION ALL ')))
    seen.set(probe, [...(seen.get(probe) ?? []), topic].sort())
  return (table) => {
    if (Object.hasOwn(FACET_OF, table)) return withAlso([table as Topic])
    if (known.messages.has(table)) return ['logs']
    const found = seen.get(table)
    if (found) return withAlso(found)
    const named = NAMED.find(([pattern]) => pattern.test(table))?.[1]
    return [named ?? 'machine']
  }
}
