/**
 * IPv4 and IPv6 addresses within one token of a message (RFC 791, RFC 4291), with the port that follows: `10.0.0.1:22`,
 * `10.0.0.1#5353` (BIND), `10.0.0.0/8`, `fe80::1%eth0`, `::ffff:10.0.0.1`, `https://10.0.0.1/x`, `from:10.0.0.1`.
 *
 * Not addresses: `1.2.3.4.5`, `1.2.3.4-5ubuntu1` (versions), `010.0.0.1` (means two things), `12:34:56` (times),
 * `00:16:3e:5e:6c:00` and longer rows of two digits each (MAC, EUI-64).
 */

import type { EntitySink } from './entity-scan'
import { COLON, DIGIT, DOT, LETTER, OTHER, SEP, SLASH, TOKEN } from './entity-tables'

/** Where the last IPv4 read ended, and its value: the way out of a function that must not allocate. */
let ipEnd = 0
let ipValue = 0

/** Reads four decimal octets at `from`; false when there are none. Leading zeros are refused: some read them as octal. */
function readIpv4(b: Uint8Array, from: number, to: number): boolean {
  let i = from
  let value = 0
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (i >= to || b[i] !== 46) return false
      i++
    }
    const start = i
    let n = 0
    while (i < to && i - start < 4) {
      const d = b[i]! - 48
      if (d < 0 || d > 9) break
      n = n * 10 + d
      i++
    }
    const digits = i - start
    if (digits === 0 || digits > 3 || n > 255 || (digits > 1 && b[start] === 48)) return false
    value = value * 256 + n
  }
  ipEnd = i
  ipValue = value
  return true
}

const decimal = (c: number): boolean => c >= 48 && c <= 57

/** The number in [from, to) when it is a port; 0 otherwise. */
function portOf(b: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 5) return 0
  let n = 0
  for (let i = from; i < to; i++) {
    if (!decimal(b[i]!)) return 0
    n = n * 10 + b[i]! - 48
  }
  return n < 65_536 ? n : 0
}

/** What may follow an address in its token; tells the port. false: the token is something else after all. */
function tail(b: Uint8Array, at: number, to: number): number {
  // A full stop, a colon or the dash of an arrow (`->`) after it belongs to the text.
  let end = to
  while (end > at && (b[end - 1] === 46 || b[end - 1] === 58 || (b[end - 1] === 45 && b[to] === 62))) end--
  if (at === end) return 0
  const c = b[at]!
  if (c === 58 || c === 35) {
    const port = portOf(b, at + 1, end)
    if (port > 0 || (end === at + 2 && b[at + 1] === 48)) return port
    // 10.0.0.1:/export and http://10.0.0.1:8080/x
    if (c === 58 && b[at + 1] === 47) return 0
    let p = at + 1
    while (p < end && decimal(b[p]!)) p++
    return p > at + 1 && b[p] === 47 ? portOf(b, at + 1, p) : -1
  }
  if (c !== 47) return -1
  // 10.0.0.0/8 and the path of an URL; but not 1.2.3.4/5.6.7.8-beta
  return 0
}

function ipv4(b: Uint8Array, from: number, to: number, out: EntitySink): boolean {
  if (!readIpv4(b, from, to)) return false
  const value = ipValue
  const end = ipEnd
  const port = tail(b, end, to)
  if (port < 0) return false
  out.ipv4(value, b, from, end)
  if (port > 0) out.port(port)
  return true
}

/** An IPv4 address at `from` that ends its word, as nearly all do: told, and where it ends; -1 when it is not so plain. */
export function plainIpv4(b: Uint8Array, from: number, end: number, out: EntitySink): number {
  if (!readIpv4(b, from, end)) return -1
  const to = ipEnd
  if (to < end && (TOKEN[b[to]!]! !== SEP || (b[to] === 93 && b[to + 1] === 58))) return -1
  out.ipv4(ipValue, b, from, to)
  return to
}

const groups = new Uint16Array(8)
const printed = new Uint8Array(48)
const encoder = new TextEncoder()

/** RFC 5952 text of the eight groups, into `printed`; its length. */
function printIpv6(): number {
  let best = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let n = 0
    while (i + n < 8 && groups[i + n] === 0) n++
    if (n > bestLength) {
      best = i
      bestLength = n
    }
  }
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      text += i === 0 ? '::' : ':'
      i += bestLength - 1
    } else text += groups[i]!.toString(16) + (i < 7 ? ':' : '')
  }
  return encoder.encodeInto(text, printed).written
}

function ipv6(b: Uint8Array, from: number, to: number, out: EntitySink): boolean {
  // A MAC, alone or in the row of a frame's header (netfilter's MAC=).
  if (to - from >= 17 && b[from + 2] === 58 && b[from + 5] === 58 && b[from + 8] === 58 && b[from + 11] === 58)
    if (b[from + 14] === 58) return false
  let end = to
  for (let i = from; i < to; i++)
    if (b[i] === 37 || b[i] === 47 || b[i] === 35) {
      end = i
      break
    }
  if (end === to) {
    if (b[end - 1] === 46) end--
    if (b[end - 1] === 58 && b[end - 2] !== 58) end--
  }
  let count = 0
  let gap = -1
  let pairs = true
  let digits = false
  let i = from
  if (b[i] === 58) {
    if (b[i + 1] !== 58) return false
    gap = 0
    i += 2
  }
  while (i < end) {
    if (count === 8) return false
    const start = i
    let value = 0
    while (i < end && i - start < 5) {
      const c = b[i]!
      const v = decimal(c) ? c - 48 : (c | 32) >= 97 && (c | 32) <= 102 ? (c | 32) - 87 : -1
      if (v < 0) break
      if (v < 10) digits = true
      value = value * 16 + v
      i++
    }
    if (i < end && b[i] === 46) {
      if (count > 6 || !readIpv4(b, start, end) || ipEnd !== end) return false
      const mapped = gap === 0 && count === 1 && groups[0] === 0xffff
      const value4 = ipValue
      if (mapped) {
        out.ipv4(value4, b, start, end)
        port(b, end, to, out)
        return true
      }
      groups[count++] = Math.floor(value4 / 65_536)
      groups[count++] = value4 % 65_536
      digits = true
      i = end
      break
    }
    if (i === start || i - start > 4) return false
    if (i - start !== 2) pairs = false
    groups[count++] = value
    if (i === end) break
    if (b[i] !== 58) return false
    i++
    if (i < end && b[i] === 58) {
      if (gap >= 0) return false
      gap = count
      i++
    } else if (i === end) return false
  }
  if (!digits || (gap < 0 ? count !== 8 || pairs : count > 7)) return false
  if (gap >= 0) {
    const shift = 8 - count
    for (let k = count - 1; k >= gap; k--) groups[k + shift] = groups[k]!
    for (let k = gap; k < gap + shift; k++) groups[k] = 0
  }
  // ::ffff:a00:1 is the same host as 10.0.0.1.
  if (groups[5] === 0xffff && !groups[0] && !groups[1] && !groups[2] && !groups[3] && !groups[4]) {
    const value = groups[6]! * 65_536 + groups[7]!
    const text = [24, 16, 8, 0].map((s) => (value / 2 ** s) & 255).join('.')
    out.ipv4(value, printed, 0, encoder.encodeInto(text, printed).written)
  } else out.address(printed, 0, printIpv6())
  port(b, end, to, out)
  return true
}

/** `#5353` after an IPv6 address. */
function port(b: Uint8Array, at: number, to: number, out: EntitySink): void {
  if (at >= to || b[at] !== 35) return
  let end = to
  while (end > at && (b[end - 1] === 58 || b[end - 1] === 46)) end--
  const n = portOf(b, at + 1, end)
  if (n > 0) out.port(n)
}

/** Reads the token [from, to), whose bytes have the classes `flags`, as an address. false when it is none. */
export function scanAddress(b: Uint8Array, from: number, to: number, flags: number, out: EntitySink): boolean {
  const first = b[from]!
  if (decimal(first) && flags & DOT && ipv4(b, from, to, out)) return true
  if ((flags & COLON) === 0) return false
  const hexFirst = decimal(first) || first === 58 || ((first | 32) >= 97 && (first | 32) <= 102)
  if (hexFirst && ((flags & (LETTER | SLASH | OTHER)) === 0 || flags & (SLASH | OTHER)) && ipv6(b, from, to, out))
    return true
  if ((flags & DOT) === 0 || (flags & DIGIT) === 0 || (first | 32) < 97 || (first | 32) > 122) return false
  // scheme://10.0.0.1/path, from:10.0.0.1
  let at = from
  while (at < to && b[at] !== 58) at++
  at++
  if (b[at] === 47 && b[at + 1] === 47) at += 2
  return at < to && decimal(b[at]!) && ipv4(b, at, to, out)
}
