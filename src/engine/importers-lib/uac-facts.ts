/**
 * What a UAC collection says of itself, and what it could not see, from its log.
 *   2026-11-22 22:50:36 +0000 INF Hostname: web01.example.net          (2.x: INFO, WARNING, ERROR, COMMAND)
 *   2026-11-22 22:50:48 +0000 INF Global condition 'command_exists "nft"' not satisfied. Skipping...
 *   2026-11-22 22:50:48 +0000 CMD ss -anp 2> RTNETLINK answers: Invalid argument
 */
import type { LimitDraft } from '../../shared/limits'
import { parseIso } from '../../shared/time'
import type { BundleView, CaptureFacts } from '../define'
import { byTopic } from './topics'

/** The log names every command: a profile that collects everything prints some megabytes. */
const LOG = 32 << 20
const BODYFILE = 64 << 20
/** artifacts/files/logs/var_log.yaml: max_file_size. */
const LOG_LIMIT = 1_073_741_824
/** Commands whose complaints matter: views that findings rest on. */
const WATCHED = /^(?:ss|netstat|lsof|ps|ip|ifconfig|arp|last|lastb|journalctl|dmesg|docker|podman|iptables|nft)\b/
/** A process that ended between two steps is no fault of the collection. */
const GONE = /^(?:ls: cannot access|cat: )'?\/proc\/"?\d+/

const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}) (INF|INFO|CMD|COMMAND|WRN|WARNING|ERR|ERROR) (.*)$/

interface Told {
  readonly facts: CaptureFacts
  /** Where the file system that was looked at lay; `/` for the running host. */
  readonly mountPoint: string
}

/** `uac-web01.example.net-linux-20261122225036`: the default name says host and moment (by the host's clock). */
const NAME = /^uac-(.+)-(aix|android|esxi|freebsd|linux|macos|netbsd|netscaler|openbsd|solaris)-(\d{14})(?:\.|$)/

function tooLarge(bundle: BundleView, root: string): LimitDraft[] {
  const text = bundle.read(`${root}bodyfile/bodyfile.txt`, BODYFILE)
  const about = ['logs'] as const
  if (text === null)
    return [{ about, says: 'UAC leaves out logs of more than 1 GiB; without a bodyfile it cannot be told which.' }]
  const here = new Set(bundle.paths)
  const out: string[] = []
  // 0|path|inode|mode|uid|gid|size|...
  for (const m of text.matchAll(
    /^[^|\n]*\|(\/(?:private\/)?var\/(?:log|adm|run\/log)\/[^|\n]+)\|[^|\n]*\|-?[^|\n]*\|\d+\|\d+\|(\d{10,})\|/gm,
  ))
    if (Number(m[2]) > LOG_LIMIT && !here.has(`${root}[root]${m[1]}`))
      out.push(`${m[1]} (${(Number(m[2]) / LOG_LIMIT).toFixed(1)} GiB)`)
  if (out.length === 0) return []
  const more = out.length > 10 ? ` and ${out.length - 10} more` : ''
  return [
    { about, says: `Left out because UAC takes no log of more than 1 GiB: ${out.slice(0, 10).join(', ')}${more}.` },
  ]
}

/** What commands said on their error output: in the log (3.x), or in files beside their output (2.x). */
function complaints(
  lines: readonly (readonly [level: string, text: string])[],
  bundle: BundleView,
  root: string,
): LimitDraft[] {
  const said = new Map<string, string[]>()
  const add = (command: string, words: string) => {
    const text = words.replaceAll('/n', ' ').replace(/\s+/g, ' ').trim().slice(0, 300)
    if (text === '' || GONE.test(text)) return
    const known = said.get(text)
    if (known) known.push(command)
    else if (said.size < 40) said.set(text, [command])
  }
  for (const [level, text] of lines) {
    if (!level.startsWith('C')) continue
    const at = text.indexOf(' 2> ')
    if (at > 0 && WATCHED.test(text)) add(text.slice(0, at), text.slice(at + 4))
  }
  for (const path of bundle.paths) {
    if (!path.startsWith(`${root}live_response/`) || !path.endsWith('.stderr')) continue
    const command = path
      .split('/')
      .at(-1)!
      .replace(/(\.txt)?\.stderr$/, '')
      .replaceAll('_', ' ')
    if (WATCHED.test(command)) add(command, bundle.read(path, 600) ?? '')
  }
  return [...said].flatMap(([text, commands]) =>
    byTopic(commands, (names) => `${names} said: ${text.replace(/\.$/, '')}.`),
  )
}

/** Other conditions choose between two ways to the same output: no gap. */
function missing(lines: readonly (readonly [level: string, text: string])[]): LimitDraft[] {
  const commands = lines.flatMap(([, text]) => {
    const m = /^(?:Global c|C)ondition 'command_exists "([\w.+-]+)"' not satisfied/.exec(text)
    return m ? [m[1]!] : []
  })
  return byTopic(commands, (names) => `Not on the host, so not run: ${names}.`)
}

/** Reads `uac.log`; all of it comes from the suspect. */
export function uacFacts(bundle: BundleView, root: string): Told {
  const log = bundle.read(`${root}uac.log`, LOG)
  const lines: (readonly [string, string])[] = []
  let first: string | null = null
  for (const line of (log ?? '').split('\n')) {
    const m = line.length < 20_000 ? LINE.exec(line.trimEnd()) : null
    if (!m) continue
    first ??= m[1]!
    lines.push([m[2]!, m[3]!])
  }
  const said = (label: string): string | undefined => {
    const start = `${label.toLowerCase()}:`
    const hit = lines.find(([level, text]) => level.startsWith('INF') && text.toLowerCase().startsWith(start))
    return hit?.[1].slice(start.length).trim() || undefined
  }
  const named = NAME.exec(bundle.name) ?? NAME.exec(root.split('/').at(-2) ?? '')
  const blind: LimitDraft[] = []
  const as = said('Running as')
  if (as && as !== 'root')
    blind.push({
      about: ['sockets', 'processes', 'open_files', 'logs', 'accounts'],
      says: `UAC ran as ${as}, not as root: sockets, open files, processes and logs of others may be missing.`,
    })
  if (log === null) blind.push('uac.log is not in the bundle: when and how UAC ran, and what it skipped, is unknown.')
  const live = bundle.paths.some((p) => p.startsWith(`${root}live_response/`))
  const mountPoint = said('Mount point') ?? '/'
  if (mountPoint !== '/')
    blind.push({
      about: ['processes', 'sockets', 'open_files', 'interfaces', 'routes', 'neighbours'],
      says: `UAC looked at a file system mounted on ${mountPoint}: what it says of running processes and the network is of the machine that it ran on.`,
    })
  if (live) blind.push('UAC deletes empty outputs: a missing output may mean an empty one or a missing tool.')
  const options = said('Command line') ?? ''
  const range = options.match(/(?:--start-date|--end-date|--date-range-(?:start|end)|--date-range)[ =]\S+/g)
  if (range)
    blind.push({
      about: ['logs', 'file_system'],
      says: `Only files of a span of time were collected (${range.join(', ')}).`,
    })
  for (const label of ['Exclude path pattern', 'Exclude name pattern', 'Exclude mount points']) {
    const value = said(label)
    if (value && value !== '[]')
      blind.push({
        about: ['logs', 'file_system'],
        says: `UAC was told to leave out (${label.toLowerCase()}): ${value.slice(0, 300)}`,
      })
  }
  if (bundle.paths.some((p) => /\/proc\/\d+\/recovered_/.test(p)))
    blind.push({
      about: ['file_system'],
      says: 'UAC cuts what it recovers of deleted programs and files at 50 MB each.',
    })
  if (bundle.paths.some((p) => p.startsWith(`${root}[root]/var/log/`))) blind.push(...tooLarge(bundle, root))
  blind.push(...complaints(lines, bundle, root), ...missing(lines))
  // What its own helpers did not find (`_find_based_collector: No such file`) is about UAC's work files, not about the host.
  const faults = lines.filter(([level, text]) => /^(?:WRN|WARN|ERR)/.test(level) && !text.startsWith('_'))
  for (const [, text] of faults.slice(0, 30))
    blind.push({ about: ['machine'], says: `UAC said: ${text.slice(0, 300)}` })
  const capturedAt = first ? parseIso(first) : null
  const host = said('Hostname') ?? named?.[1]
  const os = said('Operating system') ?? named?.[2]
  const zone = said('Time zone')
  return {
    mountPoint,
    facts: {
      ...(host ? { host } : {}),
      ...(os ? { os } : {}),
      ...(zone ? { zone } : {}),
      ...(capturedAt !== null ? { capturedAt } : {}),
      blind,
    },
  }
}
