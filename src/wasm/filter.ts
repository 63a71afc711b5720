/**
 * Which of several sets of words a message holds, in one pass over its bytes: each two bytes are looked up in a table of
 * the words' beginnings, and the words are compared where it has an entry. Filters are built outside
 * (parse/word-filter.ts), as bytes:
 *   0     4096 bytes: by two bytes, the number of a list; 0 for none
 *   4096  256 offsets (u16) of the lists
 *   4608  u32: the sets that are always there, then lists of entries: length, number of the set (plus 128 when the word
 *         counts only at the start of the message), the word; length 0 ends
 */
import { reserve, same } from './memory'

const FILTERS: usize = 32
const FILTER_BYTES: usize = 16384
const filters = reserve(FILTERS * FILTER_BYTES)
export function filterAt(number: i32): usize {
  return filters + <usize>(number - 1) * FILTER_BYTES
}

/** Bit n: set n has a word in [from, to). Filters are numbered from 1. */
export function holds(number: i32, from: usize, to: usize): u32 {
  const filter = filterAt(number)
  let found = load<u32>(filter, 4608)
  if (to - from < 2) return found
  let before = <u32>load<u8>(from)
  for (let i = from + 1; i < to; i++) {
    const c = <u32>load<u8>(i)
    const list = load<u8>(filter + (((before << 5) ^ c) & 4095))
    before = c
    if (list == 0) continue
    let entry = filter + load<u16>(filter + 4096 + <usize>list * 2)
    for (let n = <i32>load<u8>(entry); n != 0; entry += n + 2, n = load<u8>(entry))
      if (i - 1 + n <= to && same(entry + 2, i - 1, n)) {
        const set = <u32>load<u8>(entry, 1)
        if (set < 128 || i == from + 1) found |= 1 << (set & 31)
      }
  }
  return found
}
