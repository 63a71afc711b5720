/**
 * Finds addresses, ports, users, paths and interfaces in the bytes of a log message, from the places that could hold
 * or announce one (`entity-marks.ts`); what is there is then read with tables.
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
import { plainIpv4, scanAddress } from './entity-address'
import { isInterfaceName } from './entity-interface'
import { MARKS, mark, WINDOW } from './entity-marks'
import {
  COLON,
  DIGIT,
  DOT,
  HEX,
  HINT_SSH,
  HINT_SU,
  HINT_SUDO,
  LETTER,
  OTHER,
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

/** The part of a block that is marked. A block is told by `newBlock`: its bytes may have changed under the same name. */
let low = 0
let high = 0

/** Must be called whenever the bytes at a position of the block that is scanned next are not those of the last scan. */
export function newBlock(): void {
  low = high = 0
}

/** What the word or key that ends at `at` announces; NONE at the start of the message. */
function meaningBefore(b: Uint8Array, at: number, from: number): number {
  let to = at
  while (to > from && TOKEN[b[to - 1]!]! === SEP) to--
  let start = to
  while (start > from && TOKEN[b[start - 1]!]! !== SEP) start--
  if (start === to) return W.NONE
  return b[to] === 61 ? W.keyAt(b, start, to) : W.wordAt(b, start, to)
}

/** One or more paths from the `/` at `at` (`/bin:/usr/bin`); where they end. */
function paths(b: Uint8Array, at: number, from: number, end: number, out: EntitySink): number {
  const request = at > from && W.isMethodBefore(b, at, from)
  let i = at
  for (;;) {
    const start = i
    do i++
    while (i < end && PATH_CHAR[b[i]!]! !== 0)
    if (!request) path(b, start, i, out)
    if (i + 1 >= end || b[i] !== 58) return i
    i++
    if (b[i] !== 47) return i
  }
}

/** `key=value`, the `=` at `at`; where the value ends when it was told, else `at`. */
function keyed(b: Uint8Array, at: number, from: number, end: number, hint: number, out: EntitySink): number {
  let start = at
  while (start > from && TOKEN[b[start - 1]!]! !== SEP) start--
  if (start === at || !W.announces(b[start]!, at - start)) return at
  const key = W.keyAt(b, start, at)
  if (key === W.NONE) return at
  const value = isQuote(b[at + 1]!) ? at + 2 : at + 1
  let to = value
  while (to < end && TOKEN[b[to]!]! !== SEP) to++
  if (to === value || b[value] === 47) return at
  const before = key === W.NAME_KEY ? meaningBefore(b, start, from) : W.NONE
  return announced(b, value, to, end, value - at, key, before, hint, out) ? to : at
}

/** Whether ` from ` or an address follows at `i`. */
const addressed = (b: Uint8Array, i: number, end: number): boolean =>
  fromAt(b, i, end) || (i + 1 < end && b[i] === 32 && b[i + 1]! >= 48 && b[i + 1]! <= 57)

/** A word at `at` that may announce what follows it; where that ends when it was told, else `at`. */
function worded(b: Uint8Array, at: number, from: number, end: number, hint: number, out: EntitySink): number {
  let to = at + 2
  while (to < end && TOKEN[b[to]!]! !== SEP) to++
  if (to - at > 6 || to + 1 >= end || b[to] !== 32) return at
  const last = W.wordAt(b, at, to)
  if (last === W.NONE || last === W.QUALIFIER) return at
  const start = isQuote(b[to + 1]!) ? to + 2 : to + 1
  let stop = start
  let flags = 0
  while (stop < end) {
    const f = TOKEN[b[stop]!]!
    if (f === SEP) break
    flags |= f
    stop++
  }
  if (stop === start || b[start] === 47) return at
  // Somebody called "user" or "login" is one only where an address follows.
  if (W.wordAt(b, start, stop) !== W.NONE && !addressed(b, stop, end)) return at
  if (flags & (COLON | DOT) && flags & DIGIT && scanAddress(b, start, stop, flags, out)) return stop
  const before = last === W.USER || last === W.FOR ? meaningBefore(b, at, from) : W.NONE
  return announced(b, start, stop, end, start - to, last, before, hint, out) ? stop : at
}

/** A number in [start, to) is a port when `port ` or `SPT=` stands before it. */
function numbered(b: Uint8Array, start: number, to: number, from: number, out: EntitySink): void {
  if (start < from + 2) return
  const gap = b[start - 1]!
  const t = b[start - 2]! | 32
  if (gap === 61 ? t !== 116 : gap !== 32 || (t !== 116 && t !== 58)) return
  const meaning = meaningBefore(b, start, from)
  if (meaning === W.PORT || meaning === W.PORT_KEY) port(b, start, to, out)
}

/** A word with a digit at `at`, in which nothing before `least` belongs; where it ends. */
function digits(b: Uint8Array, at: number, least: number, from: number, end: number, out: EntitySink): number {
  let start = at
  let i = at
  let flags = DIGIT
  if (at === least || TOKEN[b[at - 1]!]! === SEP) {
    // Most numbers are just that.
    i++
    while (i < end && b[i]! >= 48 && b[i]! <= 57) i++
    if (i === end || TOKEN[b[i]!]! === SEP) {
      numbered(b, at, i, from, out)
      return i
    }
    if (b[i] === 46) {
      const past = plainIpv4(b, at, end, out)
      if (past >= 0) return past
    }
    // A row of pairs: a MAC, or several (netfilter's MAC=).
    if (b[at + 2] === 58 && b[at + 5] === 58 && b[at + 8] === 58 && b[at + 11] === 58 && b[at + 14] === 58) {
      i = at + 17
      while (i < end && b[i] === 58) i += 3
      i = Math.min(i, end)
      while (i < end && TOKEN[b[i]!]! !== SEP) i++
      return i
    }
  } else while (start > least && TOKEN[b[start - 1]!]! !== SEP) flags |= TOKEN[b[--start]!]!
  while (i < end) {
    const f = TOKEN[b[i]!]!
    if (f === SEP) break
    flags |= f
    i++
  }
  if ((flags & (COLON | DOT)) !== 0 && scanAddress(b, start, i, flags, out)) {
    // [::1]:22
    if (i + 2 < end && b[i] === 93 && b[i + 1] === 58) {
      let p = i + 2
      while (p < end && b[p]! >= 48 && b[p]! <= 57) p++
      port(b, i + 2, p, out)
      return p
    }
    return i
  }
  if ((flags & (LETTER | HEX | SLASH | OTHER)) === 0) numbered(b, start, i, from, out)
  else if ((flags & (SLASH | LETTER)) === LETTER && isInterfaceName(b, start, i)) {
    let p = i
    while (b[p - 1] === 58 || b[p - 1] === 46) p--
    out.interface(b, start, p)
  }
  return i
}

/**
 * Scans [from, to). `hint` comes from `hintOf(program)`. Things are told in the order of the text; the same thing may
 * be told twice.
 */
export function scanEntities(b: Uint8Array, from: number, to: number, hint: number, out: EntitySink): void {
  const end = to - from > SCAN_LIMIT ? from + SCAN_LIMIT : to
  if (from >= end) return
  if (b[from] === 40 || hint === HINT_SUDO) opening(b, from, end, hint, out)
  if (from < low || end > high) {
    low = from
    high = Math.min(b.length, from + WINDOW)
    mark(b, low, high)
  }
  const last = end - low
  let word = (from - low) >> 5
  let marks = MARKS[word]! & (-1 << ((from - low) & 31))
  // Nothing before this is looked at again.
  let least = from
  for (;;) {
    while (marks === 0) {
      word++
      if (word << 5 >= last) return
      marks = MARKS[word]!
    }
    const bit = (word << 5) + (31 - Math.clz32(marks & -marks))
    marks &= marks - 1
    if (bit >= last) return
    const at = low + bit
    if (at < least) continue
    const c = b[at]!
    if (c >= 48 && c <= 57) least = digits(b, at, least, from, end, out)
    else if (c === 61) least = keyed(b, at, least, end, hint, out)
    else if (c === 47) least = paths(b, at, from, end, out)
    else least = worded(b, at, from, end, hint, out)
  }
}
