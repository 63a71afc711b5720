/**
 * A failure of pam_unix in a network service, read in bytes:
 *   pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root
 */
import type { FastRow } from '../../define'
import { bytesOf, isNothing, past, pastIpv4, pastName } from './fast'

const MODULE = bytesOf('pam_unix')
const FAILURE = bytesOf(':auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=')
const USER = bytesOf('  user=')
const TTY = 'ssh'

/** Columns: module, service, account, remote_user, uid, address, terminal, count. */
export function pamFast(b: Uint8Array, from: number, to: number, row: FastRow): boolean {
  const open = past(b, from, to, MODULE)
  if (open < 0 || b[open] !== 40) return false
  let colon = open + 1
  while (colon < to && colon - open < 32 && ((b[colon]! >= 97 && b[colon]! <= 122) || b[colon] === 45)) colon++
  if (colon === open + 1) return false
  const rhost = past(b, colon, to, FAILURE)
  const rhostEnd = pastIpv4(b, rhost, to)
  if (rhostEnd < 0) return false
  let user = -1
  if (rhostEnd !== to) {
    user = past(b, rhostEnd, to, USER)
    if (pastName(b, user, to, 64) !== to || isNothing(b, user, to)) return false
    // A number is a UID, and a name that begins with a digit is rare.
    if (b[user]! <= 57) return false
  }
  row.word(0, 'pam_unix')
  row.text(1, b, open + 1, colon)
  if (user >= 0) row.user(2, b, user, to)
  row.int(4, 0)
  row.address(5, b, rhost, rhostEnd)
  row.word(6, TTY)
  row.int(7, 1)
  return true
}
