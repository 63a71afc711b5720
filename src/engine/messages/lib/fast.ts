/** Steps for `fast` paths: exact forms in bytes. Each is -1 or false when the bytes are anything else. */

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Past `word` at `at`, or -1. */
export function past(b: Uint8Array, at: number, to: number, word: Uint8Array): number {
  if (at < 0 || at + word.length > to) return -1
  for (let i = 0; i < word.length; i++) if (b[at + i] !== word[i]) return -1
  return at + word.length
}

/** Past a plain account name up to the next space (or the end): letters, digits and . _ - with none of these marks last. */
export function pastName(b: Uint8Array, at: number, to: number, most: number): number {
  const end = pastWord(b, at, to, most)
  for (let i = at; i < end; i++) {
    const c = b[i]!
    const plain = (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122) || c === 95
    if (!plain && ((c !== 46 && c !== 45) || i === end - 1)) return -1
  }
  return end
}

/** Past printable ASCII up to the next space (or the end), at least one byte and at most `most`. */
export function pastWord(b: Uint8Array, at: number, to: number, most: number): number {
  if (at < 0) return -1
  const stop = Math.min(to, at + most + 1)
  let i = at
  while (i < stop && b[i]! > 32 && b[i]! < 127) i++
  return i === at || i === at + most + 1 || (i < to && b[i] !== 32) ? -1 : i
}

/** Past an IPv4 address in its one canonical form. */
export function pastIpv4(b: Uint8Array, at: number, to: number): number {
  if (at < 0) return -1
  let i = at
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0 && b[i++] !== 46) return -1
    const start = i
    let n = 0
    while (i < to && i - start < 4) {
      const d = b[i]! - 48
      if (d < 0 || d > 9) break
      n = n * 10 + d
      i++
    }
    if (i === start || i - start > 3 || n > 255 || (i - start > 1 && b[start] === 48)) return -1
  }
  return i
}

/** Past the digits of a port; its value in `port.value`. */
export const port = { value: 0 }
export function pastPort(b: Uint8Array, at: number, to: number): number {
  if (at < 0) return -1
  let i = at
  let n = 0
  while (i < to && i - at < 6) {
    const d = b[i]! - 48
    if (d < 0 || d > 9) break
    n = n * 10 + d
    i++
  }
  if (i === at || i - at > 5 || n > 65_535) return -1
  port.value = n
  return i
}

const NOTHING = ['?', '-', '(none)', 'unknown', 'UNKNOWN'].map(bytesOf)
/** Whether the text is one of those that stand for nothing: their reading is left to `match`. */
export const isNothing = (b: Uint8Array, from: number, to: number): boolean =>
  to - from <= 7 && NOTHING.some((word) => word.length === to - from && past(b, from, to, word) >= 0)
