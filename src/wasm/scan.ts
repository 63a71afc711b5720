/**
 * Finds addresses, ports, users, paths and interfaces in a log message. The places at which one could begin or be
 * announced are marked 16 bytes a step; what is there is then read with tables.
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
import { isMacAt, plainIpv4, portIn, scanAddress } from './address'
import {
  COLON,
  DIGIT,
  DOT,
  HEX,
  isDigit,
  isQuote,
  isSep,
  LETTER,
  OTHER,
  PATH_CHAR,
  SLASH,
  token,
  USER_CHAR,
  WORD_HALVES,
} from './classes'
import { isInterfaceName } from './interface'
import { tieInterface, tiePath, tiePort, tieUser } from './links'
import * as W from './words'

/** No further than this into one message: what floods one line with addresses does not get to flood the index. */
const SCAN_LIMIT: usize = 65536
const MAX_USER: usize = 64
const MAX_PATH: usize = 4096
const MAX_INTERFACE: usize = 16

export const HINT_SSH: i32 = 1
export const HINT_SUDO: i32 = 2
export const HINT_SU: i32 = 3

@inline
function isUserChar(at: usize): bool {
  return load<u8>(USER_CHAR + load<u8>(at)) != 0
}

/** The end of a user name that begins at `from`; `from` when there is none. A full stop after it belongs to the text. */
function userEnd(from: usize, end: usize): usize {
  let i = from
  while (i < end && isUserChar(i)) i++
  while (i > from && (load<u8>(i - 1) == 46 || load<u8>(i - 1) == 45)) i--
  return i - from > MAX_USER ? from : i
}

/** Whether ` from ` (or `' from `) is at `i`. */
function fromAt(i: usize, end: usize): bool {
  const p = i < end && isQuote(load<u8>(i)) ? i + 1 : i
  return p + 6 <= end && load<u32>(p) == 0x6f726620 && load<u16>(p, 4) == 0x206d
}

/** `(X) CMD (...)` of cron, `alice : TTY=...` of sudo: what only the beginning of a message can be. */
function opening(from: usize, end: usize, hint: i32): void {
  if (load<u8>(from) == 40) {
    const to = userEnd(from + 1, end)
    if (to == from + 1 || to + 3 >= end || load<u16>(to) != 0x2029) return
    if (<u8>(load<u8>(to, 2) - 65) >= 26 || <u8>(load<u8>(to, 3) - 65) >= 26) return
    // (CRON) INFO (...) is the daemon speaking of itself.
    if (load<u32>(from, 1) != 0x4e4f5243) tieUser(from + 1, to)
  } else if (hint == HINT_SUDO) {
    let at = from
    while (at < end && load<u8>(at) == 32) at++
    const to = userEnd(at, end)
    if (to > at && to + 3 < end && load<u16>(to) == 0x3a20 && load<u8>(to, 2) == 32) tieUser(at, to)
  }
}

function path(from: usize, to: usize): void {
  let end = to
  while (end > from && (load<u8>(end - 1) == 46 || load<u8>(end - 1) == 47 || load<u8>(end - 1) == 61)) end--
  if (end - from < 3 || end - from > MAX_PATH || load<u8>(from, 1) == 47) return
  for (let i = from + 1; i < end; i++)
    if (token(i) & (LETTER | HEX)) {
      tiePath(from, end)
      return
    }
}

function port(from: usize, to: usize): void {
  let end = to
  while (end > from && (load<u8>(end - 1) == 46 || load<u8>(end - 1) == 58)) end--
  const n = portIn(from, end)
  if (n > 0) tiePort(n)
}

/** `device br0 entered promiscuous mode`, `device br0 left promiscuous mode` */
function promiscuousAt(i: usize): bool {
  const word = load<u32>(i)
  return word == 0x746e6520 || word == 0x66656c20
}

/** A word at [from, to) after one that announces it; `gap` bytes lie between the two. false when it was told nothing. */
function announced(from: usize, to: usize, end: usize, gap: usize, last: i32, before: i32, hint: i32): bool {
  if (last == W.PORT_WORD) {
    if (gap <= 2) port(from, to)
    return gap <= 2
  }
  if (gap != 1 && (gap != 2 || !isQuote(load<u8>(from - 1)))) return false
  if (last == W.PORT_KEY) {
    port(from, to)
    return true
  }
  if (last == W.INTERFACE_KEY || last == W.DEVICE) {
    let p = to
    while (p > from && (load<u8>(p - 1) == 58 || load<u8>(p - 1) == 46)) p--
    if (p == from || p - from > MAX_INTERFACE || (token(from) & (LETTER | HEX)) == 0) return false
    if (last == W.DEVICE && !promiscuousAt(to)) return false
    tieInterface(from, p)
    return true
  }
  const stop = userEnd(from, end)
  if (stop == from) return false
  switch (last) {
    case W.USER_KEY:
      // A number here is a UID.
      if (isDigit(load<u8>(from))) return false
      break
    case W.NAME_KEY:
      if (before != W.USER_COLON) return false
      break
    case W.USER_WORD:
      if (before != W.QUALIFIER && before != W.FOR && before != W.BY && gap == 1) return false
      break
    case W.FOR:
      if (before == W.CHANGED || before == W.SU) break
      if ((before != W.AUTH && hint != HINT_SSH) || !fromAt(stop, end)) return false
      break
    case W.BY:
      // by root(uid=0)
      if (hint != HINT_SU && (load<u16>(stop) != 0x7528 || load<u8>(stop, 2) != 105)) return false
      break
    case W.TO: {
      // su: (to root) alice on pts/1
      if (hint != HINT_SU || load<u8>(from - 4) != 40 || load<u8>(stop) != 41) return false
      tieUser(from, stop)
      const next = stop + 2
      const nextStop = userEnd(next, end)
      if (nextStop > next && load<u16>(nextStop) == 0x6f20 && load<u8>(nextStop, 2) == 110) tieUser(next, nextStop)
      return true
    }
    default:
      return false
  }
  tieUser(from, stop)
  return true
}

/** What the word or key that ends at `at` announces; NONE at the start of the message. */
function meaningBefore(at: usize, from: usize): i32 {
  let to = at
  while (to > from && isSep(to - 1)) to--
  let start = to
  while (start > from && !isSep(start - 1)) start--
  if (start == to) return W.NONE
  return load<u8>(to) == 61 ? W.keyAt(start, to) : W.wordAt(start, to)
}

/** One or more paths from the `/` at `at` (`/bin:/usr/bin`); where they end. */
function paths(at: usize, from: usize, end: usize): usize {
  const request = W.isMethodBefore(at, from)
  let i = at
  do {
    const start = i
    do i++
    while (i < end && load<u8>(PATH_CHAR + load<u8>(i)) != 0)
    if (!request) path(start, i)
    if (i + 1 >= end || load<u8>(i) != 58) break
    i++
  } while (load<u8>(i) == 47)
  return i
}

/** `key=value`, the `=` at `at`; where the value ends when it was told, else `at`. */
function keyed(at: usize, from: usize, end: usize, hint: i32): usize {
  let start = at
  while (start > from && !isSep(start - 1)) start--
  if (start == at) return at
  const key = W.keyAt(start, at)
  if (key == W.NONE) return at
  const value = isQuote(load<u8>(at + 1)) ? at + 2 : at + 1
  let to = value
  while (to < end && !isSep(to)) to++
  if (to == value || value >= end || load<u8>(value) == 47) return at
  const before = key == W.NAME_KEY ? meaningBefore(start, from) : W.NONE
  return announced(value, to, end, value - at, key, before, hint) ? to : at
}

/** Whether ` from ` or an address follows at `i`. */
function addressed(i: usize, end: usize): bool {
  return fromAt(i, end) || (i + 1 < end && load<u8>(i) == 32 && isDigit(load<u8>(i + 1)))
}

/** A word at `at` that may announce what follows it; where that ends when it was told, else `at`. */
function worded(at: usize, from: usize, end: usize, hint: i32): usize {
  let to = at + 2
  while (to < end && !isSep(to)) to++
  if (to - at > 6 || to + 1 >= end || load<u8>(to) != 32) return at
  const last = W.wordAt(at, to)
  if (last == W.NONE || last == W.QUALIFIER) return at
  const start = isQuote(load<u8>(to + 1)) ? to + 2 : to + 1
  let stop = start
  let flags: u8 = 0
  while (stop < end) {
    const f = token(stop)
    if (f == 0) break
    flags |= f
    stop++
  }
  if (stop == start || start >= end || load<u8>(start) == 47) return at
  // Somebody called "user" or "login" is one only where an address follows.
  if (W.wordAt(start, stop) != W.NONE && !addressed(stop, end)) return at
  if (flags & (COLON | DOT) && flags & DIGIT && scanAddress(start, stop, flags)) return stop
  const before = last == W.USER_WORD || last == W.FOR ? meaningBefore(at, from) : W.NONE
  return announced(start, stop, end, start - to, last, before, hint) ? stop : at
}

/** A number in [start, to) is a port when `port ` or `SPT=` stands before it. */
function numbered(start: usize, to: usize, from: usize): void {
  if (start < from + 2) return
  const gap = load<u8>(start - 1)
  const t = load<u8>(start - 2) | 32
  if (gap == 61 ? t != 116 : gap != 32 || (t != 116 && t != 58)) return
  const meaning = meaningBefore(start, from)
  if (meaning == W.PORT_WORD || meaning == W.PORT_KEY) port(start, to)
}

/** A word with a digit at `at`, in which nothing before `least` belongs; where it ends. */
function digits(at: usize, least: usize, from: usize, end: usize): usize {
  let start = at
  let i = at
  let flags: u8 = DIGIT
  if (at == least || isSep(at - 1)) {
    // Most numbers are just that.
    i++
    while (i < end && isDigit(load<u8>(i))) i++
    if (i == end || isSep(i)) {
      numbered(at, i, from)
      return i
    }
    if (load<u8>(i) == 46) {
      const past = plainIpv4(at, end)
      if (past != 0) return past
    }
    // A row of pairs: a MAC, or several (netfilter's MAC=).
    if (isMacAt(at)) {
      i = at + 17
      while (i < end && load<u8>(i) == 58) i += 3
      if (i > end) i = end
      while (i < end && !isSep(i)) i++
      return i
    }
  } else while (start > least && !isSep(start - 1)) flags |= token(--start)
  while (i < end) {
    const f = token(i)
    if (f == 0) break
    flags |= f
    i++
  }
  if ((flags & (COLON | DOT)) != 0 && scanAddress(start, i, flags)) {
    // [::1]:22
    if (i + 2 < end && load<u16>(i) == 0x3a5d) {
      let p = i + 2
      while (p < end && isDigit(load<u8>(p))) p++
      port(i + 2, p)
      return p
    }
    return i
  }
  if ((flags & (LETTER | HEX | SLASH | OTHER)) == 0) numbered(start, i, from)
  else if ((flags & (SLASH | LETTER)) == LETTER && isInterfaceName(start, i)) {
    let p = i
    while (load<u8>(p - 1) == 58 || load<u8>(p - 1) == 46) p--
    tieInterface(start, p)
  }
  return i
}

@inline
function isWordByte(v: v128, low: v128, high: v128): v128 {
  return v128.and(
    i8x16.swizzle(low, v128.and(v, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(v, 4)),
  )
}
@inline
function isDigitByte(v: v128): v128 {
  return i8x16.lt_u(i8x16.sub(v, i8x16.splat(48)), i8x16.splat(10))
}
@inline
function pair(v: v128, after: v128, a: i8, b: i8): v128 {
  return v128.and(i8x16.eq(v, i8x16.splat(a)), i8x16.eq(after, i8x16.splat(b)))
}

/**
 * A bit for each of the 16 bytes at `at`: where, with "start" meaning that no byte of a word stands before it,
 *   - a run of digits begins, but not the next of a row (the 2 and 3 in 1.2.3, the 34 in 12:34),
 *   - a `/` starts,
 *   - a word starts with fo, us, Us, by, to or de (for, user, by, to, device),
 *   - a `=` stands before a letter or a quote.
 */
@inline
function marksAt(at: usize, low: v128, high: v128): u32 {
  const v = v128.load(at)
  const before = v128.load(at - 1)
  const after = v128.load(at + 1)
  const start = i8x16.eq(isWordByte(before, low, high), i8x16.splat(0))
  // A run begins, unless a digit stands two before and a byte of a word between.
  let marks = v128.andnot(
    v128.andnot(isDigitByte(v), isDigitByte(before)),
    v128.andnot(isDigitByte(v128.load(at - 2)), start),
  )
  let starts = v128.or(i8x16.eq(v, i8x16.splat(47)), pair(v, after, 102, 111))
  starts = v128.or(starts, v128.or(pair(v, after, 117, 115), pair(v, after, 85, 115)))
  starts = v128.or(starts, v128.or(pair(v, after, 98, 121), pair(v, after, 116, 111)))
  starts = v128.or(starts, pair(v, after, 100, 101))
  marks = v128.or(marks, v128.and(starts, start))
  let value = i8x16.eq(v128.and(after, i8x16.splat(64)), i8x16.splat(64))
  value = v128.or(value, v128.or(i8x16.eq(after, i8x16.splat(34)), i8x16.eq(after, i8x16.splat(39))))
  value = v128.or(value, i8x16.eq(after, i8x16.splat(60)))
  marks = v128.or(marks, v128.and(i8x16.eq(v, i8x16.splat(61)), value))
  return i8x16.bitmask(marks)
}

/**
 * Scans [from, to): two bytes before it and 24 behind it may be read. `hint` comes from `hintOf(program)`. The same
 * thing may be told twice.
 */
export function scan(from: usize, to: usize, hint: i32): void {
  const end = to - from > SCAN_LIMIT ? from + SCAN_LIMIT : to
  if (from >= end) return
  if (load<u8>(from) == 40 || hint == HINT_SUDO) opening(from, end, hint)
  const low = v128.load(WORD_HALVES)
  const high = v128.load(WORD_HALVES, 16)
  // Nothing before this is looked at again.
  let least = from
  for (let base = from; base < end; base += 16) {
    if (least >= base + 16) continue
    let marks = marksAt(base, low, high)
    while (marks != 0) {
      const at = base + ctz(marks)
      marks &= marks - 1
      if (at >= end) return
      if (at < least) continue
      const c = load<u8>(at)
      if (isDigit(c)) least = digits(at, least, from, end)
      else if (c == 61) least = keyed(at, least, end, hint)
      else if (c == 47) least = paths(at, from, end)
      else least = worded(at, from, end, hint)
    }
  }
}
