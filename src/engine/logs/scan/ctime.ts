/**
 * `Sun Mar 13 04:05:45 2005`, `Thu Jun 27 11:55:44.569531 2013`: asctime(3), with Apache 2.4's fraction. Local time.
 * `Tue Mar  4 09:12:44 CET 2025`: date(1), with the zone's name before the year.
 */
import { digits, isDigit, month, two, weekday } from './bytes'
import type { Clock } from './clock'
import { fraction, pastFraction } from './iso'
import { pastZoneName, zoneName } from './zone-name'

/**
 * The position after such a stamp at `i`, or -1; `wall` receives the wall time, `offset` what a zone's name tells (seconds,
 * NaN when there is none or it tells nothing). The day may be one digit.
 */
export const ctime = { wall: Number.NaN, offset: Number.NaN }
export function pastCtime(b: Uint8Array, i: number, to: number, { wall }: Clock): number {
  if (i + 23 > to || b[i + 3] !== 32 || weekday(b, i) < 0) return -1
  const m = month(b, i + 4)
  if (m === 0 || b[i + 7] !== 32) return -1
  let k = b[i + 8] === 32 ? i + 9 : i + 8
  let day: number
  if (isDigit(b[k + 1])) {
    day = two(b, k)
    k += 2
  } else {
    day = isDigit(b[k]) ? b[k]! - 48 : -1
    k += 1
  }
  if (day < 1 || b[k] !== 32) return -1
  const t = k + 1
  let end = pastFraction(b, t + 8, to)
  const { micros } = fraction
  if (b[t + 2] !== 58 || b[t + 5] !== 58 || b[end] !== 32 || end + 5 > to) return -1
  ctime.offset = Number.NaN
  const zone = pastZoneName(b, end + 1, to)
  if (zone > end + 1) {
    if (b[zone] !== 32 || zone + 5 > to) return -1
    ctime.offset = zoneName.offset
    end = zone
  }
  const year = digits(b, end + 1, 4)
  const at = wall(year, m, day, two(b, t), two(b, t + 3), two(b, t + 6), micros)
  if (year < 0 || Number.isNaN(at)) return -1
  ctime.wall = at
  return end + 5
}
