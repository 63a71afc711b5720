/** `(root) CMD (command)`, read in bytes. Columns: account, action, command, subject. */
import type { FastRow } from '../../define'
import { bytesOf, past } from './fast'

const CMD = bytesOf(') CMD (')

export function cronFast(b: Uint8Array, from: number, to: number, row: FastRow): boolean {
  if (b[from] !== 40) return false
  let at = from + 1
  const stop = Math.min(to, from + 65)
  while (at < stop && b[at]! > 32 && b[at]! < 127 && b[at] !== 40 && b[at] !== 41) at++
  const command = at > from + 1 ? past(b, at, to, CMD) : -1
  if (command < 0 || b[to - 1] !== 41 || to - 1 <= command) return false
  // Space around it would have to be cut as JavaScript's trim does: left to the slow path.
  const first = b[command]!
  const last = b[to - 2]!
  if (first <= 32 || first > 126 || last <= 32 || last > 126) return false
  row.text(0, b, from + 1, at)
  row.word(1, 'CMD')
  row.text(2, b, command, to - 1)
  return true
}
