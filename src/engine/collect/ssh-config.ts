/**
 * ~/.ssh/config, as ssh_config(5) describes it: the first value that is met counts, `Host` patterns with `*`, `?` and `!`,
 * `Match all|host|originalhost|user`, `Include`. No command is ever run for it: `Match exec` never fits and `ProxyCommand`
 * is told as what cannot be done here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { wildcard } from './known-hosts'

/** What a host is reached by, from its alias. */
export interface HostConfig {
  readonly hostName: string
  readonly port: number
  readonly user: string
  readonly identities: readonly string[]
  readonly identitiesOnly: boolean
  /** A socket's path; `none` for no agent; null when not said. */
  readonly agent: string | null
  readonly jumps: readonly string[]
  readonly knownHosts: readonly string[]
  /** Settings that matter and are not followed, one sentence each. */
  readonly notes: readonly string[]
}
export interface ConfigSource {
  readonly home: string
  readonly localUser: string
  /** The text of a file; null when there is none. */
  readonly read: (path: string) => string | null
  /** Names in a folder; empty when there is none. */
  readonly list: (path: string) => readonly string[]
}

const readOr = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
const listOr = (path: string): readonly string[] => {
  try {
    return readdirSync(path).sort()
  } catch {
    return []
  }
}
export const systemConfig = (): ConfigSource => ({
  home: homedir(),
  localUser: userInfo().username,
  read: readOr,
  list: listOr,
})

/** `Keyword value`, `Keyword=value`, values in quotes; null for blank lines and comments. */
function readLine(raw: string): { key: string; words: string[] } | null {
  const line = raw.trim()
  if (line === '' || line.startsWith('#')) return null
  const m = /^([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/.exec(line)
  if (!m) return null
  const words = [...m[2]!.matchAll(/"([^"]*)"|(\S+)/g)].map((w) => w[1] ?? w[2]!)
  return { key: m[1]!.toLowerCase(), words }
}

const hostFits = (patterns: readonly string[], name: string): boolean => {
  const lower = name.toLowerCase()
  const fits = (p: string) => wildcard(p.toLowerCase(), lower)
  return (
    !patterns.some((p) => p.startsWith('!') && fits(p.slice(1))) && patterns.some((p) => !p.startsWith('!') && fits(p))
  )
}

/** Values by keyword, in the order met. */
type Values = Map<string, string[][]>

function matchFits(words: readonly string[], alias: string, values: Values, user: string): boolean {
  for (let i = 0; i < words.length; i++) {
    const what = words[i]!.toLowerCase()
    if (what === 'all') continue
    const patterns = (words[++i] ?? '').split(',')
    const subject =
      what === 'originalhost'
        ? alias
        : what === 'host'
          ? (values.get('hostname')?.[0]?.[0] ?? alias)
          : what === 'user'
            ? user
            : null
    if (subject === null || !hostFits(patterns, subject)) return false
  }
  return words.length > 0
}

function gather(source: ConfigSource, path: string, alias: string, user: string, values: Values, depth: number): void {
  const text = source.read(path)
  if (text === null || depth > 16) return
  let active = true
  for (const raw of text.split('\n')) {
    const line = readLine(raw)
    if (!line) continue
    const { key, words } = line
    if (key === 'host') active = hostFits(words, alias)
    else if (key === 'match') active = matchFits(words, alias, values, user)
    else if (active && key === 'include')
      for (const word of words)
        for (const file of expandGlob(source, word)) gather(source, file, alias, user, values, depth + 1)
    else if (active) values.set(key, [...(values.get(key) ?? []), words])
  }
}

/** A pattern in the last part of the path only, which is how files are included in practice. */
function expandGlob(source: ConfigSource, word: string): string[] {
  const tilde = word.startsWith('~/') ? join(source.home, word.slice(2)) : word
  const path = isAbsolute(tilde) ? tilde : join(source.home, '.ssh', tilde)
  if (!/[*?]/.test(path)) return [path]
  const folder = dirname(path)
  return source
    .list(folder)
    .filter((name) => wildcard(path.slice(folder.length + 1), name))
    .map((name) => join(folder, name))
}

/** What an alias (or plain name) stands for. `user` and `port` given by the person win over the file. */
export function resolveHost(
  alias: string,
  given: { readonly user: string | null; readonly port: number | null },
  source: ConfigSource = systemConfig(),
): HostConfig {
  const values: Values = new Map()
  gather(source, join(source.home, '.ssh', 'config'), alias, given.user ?? source.localUser, values, 0)
  gather(source, '/etc/ssh/ssh_config', alias, given.user ?? source.localUser, values, 0)
  const first = (key: string) => values.get(key)?.[0]?.[0] ?? null
  const user = given.user ?? first('user') ?? source.localUser
  const hostName = (first('hostname') ?? alias).replaceAll('%h', alias).replaceAll('%%', '%')
  const port = given.port ?? (Number(first('port') ?? 22) || 22)
  const expand = (path: string): string => {
    const full = path.replace(/^~(?=\/|$)/, source.home).replace(/%([%dhprun])/g, (_, c: string) => {
      const by: Record<string, string> = {
        '%': '%',
        d: source.home,
        h: hostName,
        p: String(port),
        r: user,
        u: source.localUser,
        n: alias,
      }
      return by[c] ?? ''
    })
    return isAbsolute(full) ? full : join(source.home, full)
  }
  const notes: string[] = []
  const jump = first('proxyjump')
  if (first('proxycommand') && first('proxycommand')!.toLowerCase() !== 'none' && !jump)
    notes.push(
      `The ssh configuration reaches ${alias} by a ProxyCommand, which is not run: name the hosts in between with ProxyJump.`,
    )
  const agent = first('identityagent')
  const own = (values.get('userknownhostsfile')?.[0] ?? []).filter((p) => p.toLowerCase() !== 'none')
  return {
    hostName,
    port,
    user,
    identities: (values.get('identityfile') ?? [])
      .flatMap((w) => w.slice(0, 1))
      .filter((p) => p.toLowerCase() !== 'none')
      .map(expand),
    identitiesOnly: first('identitiesonly')?.toLowerCase() === 'yes',
    agent:
      agent === null ? null : /^none$/i.test(agent) ? 'none' : /^SSH_AUTH_SOCK$/i.test(agent) ? null : expand(agent),
    jumps: jump && jump.toLowerCase() !== 'none' ? jump.split(',').filter(Boolean) : [],
    knownHosts:
      own.length > 0
        ? own.map(expand)
        : [join(source.home, '.ssh', 'known_hosts'), join(source.home, '.ssh', 'known_hosts2')],
    notes,
  }
}
