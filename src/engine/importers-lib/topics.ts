/** What a command's output tells of: what is missing without it. */
import type { LimitDraft, Topic } from '../../shared/limits'

const OF_COMMAND: Readonly<Record<string, readonly Topic[]>> = {
  ss: ['sockets'],
  netstat: ['sockets'],
  sockstat: ['sockets'],
  lsof: ['open_files', 'sockets'],
  fuser: ['open_files'],
  fstat: ['open_files', 'sockets'],
  pfiles: ['open_files'],
  procfiles: ['open_files'],
  ps: ['processes'],
  pstree: ['processes'],
  ptree: ['processes'],
  proctree: ['processes'],
  top: ['processes'],
  pidstat: ['processes'],
  ip: ['interfaces', 'routes', 'neighbours'],
  ifconfig: ['interfaces'],
  ethtool: ['interfaces'],
  route: ['routes'],
  arp: ['neighbours'],
  ndp: ['neighbours'],
  iptables: ['configuration'],
  ip6tables: ['configuration'],
  nft: ['configuration'],
  'firewall-cmd': ['configuration'],
  ufw: ['configuration'],
  ping: ['hops'],
  traceroute: ['hops'],
  last: ['logins'],
  lastb: ['logins'],
  lastlog: ['logins'],
  who: ['logins'],
  w: ['logins'],
  loginctl: ['logins'],
  utmpdump: ['logins'],
  journalctl: ['logs'],
  dmesg: ['logs'],
  ausearch: ['logs'],
  aureport: ['logs'],
  rsyslogd: ['configuration', 'logs'],
  auditctl: ['configuration', 'logs'],
  rpm: ['packages'],
  dpkg: ['packages'],
  'dpkg-query': ['packages'],
  apt: ['packages'],
  'apt-cache': ['packages'],
  yum: ['packages'],
  dnf: ['packages'],
  apk: ['packages'],
  pacman: ['packages'],
  snap: ['packages'],
  flatpak: ['packages'],
  debsums: ['packages'],
  systemctl: ['services'],
  service: ['services'],
  chkconfig: ['services'],
  crontab: ['configuration', 'services'],
  docker: ['containers'],
  podman: ['containers'],
  crictl: ['containers'],
  nerdctl: ['containers'],
  lxc: ['containers'],
  find: ['file_system'],
  stat: ['file_system'],
  getcap: ['file_system'],
  mount: ['file_system'],
  findmnt: ['file_system'],
  df: ['file_system'],
}

/** Topics of a command as typed; `machine` for one that tells of none of the tables. */
export function commandTopics(command: string): readonly Topic[] {
  const words = command.trim().split(/\s+/)
  let i = 0
  // `ip netns exec web ss -anp` tells of what ss tells.
  if (words[0] === 'ip' && words[1] === 'netns' && words[2] === 'exec') i = 4
  while (/^(?:sudo|env|nice|timeout|sh|-c|[A-Z_]+=\S*|\d+[smh]?)$/.test(words[i] ?? '')) i++
  const word = (words[i] ?? '')
    .split('/')
    .at(-1)!
    .replace(/^['"]|['"]$/g, '')
  if (/\/proc\/net\/|\/net\/(?:tcp|udp|unix|raw)/.test(command)) return ['sockets']
  if (/\/proc\/\S*\/fd\b/.test(command)) return ['open_files', 'sockets']
  if (/\/proc\/\S*\//.test(command)) return ['processes']
  return Object.hasOwn(OF_COMMAND, word) ? OF_COMMAND[word]! : ['machine']
}

/** Names of commands; of a program that was run in many ways, its name and how many. */
function namesOf(commands: readonly string[], most: number): string {
  const programs = new Map<string, string[]>()
  for (const command of commands) {
    const program = command.split(/\s/)[0]!
    const known = programs.get(program)
    if (known) known.push(command)
    else programs.set(program, [command])
  }
  const names = [...programs].flatMap(([program, some]) =>
    some.length > 4
      ? [`\`${program}\` (${some.length} commands)`]
      : some.map((c) => `\`${c.length > 160 ? `${c.slice(0, 160)}…` : c}\``),
  )
  return `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`
}

/** Commands by what is missing without them, as one sentence each: `say` puts the list of names into it. */
export function byTopic(commands: readonly string[], say: (names: string) => string, most = 30): LimitDraft[] {
  const groups = new Map<string, { about: readonly Topic[]; commands: string[] }>()
  for (const command of new Set(commands)) {
    const about = commandTopics(command)
    const group = groups.get(about.join())
    if (group) group.commands.push(command)
    else groups.set(about.join(), { about, commands: [command] })
  }
  return [...groups.values()].map(({ about, commands: some }) => ({ about, says: say(namesOf(some, most)) }))
}
