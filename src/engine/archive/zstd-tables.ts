/** Entropy tables of Zstandard (RFC 8878, section 4): FSE distributions and Huffman trees, with every bound checked. */

/** Thrown inside the decoder when the data contradicts itself; it never leaves unzstd.ts. */
export const BAD = Symbol('damaged')

export interface Fse {
  readonly log: number
  readonly symbol: Uint8Array
  readonly bits: Uint8Array
  readonly base: Uint16Array
}

export const highBit = (n: number): number => 31 - Math.clz32(n)

/** Decoding table from normalised counts; -1 stands for "less than one" (4.1.1). */
export function fseTable(counts: ArrayLike<number>, symbols: number, log: number): Fse {
  const size = 1 << log
  const symbol = new Uint8Array(size)
  const bits = new Uint8Array(size)
  const base = new Uint16Array(size)
  const next = new Uint16Array(256)
  let high = size
  for (let s = 0; s < symbols; s++) {
    if (counts[s] === -1) {
      symbol[--high] = s
      next[s] = 1
    }
  }
  const step = (size >> 1) + (size >> 3) + 3
  let at = 0
  for (let s = 0; s < symbols; s++) {
    const n = counts[s]!
    if (n <= 0) continue
    next[s] = n
    for (let i = 0; i < n; i++) {
      symbol[at] = s
      do at = (at + step) & (size - 1)
      while (at >= high)
    }
  }
  if (at !== 0) throw BAD
  for (let i = 0; i < size; i++) {
    const state = next[symbol[i]!]!++
    const n = log - highBit(state)
    bits[i] = n
    base[i] = (state << n) - size
  }
  return { log, symbol, bits, base }
}

/** A table of one symbol that costs no bits. */
export const rleTable = (symbol: number): Fse => ({
  log: 0,
  symbol: Uint8Array.of(symbol),
  bits: new Uint8Array(1),
  base: new Uint16Array(1),
})

/** Reads a table description in b[from, to); returns the table and where its bytes end. */
export function readFse(b: Uint8Array, from: number, to: number, maxLog: number, maxSymbol: number): [Fse, number] {
  const limit = to * 8
  let at = from * 8
  const read = (n: number): number => {
    if (at + n > limit) {
      // The last field may be read one bit too wide and given back: zeros stand there.
      if (at >= limit) throw BAD
    }
    const i = at >> 3
    const v = (b[i]! | ((i + 1 < to ? b[i + 1]! : 0) << 8) | ((i + 2 < to ? b[i + 2]! : 0) << 16)) >>> (at & 7)
    at += n
    return v & ((1 << n) - 1)
  }
  const log = read(4) + 5
  if (log > maxLog) throw BAD
  const counts = new Int16Array(256)
  let left = 1 << log
  let s = 0
  while (left > 0) {
    if (s > maxSymbol) throw BAD
    const n = highBit(left + 1) + 1
    let value = read(n)
    const mask = (1 << (n - 1)) - 1
    const threshold = (1 << n) - 1 - (left + 1)
    if ((value & mask) < threshold) {
      at--
      value &= mask
    } else if (value > mask) value -= threshold
    const count = value - 1
    left -= Math.abs(count)
    counts[s++] = count
    if (count === 0) {
      let zeros: number
      do {
        zeros = read(2)
        s += zeros
        if (s > maxSymbol + 1) throw BAD
      } while (zeros === 3)
    }
  }
  if (left !== 0 || at > limit) throw BAD
  return [fseTable(counts, s, log), (at + 7) >> 3]
}

export interface Huffman {
  readonly log: number
  readonly symbol: Uint8Array
  readonly bits: Uint8Array
}

/** Reads a Huffman tree description (4.2.1) in b[from, to). */
export function readHuffman(b: Uint8Array, from: number, to: number): [Huffman, number] {
  if (from >= to) throw BAD
  const head = b[from]!
  const weights = new Uint8Array(256)
  let count = 0
  let end: number
  if (head >= 128) {
    count = head - 127
    end = from + 1 + ((count + 1) >> 1)
    if (end > to) throw BAD
    for (let i = 0; i < count; i++) {
      const byte = b[from + 1 + (i >> 1)]!
      weights[i] = i & 1 ? byte & 15 : byte >> 4
    }
  } else {
    end = from + 1 + head
    if (end > to) throw BAD
    const [fse, start] = readFse(b, from + 1, end, 6, 255)
    count = readWeights(b, start, end, fse, weights)
  }
  let sum = 0
  for (let i = 0; i < count; i++) {
    if (weights[i]! > 11) throw BAD
    if (weights[i]! > 0) sum += 1 << (weights[i]! - 1)
  }
  if (sum === 0) throw BAD
  const log = highBit(sum) + 1
  const rest = (1 << log) - sum
  if (log > 11 || (rest & (rest - 1)) !== 0) throw BAD
  weights[count++] = highBit(rest) + 1
  const symbol = new Uint8Array(1 << log)
  const bits = new Uint8Array(1 << log)
  let at = 0
  for (let w = 1; w <= log; w++) {
    for (let s = 0; s < count; s++) {
      if (weights[s] !== w) continue
      const span = 1 << (w - 1)
      symbol.fill(s, at, at + span)
      bits.fill(log + 1 - w, at, at + span)
      at += span
    }
  }
  if (at !== 1 << log) throw BAD
  return [{ log, symbol, bits }, end]
}

/** Weights by two interleaved FSE states over a backward stream; their number is told by the bits running out. */
function readWeights(b: Uint8Array, from: number, to: number, fse: Fse, weights: Uint8Array): number {
  if (from >= to || b[to - 1] === 0) throw BAD
  let pos = (to - from - 1) * 8 + highBit(b[to - 1]!)
  const read = (n: number): number => {
    pos -= n
    let v = 0
    for (let i = 0; i < n; i++) {
      const bit = pos + i
      if (bit >= 0) v |= ((b[from + (bit >> 3)]! >> (bit & 7)) & 1) << i
    }
    return v
  }
  let one = read(fse.log)
  let two = read(fse.log)
  if (pos < 0) throw BAD
  let count = 0
  for (;;) {
    if (count > 253) throw BAD
    weights[count++] = fse.symbol[one]!
    one = fse.base[one]! + read(fse.bits[one]!)
    if (pos < 0) {
      weights[count++] = fse.symbol[two]!
      return count
    }
    weights[count++] = fse.symbol[two]!
    two = fse.base[two]! + read(fse.bits[two]!)
    if (pos < 0) {
      weights[count++] = fse.symbol[one]!
      return count
    }
  }
}
