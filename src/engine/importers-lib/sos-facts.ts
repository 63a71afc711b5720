/**
 * What a sosreport says of itself, and what it could not see: from its manifest, and from its log.
 *   2026-11-22 22:51:49,776 WARNING: [plugin:networking] skipped command 'ss -peaonmi': required kmods missing: udp_diag, ...
 *   2026-11-22 22:51:49,776 ERROR: caught exception in plugin method "networking.setup()"
 */
import type { LimitDraft, Topic } from '../../shared/limits'
import { parseIso, UTC, zoneByName } from '../../shared/time'
import type { BundleView, CaptureFacts } from '../define'
import { pidsUnder } from './paths'
import type { SosManifest } from './sos-manifest'
import { byTopic, commandTopics } from './topics'

/** What a plugin that failed would have told of. */
const OF_PLUGIN: Readonly<Record<string, readonly Topic[]>> = {
  networking: ['sockets', 'interfaces', 'routes', 'neighbours'],
  network: ['sockets', 'interfaces', 'routes', 'neighbours'],
  firewall_tables: ['configuration'],
  process: ['processes', 'open_files'],
  logs: ['logs'],
  auditd: ['logs'],
  login: ['logins'],
  pam: ['logins', 'configuration'],
  dpkg: ['packages'],
  rpm: ['packages'],
  apt: ['packages'],
  yum: ['packages'],
  dnf: ['packages'],
  systemd: ['services', 'logs'],
  services: ['services'],
  cron: ['services', 'configuration'],
  docker: ['containers'],
  podman: ['containers'],
  crio: ['containers'],
  filesys: ['file_system'],
  ssh: ['configuration', 'logins'],
}
const pluginTopics = (plugin: string): readonly Topic[] =>
  Object.hasOwn(OF_PLUGIN, plugin) ? OF_PLUGIN[plugin]! : ['machine']

/** sos stops lsof after this many seconds (plugins/process.py). */
const LSOF_LIMIT = 15
/** Processes under /proc that are looked at (option `numprocs` of plugins/process.py). */
const PROCESSES = 2048

function fromManifest(manifest: SosManifest, root: string): LimitDraft[] {
  const out: LimitDraft[] = []
  if (manifest.fault !== null)
    out.push({
      about: ['machine'],
      says: `sos_reports/manifest.json ${manifest.fault}: commands are told by file names, failed commands are not known.`,
    })
  for (const plugin of manifest.timedOut)
    out.push({ about: pluginTopics(plugin), says: `sos stopped its plugin ${plugin} at its time limit.` })
  const cut = manifest.all.filter(
    ({ code, exec, seconds }) => code === 124 || (/\blsof\b/.test(exec) && (seconds ?? 0) >= LSOF_LIMIT),
  )
  for (const { exec } of cut.slice(0, 40))
    out.push({
      about: commandTopics(exec),
      says: `sos cut off \`${exec}\` at its time limit; its output is not complete.`,
    })
  const failed = (code: number) => manifest.all.filter((c) => c.code === code).map((c) => c.exec)
  out.push(
    ...byTopic(failed(127), (names) => `Not found on the host: ${names}.`),
    ...byTopic(failed(126), (names) => `Not allowed to run: ${names}.`),
  )
  if (/(?:^|\s)--since[ =]\S+/.test(manifest.commandLine ?? ''))
    out.push({
      about: ['logs'],
      says: `Logs were collected of a span of time only (${/--since[ =]\S+/.exec(manifest.commandLine!)![0]}).`,
    })
  if (manifest.obfuscated || /-obfuscated(\/|$)/.test(root))
    out.push(
      'The report was obfuscated by sos clean: host names, addresses, user names and keywords in it are stand-ins (host0, obfuscateddomain0.com, 100.0.0.0/8, 53:4f:53:..), the same throughout; files that it could not clean were left out.',
    )
  return out
}

/** Distinct reasons that are told; a log made to hold any number of them fills no screen. */
const REASONS = 60

function add(groups: Map<string, string[]>, key: string, value: string): void {
  const group = groups.get(key)
  if (group) group.push(value)
  else if (groups.size < REASONS) groups.set(key, [value])
}

function fromLog(log: string): LimitDraft[] {
  const out: LimitDraft[] = []
  const skipped = new Map<string, string[]>()
  const left = new Map<string, string[]>()
  for (const m of log.matchAll(/^[\d-]+ [\d:,]+ (?:WARNING|ERROR|INFO): (.{1,2000})$/gm)) {
    const text = m[1]!
    const command = /^\[plugin:\w+\] skipped command '(.+?)': (.+)$/.exec(text)
    if (command) {
      const why = command[2]!.replace(/\s*Use '--allow-system-changes'.*$/, '').replace(/\.\s*$/, '')
      add(skipped, why, command[1]!)
      continue
    }
    const broken = /^caught exception in plugin method "(\w+)\.(\w+)\(\)"/.exec(text)
    if (broken)
      out.push({
        about: pluginTopics(broken[1]!),
        says: `The plugin ${broken[1]} of sos failed in ${broken[2]}(): what it collects later is missing.`,
      })
    const slow = /^\[plugin:(\w+)\] command '(.+?)' timed out after (\d+)s/.exec(text)
    if (slow)
      out.push({
        about: commandTopics(slow[2]!),
        says: `sos cut off \`${slow[2]}\` after ${slow[3]} s; its output is not complete.`,
      })
    const over = /^\[plugin:(\w+)\] skipping '(.+?)' over size limit/.exec(text)
    if (over) add(left, over[1]!, over[2]!)
  }
  for (const [plugin, files] of left) {
    const more = files.length > 8 ? ` and ${files.length - 8} more` : ''
    out.push({
      about: pluginTopics(plugin),
      says: `Left out by sos for its size limit: ${files.slice(0, 8).join(', ')}${more}.`,
    })
  }
  for (const [why, commands] of skipped) out.push(...byTopic(commands, (names) => `sos left out ${names}: ${why}.`))
  return out
}

/** Names that `sos clean` gave, from its private map when it lies in the bundle. */
function realNames(bundle: BundleView): string | null {
  const path = bundle.paths.find((p) => /(?:^|\/)[^/]*private_map$/.test(p))
  const json = path ? bundle.read(path, 16 << 20) : null
  try {
    const map = (JSON.parse(json ?? 'null') as { hostname_map?: unknown } | null)?.hostname_map
    const hosts = Object.entries((map ?? {}) as Record<string, unknown>).filter(([, to]) =>
      /^host\d+$/.test(String(to)),
    )
    return hosts.length > 0 ? hosts.map(([from, to]) => `${String(to)} is ${from}`).join(', ') : null
  } catch {
    return null
  }
}

export function sosFacts(bundle: BundleView, root: string, manifest: SosManifest): CaptureFacts {
  const zone = bundle.link(`${root}etc/localtime`)?.match(/zoneinfo\/(.+)$/)?.[1]
  // What a view that was there left out tells more than what was never there.
  const blind = [...fromLog(bundle.read(`${root}sos_logs/sos.log`, 32 << 20) ?? ''), ...fromManifest(manifest, root)]
  const names = realNames(bundle)
  if (names !== null) blind.push(`The mapping beside the report tells: ${names}.`)
  if (pidsUnder(bundle.paths, `${root}proc/`).size >= PROCESSES)
    blind.push({
      about: ['processes', 'open_files'],
      says: `sos looks at the first ${PROCESSES} processes under /proc only: later ones are missing there.`,
    })
  const namespaces = bundle.paths.filter((p) => p.startsWith(`${root}sos_commands/networking/namespaces/`))
  if (namespaces.length > 0 || manifest.all.some(({ exec }) => /^ip netns exec /.test(exec)))
    blind.push({
      about: ['sockets', 'interfaces', 'routes'],
      says: 'The host has network namespaces: what was seen in them stands in the tables of each tool, not among the sockets and interfaces of the host.',
    })
  // sos writes local times without an offset.
  const ended = manifest.ended === null ? null : parseIso(manifest.ended, (zone ? zoneByName(zone) : null) ?? UTC)
  const host = /^sosreport-(.+?)-(?:\d+-)?\d{4}-\d\d-\d\d-\w{7}(?:-obfuscated)?/.exec(
    root.split('/').at(-2) ?? bundle.name,
  )?.[1]
  return {
    ...(host ? { host } : {}),
    ...(zone ? { zone } : {}),
    ...(ended !== null ? { capturedAt: ended } : {}),
    blind,
  }
}
