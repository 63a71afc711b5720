/** Dates in other spellings than ISO, at the start of a line: see generic-stamp.ts for the programs that write them. */
import { digits, isDigit, month, pastDigits, two } from './bytes'
import type { Clock } from './clock'
import { ctime, pastCtime } from './ctime'
import { fraction, pastFraction, pastOffset, shift } from './iso'

/** What the last stamp said. */
export const found = { ts: Number.NaN }

/** The position after any of the stamps at `i`, or -1; `found.ts` is its instant. */
export function pastStamp(b: Uint8Array, i: number, to: number, time: Clock): number {
  const c = b[i]!
  if (!isDigit(c)) {
    const end = pastCtime(b, i, to, time)
    if (end > 0) found.ts = Number.isNaN(ctime.offset) ? time.local(ctime.wall) : ctime.wall - ctime.offset * 1_000_000
    return end
  }
  const run = pastDigits(b, i, to, 12) - i
  if (run === 2 && (b[i + 2] === 45 || b[i + 2] === 47) && month(b, i + 3) > 0 && b[i + 6] === b[i + 2]) {
    const t = i + 12
    const end = pastFraction(b, t + 8, to)
    const { micros } = fraction
    const at = time.wall(
      digits(b, i + 7, 4),
      month(b, i + 3),
      two(b, i),
      two(b, t),
      two(b, t + 3),
      two(b, t + 6),
      micros,
    )
    if (Number.isNaN(at)) return -1
    const past = b[end] === 32 ? pastOffset(b, end + 1, to) : end
    if (past > end + 4) {
      found.ts = at - shift.seconds * 1_000_000
      return past
    }
    found.ts = time.local(at)
    return end
  }
  if (run === 8 && b[i + 8] === 45) {
    const t = i + 9
    const at = time.wall(digits(b, i, 4), two(b, i + 4), two(b, i + 6), two(b, t), two(b, t + 3), two(b, t + 6), 0)
    if (Number.isNaN(at)) return -1
    found.ts = time.local(at)
    return t + 8
  }
  if (run === 6 && b[i + 6] === 32 && b[i + 9] === 58 && b[i + 12] === 58) {
    // Two-digit year: MySQL wrote it until 5.6 (2013).
    const hour = b[i + 7] === 32 ? (isDigit(b[i + 8]) ? b[i + 8]! - 48 : -1) : two(b, i + 7)
    const yy = two(b, i)
    const at = time.wall(
      yy + (yy < 70 ? 2000 : 1900),
      two(b, i + 2),
      two(b, i + 4),
      hour,
      two(b, i + 10),
      two(b, i + 13),
      0,
    )
    if (Number.isNaN(at)) return -1
    found.ts = time.local(at)
    return i + 15
  }
  if (
    ((run === 9 && c >= 54) || (run === 10 && c === 49)) &&
    (b[i + run] === 46 || b[i + run] === 93 || (b[i + run] === 58 && b[i + run + 1] === 32))
  ) {
    const end = pastFraction(b, i + run, to)
    found.ts = digits(b, i, run) * 1_000_000 + (end > i + run ? fraction.micros : 0)
    return end
  }
  return -1
}
