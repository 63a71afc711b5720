/**
 * The lines of sshd that fill the logs of a host under attack, into rows of `ssh_auth`:
 *   Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2
 *   Accepted publickey for alice from 192.0.2.10 port 51234 ssh2: ED25519 SHA256:9dGx...
 *   Invalid user guest from 203.0.113.9 port 4712
 *   Disconnected from authenticating user root 203.0.113.9 port 4711 [preauth]
 *   Connection closed by invalid user admin 203.0.113.9 port 4711 [preauth]
 * Columns: accepted, account, address, port, method, invalid_user, count.
 */
import { ipValue, pastIpv4 } from './address'
import { lit, past } from './memory'
import { beginRow, SSH, setCell, setIpv4, setLit, setPort, setUser } from './rows'
import { HINT_SSH, scan } from './scan'
import { isNothing, pastName, pastPort, portValue } from './steps'

const FAILED = lit('Failed ')
const ACCEPTED = lit('Accepted ')
const UNKNOWN = lit('Invalid user ')
const FOR = lit(' for ')
const INVALID = lit('invalid user ')
const FROM = lit(' from ')
const PORT = lit(' port ')
const SSH2 = lit(' ssh2')
const DISCONNECTED = lit('Disconnected from ')
const CLOSED = lit('Connection closed by ')
const RESET = lit('Connection reset by ')
const AUTHENTICATING = lit('authenticating user ')
const PREAUTH = lit(' [preauth]')
const PASSWORD = lit('password')
const PUBLICKEY = lit('publickey')
const NONE = lit('none')
const INTERACTIVE = lit('keyboard-interactive/pam')
const HOSTBASED = lit('hostbased')

/** Whether the message has one of these forms; then its row is kept and all that it names is tied. */
export function ssh(from: usize, to: usize, event: i32): bool {
  const first = load<u8>(from)
  if (first == 73) return account(past(from, to, UNKNOWN), to, event, false, 0, true)
  if (first == 68) return ended(past(from, to, DISCONNECTED), to, event)
  if (first == 67) {
    const at = past(from, to, CLOSED)
    return ended(at == 0 ? past(from, to, RESET) : at, to, event)
  }
  const accepted = first == 65
  if (!accepted && first != 70) return false
  const at = past(from, to, accepted ? ACCEPTED : FAILED)
  if (at == 0) return false
  const c = load<u8>(at)
  let method: usize = 0
  if (c == 112) method = load<u8>(at, 1) == 97 ? PASSWORD : PUBLICKEY
  else if (c == 110) method = NONE
  else if (c == 107) method = INTERACTIVE
  else if (c == 104) method = HOSTBASED
  else return false
  const user = past(past(at, to, method), to, FOR)
  const unknown = past(user, to, INVALID)
  return account(unknown == 0 ? user : unknown, to, event, accepted, method, unknown != 0)
}

/** Whether a further ` from ` stands in it, which would be the one that counts. */
function holdsFrom(from: usize, to: usize): bool {
  for (let i = from; i + 6 <= to; i++) if (load<u8>(i) == 32 && past(i, to, FROM) != 0) return true
  return false
}

function account(at: usize, to: usize, event: i32, accepted: bool, method: usize, unknown: bool): bool {
  const end = pastName(at, to, 64)
  if (end == 0 || isNothing(at, end)) return false
  const address = past(end, to, FROM)
  if (address == 0) return false
  const addressEnd = pastIpv4(address, to)
  const ip = ipValue
  let last = pastPort(past(addressEnd, to, PORT), to)
  if (last == 0) return false
  if (method != 0) {
    last = past(last, to, SSH2)
    if (last == 0) return false
    // `: ED25519 SHA256:...` follows, or nothing.
    if (last != to && (load<u16>(last) != 0x203a || holdsFrom(last, to))) return false
  } else if (last != to) return false
  beginRow(SSH, 7, event)
  setCell(0, accepted ? 1 : 0)
  setUser(1, at, end)
  setIpv4(2, ip, address, addressEnd)
  setPort(3, portValue)
  if (method != 0) setLit(4, method)
  setCell(5, unknown ? 1 : 0)
  setCell(6, 1)
  if (last != to) scan(last, to, HINT_SSH)
  return true
}

function ended(at: usize, to: usize, event: i32): bool {
  if (at == 0) return false
  const unknown = past(at, to, INVALID)
  const user = unknown == 0 ? past(at, to, AUTHENTICATING) : unknown
  const end = pastName(user, to, 64)
  if (end == 0 || isNothing(user, end) || load<u8>(end) != 32) return false
  const addressEnd = pastIpv4(end + 1, to)
  const ip = ipValue
  const last = pastPort(past(addressEnd, to, PORT), to)
  if (last == 0 || (last != to && past(last, to, PREAUTH) != to)) return false
  beginRow(SSH, 7, event)
  setCell(0, 0)
  setUser(1, user, end)
  setIpv4(2, ip, end + 1, addressEnd)
  setPort(3, portValue)
  setCell(5, unknown != 0 ? 1 : 0)
  setCell(6, 1)
  return true
}
