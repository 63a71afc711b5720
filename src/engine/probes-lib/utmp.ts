/**
 * Records of utmp, wtmp and btmp (utmp(5)), of Linux and of other systems (utmp-layouts.ts). The file says neither whose it
 * is nor the machine's byte order, so the layout in which the records make sense is taken.
 */
import { type Instant, instant } from '../../shared/time'
import { ipv6Text } from './addresses'
import { FUTX, SHUTDOWN, UTMP_LAYOUTS, type UtmpLayout } from './utmp-layouts'

export interface UtmpRecord {
  /** Number as in UTMP_TYPES; -1 for none of them. */
  readonly type: number
  readonly pid: number
  readonly line: string
  readonly id: string
  readonly user: string
  readonly host: string
  readonly termination: number
  readonly exit: number
  readonly session: number
  readonly at: Instant | null
  readonly address: string | null
}

const utf8 = new TextDecoder('utf-8')
/** Text up to its NUL; records are reused, so what follows the NUL is left over. */
function field(bytes: Uint8Array, from: number, length: number): string {
  let end = from
  while (end < from + length && bytes[end] !== 0) end++
  return end === from ? '' : utf8.decode(bytes.subarray(from, end))
}

function addressAt(view: DataView, at: number): string | null {
  const words = [0, 4, 8, 12].map((o) => view.getUint32(at + o, false))
  // IPv4 stands in the first word, in network order; IPv6 fills all four.
  if (words[1] === 0 && words[2] === 0 && words[3] === 0)
    return words[0] === 0 ? null : [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.')
  return ipv6Text(words.flatMap((w) => [w >>> 16, w & 0xffff]))
}

/** BSD's records have no type: the line says what happened (wtmp(5) of OpenBSD and of FreeBSD 8). */
function typeByLine(line: string, user: string): number {
  if (line === '') return user === '' ? 0 : -1
  if (line === '~') return user === 'shutdown' ? SHUTDOWN : 2
  if (line === '|') return 4
  if (line === '{' || line === '}') return 3
  return user === '' ? 8 : 7
}

export function utmpRecord(bytes: Uint8Array, from: number, layout: UtmpLayout): UtmpRecord {
  const { size, little } = layout
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, size)
  const [when, width] = layout.seconds
  let micros = 0
  let seconds: number
  if (layout === FUTX) {
    const all = view.getBigUint64(when)
    seconds = Number(all / 1_000_000n)
    micros = Number(all % 1_000_000n)
  } else {
    seconds = width === 8 ? Number(view.getBigInt64(when, little)) : view.getUint32(when, little)
    if (layout.micros !== null)
      micros =
        width === 8 && layout.size === 400
          ? Number(view.getBigInt64(layout.micros, little))
          : view.getInt32(layout.micros, little)
  }
  const line = field(bytes, from + layout.line[0], layout.line[1])
  const user = field(bytes, from + layout.user[0], layout.user[1])
  // macOS keeps flags in the upper bits; FreeBSD has one byte.
  const printed =
    layout.type === null
      ? null
      : layout === FUTX
        ? view.getUint8(layout.type)
        : layout.size === 628
          ? view.getUint16(layout.type, little) & 0x0fff
          : view.getInt16(layout.type, little)
  const type = printed === null ? typeByLine(line, user) : layout.types ? (layout.types[printed] ?? -1) : printed
  const { session } = layout
  const sane = seconds > 0 && seconds < 9_000_000_000
  return {
    type,
    pid: layout.pid === null ? 0 : view.getInt32(layout.pid, little),
    line,
    id: layout.id === null ? '' : field(bytes, from + layout.id[0], layout.id[1]),
    user,
    host: field(bytes, from + layout.host[0], layout.host[1]),
    termination: layout.exit === null ? 0 : view.getInt16(layout.exit, little),
    exit: layout.exit === null ? 0 : view.getInt16(layout.exit + 2, little),
    session:
      session === null
        ? 0
        : session[1] === 8
          ? Number(view.getBigInt64(session[0], little))
          : session[1] === 4
            ? view.getInt32(session[0], little)
            : view.getUint16(session[0], little),
    at: sane ? instant(seconds * 1_000_000 + (micros >= 0 && micros < 1_000_000 ? micros : 0)) : null,
    address: layout.address === null ? null : addressAt(view, layout.address),
  }
}

/** Printable up to its NUL. */
const printable = (bytes: Uint8Array, from: number, length: number): boolean => {
  for (let i = from; i < from + length && bytes[i] !== 0; i++) if (bytes[i]! < 32 || bytes[i] === 127) return false
  return true
}

/** 1990 to 2106 */
const LIKELY = [631_152_000_000_000, 4_294_967_295_000_000] as const
const likely = (at: Instant | null): boolean => at !== null && at >= LIKELY[0] && at <= LIKELY[1]

/** What BSD writes as line of a record, which has little else to tell it by. */
const BSD_LINE = /^(?:tty|pts\/|cua|console|ftp|vty|:\d|[~|{}]$)/

/** Whether a record makes sense: 0 no, 1 yes, 2 and says something. */
function sense(bytes: Uint8Array, from: number, layout: UtmpLayout): 0 | 1 | 2 {
  // Plain text has no NUL, but its letters would pass for a time.
  if (bytes.subarray(from, from + layout.size).indexOf(0) < 0) return 0
  for (const text of [layout.line, layout.user, layout.host]) if (!printable(bytes, from + text[0], text[1])) return 0
  if (layout.size === 384 || layout.size === 400) if (bytes[from + 2] !== 0 || bytes[from + 3] !== 0) return 0
  const r = utmpRecord(bytes, from, layout)
  if (r.type < 0 || r.type >= 12 || r.pid < 0 || r.pid > 4_194_304 * 256) return 0
  if (layout.type === null && !BSD_LINE.test(r.line)) return 0
  const empty = r.type === 0 && r.at === null
  // A record without a time is only an unused one; macOS begins with a signature.
  if (!empty && !likely(r.at) && r.type !== 10) return 0
  return r.type > 0 && (r.line !== '' || r.user !== '' || r.id !== '') ? 2 : 1
}

/** The layout in which the first records make sense, with the share that does; null when none does. */
export function utmpLayout(bytes: Uint8Array): { layout: UtmpLayout; share: number } | null {
  let best: { layout: UtmpLayout; share: number } | null = null
  for (const layout of UTMP_LAYOUTS) {
    const count = Math.min(Math.floor(bytes.length / layout.size), 160)
    if (count === 0) continue
    let good = 0
    let told = 0
    let filled = 0
    for (let i = 0; i < count; i++) {
      const from = i * layout.size
      // A hole fits every layout, the shortest most often.
      if (!bytes.subarray(from, from + layout.size).some((b) => b !== 0)) continue
      filled++
      const s = sense(bytes, from, layout)
      if (s > 0) good++
      if (s > 1) told++
    }
    const share = filled === 0 ? 0 : good / filled
    // Without a type in it, a record is little more than text and a number.
    if (told > 0 && (layout.type !== null || share > 0.8) && share > (best?.share ?? 0)) best = { layout, share }
  }
  return best && best.share >= 0.5 ? best : null
}

/** Offset and length of each record of FreeBSD's utx.log, each after its length in two bytes; null when it is no such file. */
export function futxRecords(bytes: Uint8Array, whole: boolean): { records: [number, number][]; rest: number } | null {
  const records: [number, number][] = []
  let at = 0
  while (at + 2 <= bytes.length) {
    const length = (bytes[at]! << 8) | bytes[at + 1]!
    // Whatever NULs a record ends in are not written, those of its time neither.
    if (length < 2 || length > FUTX.size) return null
    if (at + 2 + length > bytes.length) break
    if (bytes[at + 2]! > 8) return null
    records.push([at + 2, length])
    at += 2 + length
  }
  return records.length > 0 && (at === bytes.length || !whole || at + 2 + FUTX.size > bytes.length)
    ? { records, rest: at }
    : null
}

/** A record of utx.log: what is cut off its end are NULs. */
export function futxRecord(bytes: Uint8Array, from: number, length: number): UtmpRecord {
  const padded = new Uint8Array(FUTX.size)
  padded.set(bytes.subarray(from, from + length))
  return utmpRecord(padded, 0, FUTX)
}

/** utx.log by its content: its records have a likely time and printable text. */
export function looksLikeFutx(bytes: Uint8Array, whole: boolean): boolean {
  const found = futxRecords(bytes, whole)
  if (!found) return false
  const some = found.records.slice(0, 100)
  const good = some.filter(([at, length]) => {
    const r = futxRecord(bytes, at, length)
    return r.type > 0 && likely(r.at) && !/[\x00-\x1f\x7f\ufffd]/.test(r.user + r.line + r.host)
  }).length
  return good === some.length
}
