/**
 * Finds addresses, ports, users, paths and interfaces in the bytes of a log message: one pass, table-driven.
 *
 *   Failed password for invalid user admin from 10.3.32.97 port 55221 ssh2     user, address, port
 *   [UFW BLOCK] IN=eth0 OUT= SRC=10.2.243.176 DST=192.168.1.20 SPT=16738       interface, addresses, port
 *   (alice) CMD (/usr/local/bin/backup --log /var/log/b.log)                   user, paths
 *   client @0x7f0 10.0.0.1#5353                                                address, port (BIND)
 *   device eth0 entered promiscuous mode                                       interface
 *
 * Precise rather than greedy: a tie that is wrong costs an analyst more than one that is missing. Dates, times,
 * versions (1.2.3.4-5), MAC addresses and paths of HTTP requests are none of these.
 */
import { scanAddress } from './entity-address'
import { isInterfaceName } from './entity-interface'
import {
  COLON,
  DIGIT,
  DOT,
  HEX,
  HINT_SSH,
  HINT_SU,
  HINT_SUDO,
  LETTER,
  PATH_CHAR,
  SEP,
  SLASH,
  TOKEN,
  USER_CHAR,
} from './entity-tables'
import * as W from './entity-words'

/** Where found things go. Ranges are valid during the call only. */
export interface EntitySink {
  /** An IPv6 address in its canonical text (RFC 5952). */
  address(bytes: Uint8Array, from: number, to: number): void
  /** An IPv4 address (an IPv4-mapped IPv6 one is told as IPv4), with its 32 bits. */
  ipv4(value: number, bytes: Uint8Array, from: number, to: number): void
  port(port: number): void
  user(bytes: Uint8Array, from: number, to: number): void
  path(bytes: Uint8Array, from: number, to: number): void
  interface(bytes: Uint8Array, from: number, to: number): void
}

/** No further than this into one message: what floods one line with addresses does not get to flood the index. */
export const SCAN_LIMIT = 65_536
const MAX_USER = 64
const MAX_PATH = 4096
const MAX_INTERFACE = 16

/** The end of a user name that begins at `from`; `from` when there is none. A full stop after it belongs to the text. */
function userEnd(b: Uint8Array, from: number, end: number): number {
  let i = from
  while (i < end && USER_CHAR[b[i]!]!) i++
  while (i > from && (b[i - 1] === 46 || b[i - 1] === 45)) i--
  return i - from > MAX_USER ? from : i
}

const isQuote = (c: number): boolean => c === 39 || c === 34 || c === 96 || c === 60
const isUpper = (c: number): boolean => c >= 65 && c <= 90

/** Whether ` from ` (or `' from `) is at `i`. */
function fromAt(b: Uint8Array, i: number, end: number): boolean {
  const p = i < end && isQuote(b[i]!) ? i + 1 : i
  return p + 6 <= end && b[p] === 32 && b[p + 1] === 102 && b[p + 2] === 114 && b[p + 3] === 111 && b[p + 4] === 109
}

/** `(X) CMD (...)` of cron, `alice : TTY=...` of sudo: what only the beginning of a message can be. */
function opening(b: Uint8Array, from: number, end: number, hint: number, out: EntitySink): void {
  if (b[from] === 40) {
    const to = userEnd(b, from + 1, end)
    if (to === from + 1 || to + 3 >= end || b[to] !== 41 || b[to + 1] !== 32) return
    if (!isUpper(b[to + 2]!) || !isUpper(b[to + 3]!)) return
    // (CRON) INFO (...) is the daemon speaking of itself.
    const daemon = b[from + 1] === 67 && b[from + 2] === 82 && b[from + 3] === 79 && b[from + 4] === 78
    if (!daemon) out.user(b, from + 1, to)
  } else if (hint === HINT_SUDO) {
    let at = from
    while (at < end && b[at] === 32) at++
    const to = userEnd(b, at, end)
    if (to > at && to + 3 < end && b[to] === 32 && b[to + 1] === 58 && b[to + 2] === 32) out.user(b, at, to)
  }
}

function path(b: Uint8Array, from: number, to: number, out: EntitySink): void {
  let end = to
  while (end > from && (b[end - 1] === 46 || b[end - 1] === 47 || b[end - 1] === 61)) end--
  if (end - from < 3 || end - from > MAX_PATH || b[from + 1] === 47) return
  for (let i = from + 1; i < end; i++)
    if (TOKEN[b[i]!]! & (LETTER | HEX)) {
      out.path(b, from, end)
      return
    }
}

function port(b: Uint8Array, from: number, to: number, out: EntitySink): void {
  let end = to
  while (end > from && (b[end - 1] === 46 || b[end - 1] === 58)) end--
  if (end === from || end - from > 5) return
  let n = 0
  for (let i = from; i < end; i++) {
    const d = b[i]! - 48
    if (d < 0 || d > 9) return
    n = n * 10 + d
  }
  if (n > 0 && n < 65_536) out.port(n)
}

/** A word at [from, to) after one that announces it; `gap` bytes lie between the two. false when it was told nothing. */
function announced(
  b: Uint8Array,
  from: number,
  to: number,
  end: number,
  gap: number,
  last: number,
  before: number,
  hint: number,
  out: EntitySink,
): boolean {
  if (last === W.PORT) {
    if (gap <= 2) port(b, from, to, out)
    return gap <= 2
  }
  if (gap !== 1 && (gap !== 2 || !isQuote(b[from - 1]!))) return false
  if (last === W.PORT_KEY) {
    port(b, from, to, out)
    return true
  }
  if (last === W.INTERFACE_KEY || last === W.DEVICE) {
    let p = to
    while (p > from && (b[p - 1] === 58 || b[p - 1] === 46)) p--
    if (p === from || p - from > MAX_INTERFACE || (TOKEN[b[from]!]! & (LETTER | HEX)) === 0) return false
    if (last === W.DEVICE && !promiscuousAt(b, to)) return false
    out.interface(b, from, p)
    return true
  }
  const stop = userEnd(b, from, end)
  if (stop === from) return false
  switch (last) {
    case W.USER_KEY:
      // A number here is a UID.
      if (TOKEN[b[from]!]! & DIGIT) return false
      break
    case W.NAME_KEY:
      if (before !== W.USER_COLON) return false
      break
    case W.USER:
      if (before !== W.QUALIFIER && before !== W.FOR && before !== W.BY && gap === 1) return false
      break
    case W.FOR:
      if (before === W.CHANGED || before === W.SU) break
      if ((before !== W.AUTH && hint !== HINT_SSH) || !fromAt(b, stop, end)) return false
      break
    case W.BY:
      // by root(uid=0)
      if (hint !== HINT_SU && (b[stop] !== 40 || b[stop + 1] !== 117 || b[stop + 2] !== 105)) return false
      break
    case W.TO: {
      // su: (to root) alice on pts/1
      if (hint !== HINT_SU || b[from - 4] !== 40 || b[stop] !== 41) return false
      out.user(b, from, stop)
      const next = stop + 2
      const nextStop = userEnd(b, next, end)
      if (nextStop > next && b[nextStop] === 32 && b[nextStop + 1] === 111 && b[nextStop + 2] === 110)
        out.user(b, next, nextStop)
      return true
    }
    default:
      return false
  }
  out.user(b, from, stop)
  return true
}

/** `device br0 entered promiscuous mode`, `device br0 left promiscuous mode` */
const promiscuousAt = (b: Uint8Array, i: number): boolean =>
  b[i] === 32 &&
  ((b[i + 1] === 101 && b[i + 2] === 110 && b[i + 3] === 116) ||
    (b[i + 1] === 108 && b[i + 2] === 101 && b[i + 3] === 102))

/**
 * Scans [from, to). `hint` comes from `hintOf(program)`. Things are told in the order of the text; the same thing may
 * be told twice.
 */
export function scanEntities(b: Uint8Array, from: number, to: number, hint: number, out: EntitySink): void {
  const end = to - from > SCAN_LIMIT ? from + SCAN_LIMIT : to
  let i = from
  // What the two words before this one announce, and where the last of them ended.
  let last = W.NONE
  let before = W.NONE
  let lastEnd = i
  if (i < end && (b[i] === 40 || hint === HINT_SUDO)) opening(b, i, end, hint, out)
  while (i < end) {
    let flags = TOKEN[b[i]!]!
    if (flags === SEP) {
      i++
      continue
    }
    const start = i
    if (flags === SLASH) {
      do i++
      while (i < end && PATH_CHAR[b[i]!]! !== 0)
      if (last !== W.METHOD) path(b, start, i, out)
      // PATH=/bin:/usr/bin
      if (i < end && b[i] === 58) i++
      before = last
      last = W.NONE
      lastEnd = i
      continue
    }
    i++
    while (i < end) {
      const f = TOKEN[b[i]!]!
      if (f === SEP) break
      flags |= f
      i++
    }
    // Most words announce nothing, follow nothing and hold no digit.
    const announces = W.announces(b[start]!, i - start)
    if (!announces && last === W.NONE && (flags & DIGIT) === 0) {
      before = W.NONE
      continue
    }
    let now = W.NONE
    if (announces) now = i < end && b[i] === 61 ? W.keyAt(b, start, i) : W.wordAt(b, start, i)
    if (now === W.NONE) {
      if (flags & (COLON | DOT) && flags & DIGIT && scanAddress(b, start, i, flags, out)) {
        // [::1]:22
        if (i + 2 < end && b[i] === 93 && b[i + 1] === 58) {
          let p = i + 2
          while (p < end && b[p]! >= 48 && b[p]! <= 57) p++
          port(b, i + 2, p, out)
          i = p
        }
      } else if (last !== W.NONE && announced(b, start, i, end, start - lastEnd, last, before, hint, out)) {
        // told
      } else if (flags & DIGIT && (flags & (SLASH | LETTER)) === LETTER && isInterfaceName(b, start, i)) {
        let p = i
        while (b[p - 1] === 58 || b[p - 1] === 46) p--
        out.interface(b, start, p)
      }
    }
    before = last
    last = now
    lastEnd = i
  }
}
