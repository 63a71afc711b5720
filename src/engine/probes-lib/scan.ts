/**
 * Reading a line letter by letter, for outputs of hundreds of thousands of lines: no RegExp, no string for a word that was
 * seen before. All positions are indexes into the text.
 */
const BLANK = 32
const TAB = 9
const ZERO = 48

/** The first letter from `at` on that is no blank. */
export function skipBlanks(text: string, at: number): number {
  let i = at
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c !== BLANK && c !== TAB) break
  }
  return i
}

/** Where the word that begins at `at` ends. */
export function wordEnd(text: string, at: number): number {
  let i = at
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === BLANK || c === TAB) break
  }
  return i
}

/** A whole number of at most 15 digits, without a sign; -1 when it is none. */
export function wholeAt(text: string, from: number, to: number): number {
  if (to <= from || to - from > 15) return -1
  let n = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return -1
    n = n * 10 + digit
  }
  return n
}

const TENS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14]
/** A decimal figure of at most 15 digits, without a sign; -1 when it is none. The quotient of two exact numbers is exact. */
export function decimalAt(text: string, from: number, to: number): number {
  if (to <= from || to - from > 15) return -1
  let n = 0
  let point = -1
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    const digit = c - ZERO
    if (digit >= 0 && digit <= 9) n = n * 10 + digit
    else if (c === 46 && point < 0 && i > from && i < to - 1) point = i
    else return -1
  }
  return point < 0 ? n : n / TENS[to - point - 1]!
}

/** Hexadecimal digits as a number; -1 when there are none, more than 13, or other letters. */
export function hexAt(text: string, from: number, to: number): number {
  if (to <= from || to - from > 13) return -1
  let n = 0
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    const digit = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1
    if (digit < 0) return -1
    n = n * 16 + digit
  }
  return n
}

const WORDS = 1 << 13
/** Longer words are seldom seen twice. */
const LONGEST = 48

/**
 * Words of a text as strings, where a word that was seen of late is the same string again: it costs no memory, and it does
 * not keep the block that it was cut from. What was seen can be forgotten, so that no input fills memory.
 */
export function interner(): (text: string, from: number, to: number) => string {
  const seen = new Array<string | undefined>(WORDS).fill(undefined)
  return (text, from, to) => {
    const length = to - from
    if (length > LONGEST) return text.slice(from, to)
    let hash = length
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
    const slot = (hash ^ (hash >>> 13)) & (WORDS - 1)
    const known = seen[slot]
    if (known !== undefined && known.length === length) {
      let i = 0
      while (i < length && known.charCodeAt(i) === text.charCodeAt(from + i)) i++
      if (i === length) return known
    }
    // V8 cuts a string of 13 letters or more out of its parent, which would then stay in memory with it.
    const word = length < 13 ? text.slice(from, to) : Buffer.from(text.slice(from, to)).toString()
    seen[slot] = word
    return word
  }
}

/** A function that remembers what it made of the last thousands of texts. */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text)
    if (value !== undefined) return value
    const made = make(text)
    if (known.size >= 32_768) known.clear()
    // A slice would keep the whole block of the file that it was cut from; V8 slices from 13 letters on.
    known.set(text.length < 13 ? text : Buffer.from(text).toString(), made)
    return made
  }
}
