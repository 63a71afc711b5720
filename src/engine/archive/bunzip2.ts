/**
 * bzip2, one block at a time. The format is defined by bzip2 1.0 itself:
 * `BZh` level(1-9), then bit-packed blocks `314159265359 crc32 0 origin(24) used-symbols selectors tables data`, then
 * `177245385090 crc32`, padded to a byte; several such streams in a row are one file (pbzip2, `cat a.bz2 b.bz2`).
 * Written here because a hostile run length makes the usual JavaScript decoders loop for ever.
 */
import { onlyZeros } from './gunzip'
import type { Note, Reader } from './reader'

const CUT = Symbol('cut')
const BAD = Symbol('bad')
// 900,000 symbols of at most 20 bits, plus the tables: no block is longer.
const BLOCK_MAX = 2_400_000
const GROUP = 50
const OUT = 256 * 1024

const CRC = new Int32Array(256)
for (let i = 0; i < 256; i++) {
  let c = i << 24
  for (let k = 0; k < 8; k++) c = c < 0 ? (c << 1) ^ 0x04c11db7 : c << 1
  CRC[i] = c
}

interface Bits {
  get(n: number): number
  /** Bits consumed since the start of the piece. */
  used(): number
}

function bitsOf(bytes: Uint8Array, skip: number): Bits {
  let pos = 0
  let acc = 0
  let live = 0
  const get = (n: number): number => {
    while (live < n) {
      if (pos >= bytes.length) throw CUT
      acc = ((acc & 0xffffff) << 8) | bytes[pos++]!
      live += 8
    }
    live -= n
    return (acc >>> live) & ((1 << n) - 1)
  }
  if (skip > 0) get(skip)
  return { get, used: () => pos * 8 - live }
}

interface Table {
  readonly limit: Int32Array
  readonly base: Int32Array
  readonly perm: Uint16Array
  readonly min: number
  readonly max: number
}

function table(lengths: Uint8Array, count: number): Table {
  const perm = new Uint16Array(258)
  const counts = new Int32Array(22)
  let min = 32
  let max = 0
  for (let i = 0; i < count; i++) {
    const n = lengths[i]!
    counts[n]!++
    if (n < min) min = n
    if (n > max) max = n
  }
  let p = 0
  for (let n = min; n <= max; n++) for (let i = 0; i < count; i++) if (lengths[i] === n) perm[p++] = i
  const limit = new Int32Array(22).fill(-1)
  const base = new Int32Array(22)
  let code = 0
  let first = 0
  for (let n = min; n <= max; n++) {
    base[n] = code - first
    code += counts[n]!
    first += counts[n]!
    limit[n] = code - 1
    code <<= 1
  }
  return { limit, base, perm, min, max }
}

interface Block {
  readonly tt: Uint32Array
  readonly count: number
  readonly origin: number
  readonly crc: number
}

/** The block after its magic. Throws CUT when the bits end, BAD when they contradict themselves. */
function readBlock(bits: Bits, level: number, tt: Uint32Array): Block {
  const get = bits.get
  const crc = (get(16) << 16) | get(16)
  if (get(1) !== 0) throw BAD // "randomised" blocks of bzip2 0.9 and older
  const origin = get(24)
  const groupsUsed = get(16)
  const symbols = new Uint8Array(256)
  let used = 0
  for (let i = 0; i < 16; i++) {
    if (!(groupsUsed & (0x8000 >> i))) continue
    const row = get(16)
    for (let k = 0; k < 16; k++) if (row & (0x8000 >> k)) symbols[used++] = i * 16 + k
  }
  if (used === 0) throw BAD
  const groups = get(3)
  const selectorCount = get(15)
  if (groups < 2 || groups > 6 || selectorCount === 0) throw BAD
  const selectors = new Uint8Array(selectorCount)
  const order = [0, 1, 2, 3, 4, 5]
  for (let i = 0; i < selectorCount; i++) {
    let k = 0
    while (get(1)) if (++k >= groups) throw BAD
    const [chosen] = order.splice(k, 1)
    order.unshift(chosen!)
    selectors[i] = chosen!
  }
  const alphabet = used + 2
  const tables: Table[] = []
  for (let g = 0; g < groups; g++) {
    const lengths = new Uint8Array(258)
    let n = get(5)
    for (let i = 0; i < alphabet; i++) {
      for (;;) {
        if (n < 1 || n > 20) throw BAD
        if (!get(1)) break
        n += get(1) ? -1 : 1
      }
      lengths[i] = n
    }
    tables.push(table(lengths, alphabet))
  }

  const capacity = level * 100_000
  const end = used + 1
  const counts = new Int32Array(256)
  let count = 0
  let selector = 0
  let left = 0
  let t: Table = tables[0]!
  let run = 0
  let weight = 1
  for (;;) {
    if (left === 0) {
      if (selector >= selectorCount) throw BAD
      t = tables[selectors[selector++]!]!
      left = GROUP
    }
    left--
    let n = t.min
    let code = get(n)
    while (code > t.limit[n]!) {
      if (++n > t.max) throw BAD
      code = (code << 1) | get(1)
    }
    const symbol = t.perm[code - t.base[n]!]!
    if (symbol <= 1) {
      // RUNA and RUNB: a bijective base-2 number, least digit first.
      run += weight << symbol
      weight <<= 1
      if (count + run > capacity || weight > 0x200000) throw BAD
      continue
    }
    if (run > 0) {
      const byte = symbols[0]!
      counts[byte]! += run
      tt.fill(byte, count, count + run)
      count += run
      run = 0
      weight = 1
    }
    if (symbol === end) break
    if (count >= capacity || symbol > used) throw BAD
    const byte = symbols[symbol - 1]!
    symbols.copyWithin(1, 0, symbol - 1)
    symbols[0] = byte
    counts[byte]!++
    tt[count++] = byte
  }
  if (count === 0 ? origin !== 0 : origin >= count) throw BAD
  // Inverse Burrows-Wheeler: the low 8 bits keep the byte, the upper 24 the next position.
  let sum = 0
  for (let i = 0; i < 256; i++) {
    const n = counts[i]!
    counts[i] = sum
    sum += n
  }
  for (let i = 0; i < count; i++) tt[counts[tt[i]! & 0xff]!++]! |= i << 8
  return { tt, count, origin, crc }
}

/** A block's bytes: walks the transform and undoes the first run-length coding. Returns the CRC of what came out. */
function* blockBytes(block: Block): Generator<Uint8Array, number> {
  const { tt, count, origin } = block
  let crc = -1
  let out = Buffer.allocUnsafeSlow(OUT)
  let n = 0
  let at = count > 0 ? tt[origin]! : 0
  let previous = -1
  let same = 0
  for (let i = 0; i < count; i++) {
    at = tt[at >>> 8]!
    const byte = at & 0xff
    if (same === 4) {
      // After four equal bytes a count follows.
      for (let k = 0; k < byte; k++) {
        crc = (crc << 8) ^ CRC[(crc >>> 24) ^ previous]!
        out[n++] = previous
      }
      same = 0
      previous = -1
    } else {
      crc = (crc << 8) ^ CRC[(crc >>> 24) ^ byte]!
      out[n++] = byte
      same = byte === previous ? same + 1 : 1
      previous = byte
    }
    if (n > OUT - 256) {
      yield out.subarray(0, n)
      out = Buffer.allocUnsafeSlow(OUT)
      n = 0
    }
  }
  if (n > 0) yield out.subarray(0, n)
  return ~crc
}

export async function* bunzip2(input: Reader, note: Note): AsyncGenerator<Uint8Array> {
  const cut = () =>
    note({ reason: 'compressed-cut', at: input.offset(), detail: 'the bzip2 stream ends in the middle of a block' })
  const bad = (detail: string) => note({ reason: 'compressed-corrupt', at: input.offset(), detail })
  for (let first = true; ; first = false) {
    if (!first && (await onlyZeros(input))) return
    const magic = await input.peek(4)
    const level = (magic[3] ?? 0) - 48
    if (magic[0] !== 0x42 || magic[1] !== 0x5a || magic[2] !== 0x68 || level < 1 || level > 9) {
      if (magic.length < 4 && first) cut()
      else if (first) bad('this is not a bzip2 stream')
      else note({ reason: 'trailing-data', at: input.offset(), detail: 'bytes that are not bzip2 follow the stream' })
      return
    }
    await input.skip(4)
    const tt = new Uint32Array(level * 100_000)
    let bit = 0
    let combined = 0
    for (;;) {
      const piece = await input.peek(BLOCK_MAX)
      const bits = bitsOf(piece, bit)
      let block: Block | null = null
      try {
        const high = bits.get(24)
        const low = bits.get(24)
        if (high === 0x314159 && low === 0x265359) block = readBlock(bits, level, tt)
        else if (high === 0x177245 && low === 0x385090) {
          const stated = (bits.get(16) << 16) | bits.get(16)
          await input.skip(Math.ceil(bits.used() / 8))
          if (stated !== combined)
            note({
              reason: 'checksum-mismatch',
              at: input.offset(),
              detail: 'the bzip2 checksum differs from the data',
            })
          break
        } else throw BAD
      } catch (thrown) {
        if (thrown === CUT && piece.length < BLOCK_MAX) cut()
        else if (thrown === CUT || thrown === BAD) bad('a bzip2 block is damaged')
        else throw thrown
        return
      }
      const end = bits.used()
      const crc = yield* blockBytes(block)
      await input.skip(end >> 3)
      bit = end & 7
      combined = ((combined << 1) | (combined >>> 31)) ^ crc
      if (crc !== block.crc)
        note({ reason: 'checksum-mismatch', at: input.offset(), detail: 'a bzip2 block differs from its checksum' })
    }
  }
}
