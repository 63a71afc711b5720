/**
 * The words that announce an entity (`port 22`, `for invalid user bob`, `SRC=`). The lists stand in
 * correlate/entity-words.ts and are written here when the module starts.
 */
import { reserve, same } from './memory'

export const NONE: i32 = 0
export const PORT_WORD: i32 = 1
export const USER_WORD: i32 = 2
export const QUALIFIER: i32 = 3
export const FOR: i32 = 4
export const BY: i32 = 5
export const TO: i32 = 6
export const DEVICE: i32 = 7
export const AUTH: i32 = 8
export const CHANGED: i32 = 9
export const SU: i32 = 10
export const METHOD: i32 = 11
export const USER_COLON: i32 = 12
export const PORT_KEY: i32 = 13
export const USER_KEY: i32 = 14
export const INTERFACE_KEY: i32 = 15
export const NAME_KEY: i32 = 16

const SIZE: usize = 512
/** 40 bytes a slot: length, meaning, then the bytes. */
const SLOT: usize = 40
const words = reserve(SIZE * SLOT)
const keys = reserve(SIZE * SLOT)
/** By length (below 32) and first byte: whether any of them is so. */
const shapes = reserve(32 * 256)

@inline
function slotOf(from: usize, length: i32): usize {
  return (<usize>load<u8>(from) * 31 + <usize>load<u8>(from + length - 1) * 7 + <usize>length * 61) & (SIZE - 1)
}

export function learnWord(key: bool, at: usize, length: i32, meaning: i32): void {
  const table = key ? keys : words
  let slot = slotOf(at, length)
  while (load<u8>(table + slot * SLOT) != 0) slot = (slot + 1) & (SIZE - 1)
  const to = table + slot * SLOT
  store<u8>(to, <u8>length)
  store<u8>(to, <u8>meaning, 1)
  memory.copy(to + 2, at, length)
  store<u8>(shapes + (length << 8) + load<u8>(at), 1)
}

function look(table: usize, from: usize, length: i32): i32 {
  if (length >= 32) return NONE
  let at = table + slotOf(from, length) * SLOT
  for (let n = <i32>load<u8>(at); n != 0; n = load<u8>(at)) {
    if (n == length && same(at + 2, from, n)) return load<u8>(at, 1)
    at += SLOT
    if (at == table + SIZE * SLOT) at = table
  }
  return NONE
}

@inline
export function announces(first: u8, length: i32): bool {
  return length < 32 && load<u8>(shapes + (length << 8) + first) != 0
}
/** What the word in [from, to) announces. */
export function wordAt(from: usize, to: usize): i32 {
  const length = <i32>(to - from)
  return announces(load<u8>(from), length) ? look(words, from, length) : NONE
}
/** The same for a key, which `=` follows. */
export function keyAt(from: usize, to: usize): i32 {
  const length = <i32>(to - from)
  return announces(load<u8>(from), length) ? look(keys, from, length) : NONE
}

/** Whether a request's method and one space stand before `at` (`GET /etc/passwd`). */
export function isMethodBefore(at: usize, from: usize): bool {
  if (at == from || load<u8>(at - 1) != 32) return false
  const to = at - 1
  let start = to
  while (start > from && <u8>(load<u8>(start - 1) - 65) < 26) start--
  return to - start >= 3 && wordAt(start, to) == METHOD
}
