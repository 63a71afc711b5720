/**
 * ISO 8601 / RFC 3339 stamps in bytes: `2025-03-04T09:12:44.123456+01:00`, `2025-03-04 09:12:44,123`, `...Z`,
 * `...+0100`, `...+01`, `... -0400`. Digits past the microsecond are cut. Without an offset the zone of the capture applies.
 */
import type { Zone } from '../../../shared/time'
import { digits, isDigit, two } from './bytes'
import { type Clock, clock } from './clock'

export interface IsoScanner {
  /** Reads a stamp at `i`: the position after it, or -1. Then `ts` holds the instant and `zoned` whether it had an offset. */
  at(b: Uint8Array, i: number, to: number): number
  ts: number
  zoned: boolean
  /** The stamp as if it were UTC, for a zone that is written further on. */
  wall: number
}

/** Past a fraction (`.` or `,` and digits) at `i`; the microseconds go to `fraction.micros`. */
export const fraction = { micros: 0 }
export function pastFraction(b: Uint8Array, i: number, to: number): number {
  fraction.micros = 0
  if ((b[i] !== 46 && b[i] !== 44) || i + 1 >= to || !isDigit(b[i + 1])) return i
  let k = i + 1
  let scale = 100_000
  let micros = 0
  while (k < to && k - i <= 9) {
    const d = b[k]! - 48
    if (d < 0 || d > 9) break
    micros += d * scale
    scale = scale === 1 ? 0 : scale / 10
    k++
  }
  fraction.micros = micros
  return k
}

/** Past an offset (`Z`, `+hh:mm`, `+hhmm`, `+hh`) at `i`, or `i` when there is none; the seconds go to `shift.seconds`. */
export const shift = { seconds: 0 }
export function pastOffset(b: Uint8Array, i: number, to: number): number {
  const c = i < to ? b[i] : 0
  if (c === 90 || c === 122) {
    shift.seconds = 0
    return i + 1
  }
  if ((c !== 43 && c !== 45) || i + 3 > to) return i
  const h = two(b, i + 1)
  if (h < 0 || h > 15) return i
  let k = i + 3
  let m = 0
  const sep = k < to && b[k] === 58 ? 1 : 0
  if (k + sep + 2 <= to && two(b, k + sep) >= 0) {
    m = two(b, k + sep)
    k += sep + 2
  }
  if (m > 59 || (k < to && isDigit(b[k]))) return i
  shift.seconds = (c === 45 ? -1 : 1) * (h * 3600 + m * 60)
  return k
}

/** Whether `UTC` or `GMT` stands at `i`. */
export const isUtc = (b: Uint8Array, i: number): boolean =>
  (b[i] === 85 && b[i + 1] === 84 && b[i + 2] === 67) || (b[i] === 71 && b[i + 1] === 77 && b[i + 2] === 84)

export function isoScanner(zone: Zone, shared?: Clock): IsoScanner {
  const { wall, local } = shared ?? clock(zone)
  const scanner: IsoScanner = {
    ts: Number.NaN,
    zoned: false,
    wall: Number.NaN,
    at(b, i, to) {
      if (i + 16 > to || b[i + 4] !== b[i + 7] || b[i + 13] !== 58) return -1
      const dash = b[i + 4]
      if (dash !== 45 && dash !== 47) return -1
      const t = b[i + 10]
      if (t !== 84 && t !== 32 && t !== 116) return -1
      const year = digits(b, i, 4)
      const month = two(b, i + 5)
      const day = two(b, i + 8)
      // MySQL pads the hour with a space.
      const hour = b[i + 11] === 32 && isDigit(b[i + 12]) ? b[i + 12]! - 48 : two(b, i + 11)
      const minute = two(b, i + 14)
      if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0) return -1
      let k = i + 16
      let second = 0
      fraction.micros = 0
      if (k + 3 <= to && b[k] === 58) {
        second = two(b, k + 1)
        if (second < 0) return -1
        k = pastFraction(b, k + 3, to)
      }
      const at = wall(year, month, day, hour, minute, second, fraction.micros)
      if (Number.isNaN(at)) return -1
      scanner.wall = at
      let end = pastOffset(b, k, to)
      // ` -0400`: an offset after a space only with four digits, so that no other number is taken for one.
      if (end === k && b[k] === 32 && (b[k + 1] === 43 || b[k + 1] === 45) && k + 6 <= to && digits(b, k + 2, 4) >= 0)
        end = pastOffset(b, k + 1, to)
      if (end > k + 1 || (end === k + 1 && (b[k]! | 32) === 122)) {
        scanner.ts = at - shift.seconds * 1_000_000
        scanner.zoned = true
        return end
      }
      scanner.ts = local(at)
      scanner.zoned = false
      return k
    },
  }
  return scanner
}
