/**
 * The module's memory: everything is reserved once, in order, when the module starts. Reserved is not used: pages that
 * nothing touches cost nothing. Only the arena of names may grow (see things.ts), so it lies last.
 */

let top: usize = (__heap_base + 4095) & ~4095

/** So many bytes, all zero, at an address that is a multiple of `align`. */
export function reserve(bytes: usize, align: usize = 16): usize {
  const at = (top + align - 1) & ~(align - 1)
  top = at + bytes
  upTo(top)
  return at
}

/** Makes memory exist up to an address. Views of the old memory are void when it grew. */
export function upTo(end: usize): void {
  const need = <i32>((end + 65535) >>> 16)
  const have = memory.size()
  if (need > have && memory.grow(max(need - have, 256)) < 0) abort('out of memory')
}

/** ASCII text as bytes behind their count, padded so that eight may be read at any of them. */
export function lit(text: string): usize {
  return litPart(text, 0, text.length)
}
export function litPart(text: string, from: i32, to: i32): usize {
  const n = to - from
  const at = reserve(4 + n + 8, 4)
  store<u32>(at, n)
  for (let i = 0; i < n; i++) store<u8>(at + 4 + i, <u8>text.charCodeAt(from + i))
  return at
}

/** Whether n bytes are the same; both sides may be read up to seven bytes further. */
@inline
export function same(p: usize, q: usize, n: i32): bool {
  while (n >= 8) {
    if (load<u64>(p) != load<u64>(q)) return false
    p += 8
    q += 8
    n -= 8
  }
  return n == 0 || ((load<u64>(p) ^ load<u64>(q)) << (64 - n * 8)) == 0
}

/** Past the text of `lit` at `at`; 0 when something else stands there, or when `at` is 0. */
@inline
export function past(at: usize, to: usize, word: usize): usize {
  const n = load<u32>(word)
  if (at == 0 || at + n > to || load<u8>(at) != load<u8>(word, 4)) return 0
  return same(at, word + 4, n) ? at + n : 0
}
