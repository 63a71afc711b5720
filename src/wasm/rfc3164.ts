/**
 * The usual line of a BSD syslog file, as it stands in files by the million:
 *   Mar  4 09:12:44 web1 sshd[2211]: Failed password for root from 203.0.113.9 port 4711 ssh2
 * Everything else (another day, a priority, a fraction, a tag of another form, a name that was never seen) is left to
 * the format's own reader (logs/rfc3164.ts), line by line; so this reads no line differently from it.
 */
import { isDigit, isName } from './classes'
import { CAPACITY, count, put } from './events'
import { tiesRoom } from './links'
import { reserve, same } from './memory'
import { message } from './messages'
import { roomy } from './things'

/** Names of hosts and programs that have a number: 4096 of at most 64 bytes, 80 bytes a slot: number + 1, length, bytes. */
const SLOTS: usize = 8192
const SLOT: usize = 80
const MOST_NAMES: i32 = 4096
const names = reserve(SLOTS * SLOT)
let known: i32 = 0
/** By the number of a program: what is known of it (messages.ts), with bit 31 set; 0 for not yet. */
const ABOUT: i32 = 65536
const abouts = reserve(<usize>ABOUT * 4)
const KNOWN: u32 = 0x80000000

export const DONE: i32 = 0
/** The line at `lineFrom` is for the format's own reader. */
export const ODD: i32 = 1
/** The event was put; kinds outside are to look at its message. */
export const ASK: i32 = 2
/** The batch is full: nothing of the line at `lineFrom` was read. */
export const FULL: i32 = 3

export let lineFrom: usize = 0
export let next: usize = 0
export let messageFrom: usize = 0
export let messageTo: usize = 0
export let held: u32 = 0
export let asked: u32 = 0

/** The day that is read here: its seven bytes (`Mar  4 `), its first instant in microseconds UTC. */
let day: u64 = 0
let midnight: i64 = 0
let facilityNo: i32 = -1
let clock: u64 = 0
let time: i64 = 0
const SEVEN: u64 = 0x00ffffffffffffff

/** `at`: where a stamp of the day stands; 0 for no day: then every line is odd. */
export function setDay(at: usize, start: f64, facility: i32): void {
  day = at == 0 ? 0 : load<u64>(at) & SEVEN
  midnight = at == 0 ? 0 : <i64>start
  facilityNo = facility
  clock = 0
}

function nameSlot(from: usize, length: i32): usize {
  let h: u32 = length
  for (let i = 0; i < length; i += 4) {
    const rest = length - i
    const word = rest >= 4 ? load<u32>(from + i) : load<u32>(from + i) << ((4 - rest) * 8)
    h = (h ^ word) * 0x9e3779b1
    h ^= h >>> 15
  }
  return <usize>(h ^ (h >>> 11)) & (SLOTS - 1)
}
/** The slot of a name, or the free one where it would stand. */
function placeOf(from: usize, length: i32): usize {
  let slot = nameSlot(from, length)
  let at = names + slot * SLOT
  while (load<u32>(at) != 0 && (<i32>load<u32>(at, 4) != length || !same(at + 8, from, length))) {
    slot = (slot + 1) & (SLOTS - 1)
    at = names + slot * SLOT
  }
  return at
}
/** The number of a name that was learnt; -1 when it was not. */
export function nameOf(from: usize, length: i32): i32 {
  return length > 64 || length == 0 ? -1 : <i32>load<u32>(placeOf(from, length)) - 1
}
export function learnName(from: usize, length: i32, id: i32): void {
  if (length > 64 || length == 0 || known == MOST_NAMES) return
  const at = placeOf(from, length)
  if (load<u32>(at) != 0) return
  store<u32>(at, id + 1)
  store<u32>(at, length, 4)
  memory.copy(at + 8, from, length)
  known++
}
export function learnProgram(id: i32, about: u32): void {
  if (id < ABOUT) store<u32>(abouts + id * 4, about | KNOWN)
}

function lineEnd(from: usize, to: usize): usize {
  let at = from
  const feed = i8x16.splat(10)
  while (at + 16 <= to) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(at), feed))
    if (hits != 0) return at + ctz(hits)
    at += 16
  }
  while (at < to && load<u8>(at) != 10) at++
  return at
}

@inline
function two(at: usize): i32 {
  const h = <u32>load<u8>(at) - 48
  const l = <u32>load<u8>(at, 1) - 48
  return h > 9 || l > 9 ? 99 : h * 10 + l
}
/** By byte: whether a host's or a program's name consists of such here. */
const NAME_BYTES = reserve(256)
for (let c = 0; c < 256; c++) store<u8>(NAME_BYTES + c, isName(<u8>c) || c == 45 || c == 46 || c == 47 ? 1 : 0)
@inline
function isNameByte(c: u8): bool {
  return load<u8>(NAME_BYTES + c) != 0
}

/**
 * Reads lines in [from, to), which ends behind a line end or with the file; `base` is the offset in the file that
 * address 0 would have. Where it stopped, and why: see above.
 */
export function rfc3164(from: usize, to: usize, base: f64): i32 {
  const origin = <i64>base
  let at = from
  while (at < to) {
    lineFrom = at
    let end = lineEnd(at, to)
    next = end < to ? end + 1 : to
    if (count == CAPACITY || !tiesRoom() || !roomy()) return FULL
    if (end > at && load<u8>(end - 1) == 13) end--
    if (end - at < 24 || (load<u64>(at) & SEVEN) != day || load<u8>(at, 15) != 32) return ODD
    const stamp = load<u64>(at, 7)
    if (stamp != clock) {
      const h = two(at + 7)
      const m = two(at + 10)
      const s = two(at + 13)
      if (h > 23 || m > 59 || s > 59 || load<u8>(at, 9) != 58 || load<u8>(at, 12) != 58) return ODD
      clock = stamp
      time = midnight + <i64>((h * 60 + m) * 60 + s) * 1000000
    }
    const hostFrom = at + 16
    let k = hostFrom
    while (k < end && isNameByte(load<u8>(k))) k++
    if (k == hostFrom || k - hostFrom > 64 || k >= end || load<u8>(k) != 32 || load<u8>(hostFrom) == 45) return ODD
    const hostAt = load<u32>(placeOf(hostFrom, <i32>(k - hostFrom)))
    if (hostAt == 0) return ODD
    const tag = ++k
    while (k < end && isNameByte(load<u8>(k))) k++
    if (k == tag || k - tag > 64 || k + 2 >= end) return ODD
    const programAt = load<u32>(placeOf(tag, <i32>(k - tag)))
    if (programAt == 0 || programAt > <u32>ABOUT) return ODD
    let pid = -1
    if (load<u8>(k) == 91) {
      const digits = ++k
      pid = 0
      while (k < end && isDigit(load<u8>(k))) pid = pid * 10 + load<u8>(k++) - 48
      if (k == digits || k - digits > 9 || k + 3 >= end || load<u8>(k) != 93) return ODD
      k++
    }
    if (load<u16>(k) != 0x203a) return ODD
    k += 2
    // [ID 800047 auth.info]
    if (load<u32>(k) == 0x2044495b) return ODD
    const about = load<u32>(abouts + (programAt - 1) * 4)
    if (about == 0) return ODD
    const event = put(
      time,
      origin + at,
      <i32>(end - at),
      <i32>(k - at),
      hostAt - 1,
      programAt - 1,
      pid,
      facilityNo,
      -1,
    )
    at = next
    held = message(k, end, about, event)
    if (held == 0) continue
    messageFrom = k
    messageTo = end
    asked = programAt - 1
    return ASK
  }
  lineFrom = next = to
  return DONE
}
export function lineFromOf(): usize {
  return lineFrom
}
export function nextOf(): usize {
  return next
}
export function messageFromOf(): usize {
  return messageFrom
}
export function messageToOf(): usize {
  return messageTo
}
export function heldOf(): u32 {
  return held
}
export function askedOf(): i32 {
  return asked
}
