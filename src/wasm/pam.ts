/**
 * A failure of pam_unix in a network service, into rows of `pam_auth`:
 *   pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root
 * Columns: module, service, account, remote_user, uid, address, terminal, count.
 */
import { ipValue, pastIpv4 } from './address'
import { lit, past } from './memory'
import { beginRow, PAM, setCell, setIpv4, setLit, setText, setUser } from './rows'
import { isNothing, pastName } from './steps'

const MODULE = lit('pam_unix(')
const NAME = lit('pam_unix')
const FAILURE = lit(':auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=')
const USER = lit('  user=')
const TTY = lit('ssh')

export function pam(from: usize, to: usize, event: i32): bool {
  const service = past(from, to, MODULE)
  if (service == 0) return false
  let colon = service
  while (colon < to && colon - service < 31 && (<u8>(load<u8>(colon) - 97) < 26 || load<u8>(colon) == 45)) colon++
  if (colon == service) return false
  const rhost = past(colon, to, FAILURE)
  if (rhost == 0) return false
  const rhostEnd = pastIpv4(rhost, to)
  const ip = ipValue
  if (rhostEnd == 0) return false
  let user: usize = 0
  if (rhostEnd != to) {
    user = past(rhostEnd, to, USER)
    if (user == 0 || pastName(user, to, 64) != to || isNothing(user, to)) return false
    // A number is a UID, and a name that begins with a digit is rare.
    if (load<u8>(user) <= 57) return false
  }
  beginRow(PAM, 8, event)
  setLit(0, NAME)
  setText(1, service, colon)
  if (user != 0) setUser(2, user, to)
  setCell(4, 0)
  setIpv4(5, ip, rhost, rhostEnd)
  setLit(6, TTY)
  setCell(7, 1)
  return true
}
