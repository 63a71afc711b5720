/**
 * A session that PAM opened or closed, into rows of `su_session`:
 *   pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)
 *   pam_unix(cron:session): session closed for user root
 * Columns: action, opened, account, uid, by_account, service, terminal.
 */
import { isDigit } from './classes'
import { lit, past } from './memory'
import { beginRow, SESSION, setCell, setLit, setText } from './rows'
import { isNothing, pastAccount } from './steps'

const MODULE = lit('pam_unix(')
const OPENED = lit(':session): session opened for user ')
const CLOSED = lit(':session): session closed for user ')
const UID = lit('(uid=')
const BY = lit(' by ')
const OPEN = lit('opened')
const CLOSE = lit('closed')

let uid: i32 = 0
/** Past `(uid=1000)`, its number in `uid`. */
function pastUid(at: usize, to: usize): usize {
  const digits = past(at, to, UID)
  if (digits == 0) return 0
  let i = digits
  uid = 0
  while (i < to && i - digits < 10 && isDigit(load<u8>(i))) uid = uid * 10 + load<u8>(i++) - 48
  return i == digits || i - digits > 9 || i >= to || load<u8>(i) != 41 ? 0 : i + 1
}

export function session(from: usize, to: usize, event: i32): bool {
  const service = past(from, to, MODULE)
  if (service == 0) return false
  let colon = service
  while (colon < to && colon - service < 31 && (<u8>(load<u8>(colon) - 97) < 26 || load<u8>(colon) == 45)) colon++
  if (colon == service) return false
  let account = past(colon, to, OPENED)
  const opened = account != 0
  if (!opened) account = past(colon, to, CLOSED)
  const accountEnd = pastAccount(account, to, 64)
  if (accountEnd == 0) return false
  let at = accountEnd
  let number = -1
  if (at < to && load<u8>(at) == 40) {
    at = pastUid(at, to)
    if (at == 0) return false
    number = uid
  }
  let by: usize = 0
  let byEnd: usize = 0
  if (at != to) {
    by = past(at, to, BY)
    if (by == 0) return false
    byEnd = load<u8>(by) == 40 ? by : pastAccount(by, to, 64)
    if (byEnd == 0 || pastUid(byEnd, to) != to || (byEnd > by && isNothing(by, byEnd))) return false
  }
  beginRow(SESSION, 7, event)
  setLit(0, opened ? OPEN : CLOSE)
  setCell(1, opened ? 1 : 0)
  setText(2, account, accountEnd)
  setCell(3, number)
  if (byEnd > by) setText(4, by, byEnd)
  setText(5, service, colon)
  return true
}
