/**
 * Rotated logs as chains: `messages.2.gz`, `messages.1`, `messages` are one log, read in that order.
 *
 *   logrotate   name.1 .. name.N (higher is older), name-20250304, name-2025030412 (hourly), name-1741079564 (%s),
 *               with `extension .log`: name-20250304.log; compressed with .gz .bz2 .xz .zst .lz4
 *   newsyslog   name.0 .. name.N, name.0.bz2 (BSD, macOS)
 *   savelog     name.0, name.1.gz (Debian's /var/log/dmesg)
 *   dmesg       name.old
 *   journald    system@<32 digits>-<sequence>-<microseconds>.journal, system@<microseconds>-<random>.journal~ (hexadecimal;
 *               the latter when it was not closed), beside system.journal
 *
 * `Xorg.0.log` is a display's number, not a rotation: a number before `.log` is left alone.
 */
export interface Chain {
  /** Path of the file that is being written, without rotation and compression suffixes; it need not exist. */
  readonly base: string
  /** Oldest first. */
  readonly members: readonly string[]
}

export interface Rotated {
  readonly base: string
  /** none: the file being written; number: higher is older; date: a sortable key, lower is older; old: `name.old`. */
  readonly by: 'none' | 'number' | 'date' | 'old'
  readonly key: number
  readonly compressed: boolean
}

const COMPRESSED = /\.(?:gz|bz2|xz|zst|zstd|lz4|lzma|z)$/i
const DATED =
  /^(?<base>.+?)[-.](?<y>(?:19|20)\d\d)-?(?<m>0[1-9]|1[0-2])-?(?<d>0[1-9]|[12]\d|3[01])(?:[-_T]?(?<h>[01]\d|2[0-3]))?(?<min>[0-5]\d)?(?<s>[0-5]\d)?(?<ext>\.log)?(?:\.(?<n>\d{1,3}))?$/
const EPOCH = /^(?<base>.+?)[-.](?<epoch>1\d{9})(?<ext>\.log)?$/
/** sd-journal names an archived file by the sequence number and the time of its first entry (journal-file.c). */
const JOURNAL =
  /^(?<base>.+)@(?:[0-9a-f]{32}-[0-9a-f]{1,16}-(?<first>[0-9a-f]{1,16})\.journal|(?<dirty>[0-9a-f]{1,16})-[0-9a-f]{1,16}\.journal~)$/
const NUMBERED = /^(?<base>.+?)\.(?<n>\d{1,4})$/

/** Takes a path apart; a path that follows no scheme is its own base. */
export function rotated(path: string): Rotated {
  const slash = path.lastIndexOf('/') + 1
  const folder = path.slice(0, slash)
  const full = path.slice(slash)
  const name = full.replace(COMPRESSED, '')
  const compressed = name !== full
  const journal = JOURNAL.exec(name)?.groups
  if (journal) {
    const micros = Number.parseInt(journal['first'] ?? journal['dirty']!, 16)
    return { base: `${folder}${journal['base']}.journal`, by: 'date', key: micros / 1e6, compressed }
  }
  const dated = DATED.exec(name)?.groups
  if (dated) {
    const { y, m, d, h, min, s, n } = dated
    const key = Date.UTC(+y!, +m! - 1, +d!, +(h ?? 0), +(min ?? 0), +(s ?? 0)) / 1000
    // `-20250304.1` is what was moved aside when the dated name was taken: older than the dated file itself.
    return { base: folder + dated['base']! + (dated['ext'] ?? ''), by: 'date', key: key - Number(n ?? 0), compressed }
  }
  const epoch = EPOCH.exec(name)?.groups
  if (epoch)
    return { base: folder + epoch['base']! + (epoch['ext'] ?? ''), by: 'date', key: +epoch['epoch']!, compressed }
  const numbered = NUMBERED.exec(name)?.groups
  if (numbered) return { base: folder + numbered['base']!, by: 'number', key: +numbered['n']!, compressed }
  if (/.\.old$/i.test(name)) return { base: folder + name.slice(0, -4), by: 'old', key: 0, compressed }
  return { base: folder + name, by: 'none', key: 0, compressed }
}

/** The name without folder, rotation and compression: `var/log/auth.log.2.gz` -> `auth.log`. */
export const baseName = (path: string): string => {
  const { base } = rotated(path)
  return base.slice(base.lastIndexOf('/') + 1)
}

/** Order within a chain: numbered before dated (a host that changed to `dateext` has its numbered files from before). */
const RANK = { number: 0, date: 1, old: 2, none: 3 } as const
function older(a: Rotated, b: Rotated): number {
  if (a.by !== b.by) return RANK[a.by] - RANK[b.by]
  if (a.by === 'number') return b.key - a.key
  return a.key - b.key
}

/** Groups paths of logs into chains. A file alone is a chain of one. Chains in order of their first path. */
export function chains(paths: readonly string[]): Chain[] {
  const groups = new Map<string, { path: string; how: Rotated }[]>()
  for (const path of paths) {
    const how = rotated(path)
    const group = groups.get(how.base)
    if (group) group.push({ path, how })
    else groups.set(how.base, [{ path, how }])
  }
  return [...groups].map(([base, members]) => ({
    base,
    // Of a plain file and its compressed twin (an interrupted rotation) the compressed comes first.
    members: members
      .sort(
        (a, b) =>
          older(a.how, b.how) || Number(b.how.compressed) - Number(a.how.compressed) || (a.path < b.path ? -1 : 1),
      )
      .map((m) => m.path),
  }))
}
