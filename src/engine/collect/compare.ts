/**
 * Two views of one thing on one host: what the host's own programs say, and what is seen without them (over sftp, or by a
 * program that we brought). What changed while both looked must not be taken for hidden: the other view looks before and
 * after, and only what it saw both times counts.
 */

export type Subject = 'process' | 'listener'
export interface View {
  /** In words: `ps`, `/proc over sftp`. */
  readonly name: string
  /** What it saw: an id, and what that is called. */
  readonly items: ReadonlyMap<string, string>
}
export interface Hidden {
  readonly subject: Subject
  /** A PID, or `tcp/4444`. */
  readonly id: string
  readonly label: string
  readonly seen: readonly string[]
  readonly missing: readonly string[]
}

/** What `before` and `after` (the same view, twice) show, and some of the host's views do not. */
export function hidden(subject: Subject, before: View, views: readonly View[], after: View): Hidden[] {
  const out: Hidden[] = []
  for (const [id, label] of before.items) {
    if (!after.items.has(id)) continue
    const missing = views.filter((v) => !v.items.has(id)).map((v) => v.name)
    if (missing.length === 0) continue
    const seen = [before.name, ...views.filter((v) => v.items.has(id)).map((v) => v.name)]
    const named = label || after.items.get(id) || views.map((v) => v.items.get(id)).find(Boolean) || ''
    out.push({ subject, id, label: named, seen, missing })
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** `  232 updaterd`: PIDs and names of a listing whose first column is the PID. */
export function pidsOf(listing: string): Map<string, string> {
  const out = new Map<string, string>()
  for (const line of listing.split('\n')) {
    const m = /^\s*(\d{1,10})(?:\s+(.*))?$/.exec(line)
    if (m) out.set(m[1]!, (m[2] ?? '').trim().slice(0, 200))
  }
  return out
}

/** Names of /proc that are processes. */
export const pidNames = (names: readonly string[]): Map<string, string> =>
  new Map(names.filter((n) => /^\d{1,10}$/.test(n)).map((n) => [n, '']))

/** `ss -lntu` and `netstat -lntu`: the first address with a port in a line is the local one. */
export function listenersOf(listing: string): Map<string, string> {
  const out = new Map<string, string>()
  for (const line of listing.split('\n')) {
    const proto = /^(tcp|udp)/.exec(line)?.[1]
    const local = proto ? line.split(/\s+/).find((word) => /:\d{1,5}$/.test(word)) : undefined
    const port = local?.slice(local.lastIndexOf(':') + 1)
    if (proto && port) out.set(`${proto}/${port}`, local!)
  }
  return out
}

const LISTEN = '0A'
const CLOSE = '07'
/** /proc/net/tcp and the like: listening TCP (state 0A) and bound UDP without a peer (07). */
export function kernelListeners(proto: 'tcp' | 'udp', text: string): Map<string, string> {
  const out = new Map<string, string>()
  for (const line of text.split('\n')) {
    const m = /^\s*\d{1,9}: [0-9A-F]{8,32}:([0-9A-F]{4}) [0-9A-F]{8,32}:([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(line)
    if (!m || m[3] !== (proto === 'tcp' ? LISTEN : CLOSE) || m[2] !== '0000') continue
    const port = Number.parseInt(m[1]!, 16)
    if (port > 0) out.set(`${proto}/${port}`, `port ${port}`)
  }
  return out
}
