/**
 * The lines that fill the logs of a host under attack, read in bytes:
 *   Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2
 *   Accepted publickey for alice from 192.0.2.10 port 51234 ssh2: ED25519 SHA256:9dGx...
 *   Invalid user guest from 203.0.113.9 port 4712
 *   Disconnected from authenticating user root 203.0.113.9 port 4711 [preauth]
 *   Connection closed by invalid user admin 203.0.113.9 port 4711 [preauth]
 */
import type { FastRow } from '../../define'
import { bytesOf, isNothing, past, pastIpv4, pastName, pastPort, port } from './fast'

const FAILED = bytesOf('Failed ')
const ACCEPTED = bytesOf('Accepted ')
const UNKNOWN = bytesOf('Invalid user ')
const FOR = bytesOf(' for ')
const INVALID = bytesOf('invalid user ')
const FROM = bytesOf(' from ')
const PORT = bytesOf(' port ')
const SSH2 = bytesOf(' ssh2')
const ENDED = ['Disconnected from ', 'Connection closed by ', 'Connection reset by '].map(bytesOf)
const AUTHENTICATING = bytesOf('authenticating user ')
const PREAUTH = bytesOf(' [preauth]')
const METHODS = ['password', 'publickey', 'none', 'keyboard-interactive/pam', 'hostbased'].map((name) => ({
  name,
  bytes: bytesOf(name),
}))

/** Columns: accepted, account, address, port, method, invalid_user, count. */
export function sshFast(b: Uint8Array, from: number, to: number, row: FastRow): boolean {
  const first = b[from]
  if (first === 73) return account(b, past(b, from, to, UNKNOWN), to, row, false, null, true)
  if (first === 68 || first === 67) return ended(b, from, to, row)
  const accepted = first === 65
  if (!accepted && first !== 70) return false
  const at = past(b, from, to, accepted ? ACCEPTED : FAILED)
  for (const method of METHODS) {
    const name = past(b, at, to, method.bytes)
    if (name < 0) continue
    const user = past(b, name, to, FOR)
    const unknown = past(b, user, to, INVALID)
    return account(b, unknown < 0 ? user : unknown, to, row, accepted, method.name, unknown >= 0)
  }
  return false
}

function account(
  b: Uint8Array,
  at: number,
  to: number,
  row: FastRow,
  accepted: boolean,
  method: string | null,
  unknown: boolean,
): boolean {
  const end = pastName(b, at, to, 64)
  if (end < 0 || isNothing(b, at, end)) return false
  const address = past(b, end, to, FROM)
  const addressEnd = pastIpv4(b, address, to)
  const number = past(b, addressEnd, to, PORT)
  let last = pastPort(b, number, to)
  if (last < 0) return false
  if (method !== null) {
    last = past(b, last, to, SSH2)
    if (last < 0) return false
    // `: ED25519 SHA256:...` follows, or nothing; a further ` from ` in it would be the one that counts.
    if (last !== to && (b[last] !== 58 || b[last + 1] !== 32 || holds(b, last, to))) return false
  } else if (last !== to) return false
  if (last !== to) row.rest(last, to)
  row.bool(0, accepted)
  row.user(1, b, at, end)
  row.address(2, b, address, addressEnd)
  row.port(3, port.value)
  if (method !== null) row.word(4, method)
  row.bool(5, unknown)
  row.int(6, 1)
  return true
}

function ended(b: Uint8Array, from: number, to: number, row: FastRow): boolean {
  for (const words of ENDED) {
    const at = past(b, from, to, words)
    if (at < 0) continue
    const unknown = past(b, at, to, INVALID)
    const user = unknown < 0 ? past(b, at, to, AUTHENTICATING) : unknown
    const end = pastName(b, user, to, 64)
    if (end < 0 || isNothing(b, user, end) || b[end] !== 32) return false
    const addressEnd = pastIpv4(b, end + 1, to)
    const last = pastPort(b, past(b, addressEnd, to, PORT), to)
    if (last < 0 || (last !== to && past(b, last, to, PREAUTH) !== to)) return false
    row.bool(0, false)
    row.user(1, b, user, end)
    row.address(2, b, end + 1, addressEnd)
    row.port(3, port.value)
    row.bool(5, unknown >= 0)
    row.int(6, 1)
    return true
  }
  return false
}

function holds(b: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + FROM.length <= to; i++) if (b[i] === 32 && past(b, i, to, FROM) >= 0) return true
  return false
}
