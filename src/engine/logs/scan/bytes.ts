/** Reading numbers and words from bytes without making strings. Positions beyond the block read as no match. */

/** The number of `count` decimal digits at `i`, or -1 when one of them is none. */
export function digits(b: Uint8Array, i: number, count: number): number {
  let n = 0
  for (let k = 0; k < count; k++) {
    const d = (b[i + k] ?? 0) - 48
    if (d < 0 || d > 9) return -1
    n = n * 10 + d
  }
  return n
}

/** The two digits at `i`, or -1. */
export function two(b: Uint8Array, i: number): number {
  const h = (b[i] ?? 0) - 48
  const l = (b[i + 1] ?? 0) - 48
  return h < 0 || h > 9 || l < 0 || l > 9 ? -1 : h * 10 + l
}

export const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57

/** Past the decimal digits that begin at `i` (at most `most`). */
export function pastDigits(b: Uint8Array, i: number, to: number, most = 20): number {
  const stop = Math.min(to, i + most)
  let k = i
  while (k < stop && b[k]! >= 48 && b[k]! <= 57) k++
  return k
}

/** The number in [from, to), which holds digits only; -1 when it is empty, not a number, or past 2^31 - 1. */
export function small(b: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 10) return -1
  const n = digits(b, from, to - from)
  return n > 2_147_483_647 ? -1 : n
}

/** Past the spaces and tabs at `i`. */
export function pastSpace(b: Uint8Array, i: number, to: number): number {
  let k = i
  while (k < to && (b[k] === 32 || b[k] === 9)) k++
  return k
}

/** The next byte `c` in [i, to), or -1. */
export function find(b: Uint8Array, c: number, i: number, to: number): number {
  for (let k = i; k < to; k++) if (b[k] === c) return k
  return -1
}

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Whether the bytes of `word` stand at `i`. */
export function startsWith(b: Uint8Array, i: number, to: number, word: Uint8Array): boolean {
  if (i + word.length > to) return false
  for (let k = 0; k < word.length; k++) if (b[i + k] !== word[k]) return false
  return true
}

/** Month 1-12 from three letters at `i` in either case, or 0. */
export function month(b: Uint8Array, i: number): number {
  const key = (((b[i] ?? 0) | 32) << 16) | (((b[i + 1] ?? 0) | 32) << 8) | ((b[i + 2] ?? 0) | 32)
  switch (key) {
    case 0x6a616e:
      return 1
    case 0x666562:
      return 2
    case 0x6d6172:
      return 3
    case 0x617072:
      return 4
    case 0x6d6179:
      return 5
    case 0x6a756e:
      return 6
    case 0x6a756c:
      return 7
    case 0x617567:
      return 8
    case 0x736570:
      return 9
    case 0x6f6374:
      return 10
    case 0x6e6f76:
      return 11
    case 0x646563:
      return 12
    default:
      return 0
  }
}

/** Weekday 0 (Sunday) - 6 from three letters at `i`, or -1. */
export function weekday(b: Uint8Array, i: number): number {
  const key = (((b[i] ?? 0) | 32) << 16) | (((b[i + 1] ?? 0) | 32) << 8) | ((b[i + 2] ?? 0) | 32)
  switch (key) {
    case 0x73756e:
      return 0
    case 0x6d6f6e:
      return 1
    case 0x747565:
      return 2
    case 0x776564:
      return 3
    case 0x746875:
      return 4
    case 0x667269:
      return 5
    case 0x736174:
      return 6
    default:
      return -1
  }
}
