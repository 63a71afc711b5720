/** Steps for exact forms in bytes. Each is 0 when the bytes are anything else, or when `at` is 0 already. */
import { isDigit, isName } from './classes'
import { lit, same } from './memory'

/** The first byte from `at` on that is not printable ASCII, or is a space; at most `to`. */
@inline
export function wordEnd(at: usize, to: usize): usize {
  let i = at
  while (i < to) {
    const v = v128.load(i)
    // As signed bytes, those of UTF-8 sequences are below zero.
    const word = i8x16.bitmask(v128.and(i8x16.gt_s(v, i8x16.splat(32)), i8x16.ne(v, i8x16.splat(127))))
    if (word != 0xffff) {
      i += ctz(~word)
      break
    }
    i += 16
  }
  return min(i, to)
}

/** Past printable ASCII up to the next space (or the end), at least one byte and at most `most`. */
export function pastWord(at: usize, to: usize, most: usize): usize {
  if (at == 0) return 0
  const i = wordEnd(at, to)
  return i == at || i - at > most || (i < to && load<u8>(i) != 32) ? 0 : i
}

/** Past a plain account name up to the next space (or the end): letters, digits and . _ - with none of these marks last. */
export function pastName(at: usize, to: usize, most: usize): usize {
  if (at == 0) return 0
  let i = at
  for (; i < to; i++) {
    const c = load<u8>(i)
    if (isName(c) || c == 46 || c == 45) continue
    if (c == 32) break
    return 0
  }
  const n = i - at
  if (n == 0 || n > most || !isName(load<u8>(i - 1))) return 0
  return i
}

/** As pastName, up to whatever is no part of a name. */
export function pastAccount(at: usize, to: usize, most: usize): usize {
  if (at == 0) return 0
  let i = at
  while (i < to && (isName(load<u8>(i)) || load<u8>(i) == 46 || load<u8>(i) == 45)) i++
  return i == at || i - at > most || !isName(load<u8>(i - 1)) ? 0 : i
}

export let portValue: i32 = 0
/** Past the digits of a port; its value in `portValue`. */
export function pastPort(at: usize, to: usize): usize {
  if (at == 0) return 0
  let i = at
  let n = 0
  while (i < to && i - at < 6 && isDigit(load<u8>(i))) n = n * 10 + load<u8>(i++) - 48
  if (i == at || i - at > 5 || n > 65535) return 0
  portValue = n
  return i
}

const NONE = lit('(none)')
const UNKNOWN = lit('unknown')
const UNKNOWN_LOUD = lit('UNKNOWN')
@inline
function is(from: usize, length: i32, word: usize): bool {
  return <i32>load<u32>(word) == length && same(from, word + 4, length)
}
/** Whether the text is one of those that stand for nothing: their reading is left to the kind's `match`. */
export function isNothing(from: usize, to: usize): bool {
  const n = <i32>(to - from)
  if (n == 1) return load<u8>(from) == 63 || load<u8>(from) == 45
  return is(from, n, NONE) || is(from, n, UNKNOWN) || is(from, n, UNKNOWN_LOUD)
}
