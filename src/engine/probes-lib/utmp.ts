/**
 * Records of utmp, wtmp and btmp (utmp(5); glibc bits/utmp.h). Two layouts are in use:
 *   384 bytes: x86, x86-64, 32-bit ARM, PowerPC and others keep 32-bit seconds for compatibility;
 *   400 bytes: aarch64, s390x, ia64, loongarch: `long` session and 64-bit seconds.
 * The byte order is the machine's. The file says nothing of either, so the one in which the records make sense is taken.
 */
import { type Instant, instant } from '../../shared/time'
import { ipv6Text } from './addresses'

export interface UtmpLayout {
  readonly size: 384 | 400
  readonly little: boolean
}
export interface UtmpRecord {
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

export const UTMP_TYPES = [
  'EMPTY',
  'RUN_LVL',
  'BOOT_TIME',
  'NEW_TIME',
  'OLD_TIME',
  'INIT_PROCESS',
  'LOGIN_PROCESS',
  'USER_PROCESS',
  'DEAD_PROCESS',
  'ACCOUNTING',
] as const

const utf8 = new TextDecoder('utf-8')
/** Text up to its NUL; records are reused, so what follows the NUL is left over. */
function field(bytes: Uint8Array, from: number, length: number): string {
  let end = from
  while (end < from + length && bytes[end] !== 0) end++
  return utf8.decode(bytes.subarray(from, end))
}

export function utmpRecord(bytes: Uint8Array, from: number, { size, little }: UtmpLayout): UtmpRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, size)
  const wide = size === 400
  const seconds = wide ? Number(view.getBigInt64(344, little)) : view.getUint32(340, little)
  const micros = wide ? Number(view.getBigInt64(352, little)) : view.getInt32(344, little)
  const at = wide ? 360 : 348
  const words = [0, 4, 8, 12].map((o) => view.getUint32(at + o, false))
  // IPv4 stands in the first word, in network order; IPv6 fills all four.
  const v4 = words[1] === 0 && words[2] === 0 && words[3] === 0
  const address = v4
    ? words[0] === 0
      ? null
      : [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.')
    : ipv6Text(words.flatMap((w) => [w >>> 16, w & 0xffff]))
  const sane = seconds > 0 && seconds < 9_000_000_000
  return {
    type: view.getInt16(0, little),
    pid: view.getInt32(4, little),
    line: field(bytes, from + 8, 32),
    id: field(bytes, from + 40, 4),
    user: field(bytes, from + 44, 32),
    host: field(bytes, from + 76, 256),
    termination: view.getInt16(332, little),
    exit: view.getInt16(334, little),
    session: wide ? Number(view.getBigInt64(336, little)) : view.getInt32(336, little),
    at: sane ? instant(seconds * 1_000_000 + (micros >= 0 && micros < 1_000_000 ? micros : 0)) : null,
    address,
  }
}

const printable = (bytes: Uint8Array, from: number, length: number): boolean => {
  let i = from
  for (; i < from + length && bytes[i] !== 0; i++) if (bytes[i]! < 32 || bytes[i] === 127) return false
  return true
}

/** The layout in which the first records make sense, with the share that does; null when none does. */
export function utmpLayout(bytes: Uint8Array): { layout: UtmpLayout; share: number } | null {
  let best: { layout: UtmpLayout; share: number } | null = null
  for (const size of [384, 400] as const)
    for (const little of [true, false]) {
      const count = Math.min(Math.floor(bytes.length / size), 160)
      let good = 0
      let told = 0
      for (let i = 0; i < count; i++) {
        const from = i * size
        const r = utmpRecord(bytes, from, { size, little })
        const text =
          printable(bytes, from + 8, 32) && printable(bytes, from + 44, 32) && printable(bytes, from + 76, 256)
        if (r.type < 0 || r.type > 9 || !text || bytes[from + 3] !== 0) continue
        if (r.pid < 0 || r.pid > 4_194_304 * 256) continue
        const empty = r.type === 0 && r.at === null
        // 1990 to 2106; a record without a time is only an unused one.
        if (!empty && (r.at === null || r.at < 631_152_000_000_000 || r.at > 4_294_967_295_000_000)) continue
        good++
        if (r.type > 0 && (r.line !== '' || r.user !== '' || r.id !== '')) told++
      }
      if (count === 0 || told === 0) continue
      const share = good / count
      if (share > (best?.share ?? 0)) best = { layout: { size, little }, share }
    }
  return best && best.share >= 0.5 ? best : null
}
