/** JSON objects in bytes, without making anything of their values. */
import { bytesOf, pastSpace } from './bytes'

/** What `fieldsOf` found last: past the object; -1 when it is none, -2 when it goes on beyond `to`. */
export const object = { past: -1 }

/** A name in [name, nameTo) and its value in [from, to), strings without their quotes. */
export type Field = (b: Uint8Array, name: number, nameTo: number, from: number, to: number) => void

const space = (b: Uint8Array, i: number, to: number): number => {
  let k = i
  while (k < to && (b[k] === 32 || b[k] === 10 || b[k] === 9 || b[k] === 13)) k++
  return k
}

/** Calls `field` for each member of the object at `i`, nulls left out; the answer is `object.past`. */
export function fieldsOf(b: Uint8Array, start: number, to: number, field: Field): number {
  let i = space(b, start + 1, to)
  while (i < to) {
    if (b[i] === 125) return set(i + 1)
    if (b[i] !== 34) return set(-1)
    const name = i + 1
    const close = quote(b, name, to)
    if (close < 0) return set(-2)
    let v = space(b, close + 1, to)
    if (v >= to) return set(-2)
    if (b[v] !== 58) return set(-1)
    v = space(b, v + 1, to)
    let s = v
    let e: number
    let after: number
    if (b[v] === 34) {
      s = v + 1
      e = quote(b, s, to)
      if (e < 0) return set(-2)
      after = e + 1
    } else {
      after = value(b, v, to)
      if (after < 0) return set(after)
      e = after
    }
    // null says that the field is there and too long to show.
    if (b[v] !== 110) field(b, name, close, s, e)
    i = space(b, after, to)
    if (b[i] === 44) i = space(b, i + 1, to)
    else if (i < to && b[i] !== 125) return set(-1)
  }
  return set(-2)
}

function set(past: number): number {
  object.past = past
  return past
}

/** The quote that ends the string whose first byte is at `i`, or -1. */
function quote(b: Uint8Array, i: number, to: number): number {
  for (let k = i; k < to; k++) {
    const c = b[k]
    if (c === 34) return k
    if (c === 92) k++
  }
  return -1
}

/** Past a number, a word, an array or an object at `i`; -1 when there is none, -2 when it goes on. */
function value(b: Uint8Array, i: number, to: number): number {
  if (b[i] !== 91 && b[i] !== 123) {
    let k = i
    while (k < to && b[k] !== 44 && b[k] !== 125 && b[k] !== 32 && b[k] !== 10) k++
    return k > i ? k : i >= to ? -2 : -1
  }
  let depth = 0
  for (let k = i; k < to; k++) {
    const c = b[k]
    if (c === 34) {
      k = quote(b, k + 1, to)
      if (k < 0) return -2
    } else if (c === 91 || c === 123) depth++
    else if ((c === 93 || c === 125) && --depth === 0) return k + 1
  }
  return -2
}

const decoder = new TextDecoder()
/** `[drm] text` in quotes is a string all the same. */
const isArray = (b: Uint8Array, from: number): boolean => b[from] === 91 && b[from - 1] !== 34

/** Bytes of a value that is not spelt as it is: escapes, or journald's array of byte values; null when it is. */
export function spelt(b: Uint8Array, from: number, to: number): Uint8Array | null {
  if (isArray(b, from)) return bytesOfArray(b, from, to)
  for (let k = from; k < to; k++) if (b[k] === 92) return unescaped(b, from, to)
  return null
}

function unescaped(b: Uint8Array, from: number, to: number): Uint8Array {
  try {
    return bytesOf(JSON.parse(`"${decoder.decode(b.subarray(from, to))}"`) as string)
  } catch {
    return new Uint8Array(0)
  }
}

function bytesOfArray(b: Uint8Array, from: number, to: number): Uint8Array {
  const out: number[] = []
  let k = pastSpace(b, from + 1, to)
  // A field that occurs several times is an array of strings: the first counts.
  if (b[k] === 34) {
    const end = quote(b, k + 1, to)
    return end < 0 ? new Uint8Array(0) : (spelt(b, k + 1, end) ?? b.slice(k + 1, end))
  }
  for (let n = -1; k < to; k++) {
    const c = b[k]!
    if (c >= 48 && c <= 57) n = Math.min(256, (n < 0 ? 0 : n * 10) + c - 48)
    else {
      if (n >= 0 && n < 256) out.push(n)
      n = -1
    }
  }
  return Uint8Array.from(out)
}

/** The text of the JSON value at `at`: its first byte is after the opening quote, or is a `[`. */
export function textAt(bytes: Uint8Array, at: number): string {
  const end = isArray(bytes, at) ? value(bytes, at, bytes.length) : quote(bytes, at, bytes.length)
  const to = end < 0 ? bytes.length : end
  return decoder.decode(spelt(bytes, at, to) ?? bytes.subarray(at, to))
}
