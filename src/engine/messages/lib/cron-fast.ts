/** `(root) CMD (command)`, read in bytes. Columns: account, action, command, subject. */
import type { FastRow } from '../../define'
import { bytesOf, past } from './fast'

/** Letters, digits, _ and -. */
const isName = (c: number): boolean =>
  (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122) || c === 95 || c === 45

const CMD = bytesOf(') CMD (')

export function cronFast(b: Uint8Array, from: number, to: number, row: FastRow): boolean {
  if (b[from] !== 40) return false
  let at = from + 1
  const stop = Math.min(to, from + 65)
  while (at < stop && isName(b[at]!)) at++
  // The daemon itself, and names that end in a mark.
  if (b[from + 1] === 67 || b[at - 1] === 45) return false
  const command = at > from + 1 ? past(b, at, to, CMD) : -1
  if (command < 0 || b[to - 1] !== 41 || to - 1 <= command) return false
  // Space around it would have to be cut as JavaScript's trim does: left to the slow path.
  const first = b[command]!
  const last = b[to - 2]!
  if (first <= 32 || first > 126 || last <= 32 || last > 126) return false
  row.user(0, b, from + 1, at)
  row.word(1, 'CMD')
  row.text(2, b, command, to - 1)
  row.rest(command, to)
  return true
}
