/** `(root) CMD (command)`, into rows of `cron_command`. Columns: account, action, command, subject. */
import { isName } from './classes'
import { lit, past } from './memory'
import { beginRow, CRON, setLit, setText, setUser } from './rows'
import { scan } from './scan'

const CMD = lit(') CMD (')
const ACTION = lit('CMD')

export function cron(from: usize, to: usize, event: i32): bool {
  if (load<u8>(from) != 40) return false
  let at = from + 1
  while (at < to && at - from < 65 && (isName(load<u8>(at)) || load<u8>(at) == 45)) at++
  // The daemon itself, and names that end in a mark.
  if (at == from + 1 || load<u8>(from, 1) == 67 || load<u8>(at - 1) == 45) return false
  const command = past(at, to, CMD)
  if (command == 0 || load<u8>(to - 1) != 41 || to - 1 <= command) return false
  // Space around it would have to be cut as JavaScript's trim does: left to `match`.
  const first = load<u8>(command)
  const last = load<u8>(to - 2)
  if (first <= 32 || first > 126 || last <= 32 || last > 126) return false
  beginRow(CRON, 4, event)
  setUser(0, from + 1, at)
  setLit(1, ACTION)
  setText(2, command, to - 1)
  scan(command, to, 0)
  return true
}
