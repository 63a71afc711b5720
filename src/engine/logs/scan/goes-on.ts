/** Lines without a stamp, in a log whose every event has one. */
import { isDigit, month } from './bytes'

/**
 * Whether the line goes on with the message before it: it is indented, or begins with a word. What begins with a month and
 * a number, a digit or a mark may be a stamp that could not be read, and must be seen as such.
 */
export function goesOn(b: Uint8Array, from: number, to: number): boolean {
  const c = b[from]!
  if (c === 32 || c === 9) return true
  if (!((c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c >= 0x80)) return false
  if (month(b, from) === 0) return true
  let k = from + 3
  while (k < to && (b[k] === 32 || b[k] === 47 || b[k] === 45)) k++
  return k === from + 3 || !isDigit(b[k])
}
