/**
 * One compressed block of Zstandard (RFC 8878, 3.1.1.3): literals, then sequences (literal length, match length, offset).
 * Every length is checked against the block's 128 KiB and every offset against what was written, so that a hostile block
 * can neither read what is not its own nor keep the machine busy.
 */
import { BAD, type Fse, fseTable, type Huffman, highBit, readFse, readHuffman, rleTable } from './zstd-tables'

export const BLOCK_MAX = 128 * 1024

/** What lives on from block to block within a frame. */
export interface FrameState {
  /** Written bytes; the last `window` of them stay reachable. */
  history: Uint8Array
  /** Where the next byte goes. */
  at: number
  /** How far back an offset may reach. */
  reach: number
  readonly window: number
  readonly recent: [number, number, number]
  huffman: Huffman | null
  literalLengths: Fse | null
  offsets: Fse | null
  matchLengths: Fse | null
  readonly literals: Uint8Array
}

// Section 3.1.1.3.2.1.1: code -> baseline and extra bits.
const LL_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]
const ML_BITS = [...Array(32).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as number[]
const baselines = (bits: readonly number[], first: number): Int32Array => {
  let next = first
  return Int32Array.from(bits, (n) => {
    const here = next
    next += 1 << n
    return here
  })
}
const LL_EXTRA = Uint8Array.from(LL_BITS)
const ML_EXTRA = Uint8Array.from(ML_BITS)
const LL_BASE = baselines(LL_BITS, 0)
const ML_BASE = baselines(ML_BITS, 3)

// Section 3.1.1.3.2.2: the predefined distributions.
const LL_DEFAULT = fseTable(
  [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
  36,
  6,
)
const ML_DEFAULT = fseTable(
  [
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
  ],
  53,
  6,
)
const OF_DEFAULT = fseTable(
  [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  29,
  5,
)

/** One Huffman stream b[from, to), read backwards, into out[start, end). */
function huffmanStream(
  b: Uint8Array,
  from: number,
  to: number,
  tree: Huffman,
  out: Uint8Array,
  start: number,
  end: number,
) {
  if (to <= from || b[to - 1] === 0) throw BAD
  const { log, symbol, bits } = tree
  const mask = (1 << log) - 1
  const origin = from * 8
  let pos = (to - 1) * 8 + highBit(b[to - 1]!)
  for (let i = start; i < end; i++) {
    const low = pos - log
    let code: number
    if (low >= origin) {
      const k = low >> 3
      code = ((b[k]! | (b[k + 1]! << 8) | (b[k + 2]! << 16)) >>> (low & 7)) & mask
    } else {
      if (pos < origin) throw BAD
      const k = from
      code = ((b[k]! | (b[k + 1]! << 8) | (b[k + 2]! << 16)) & ((1 << (pos - origin)) - 1)) << (log - (pos - origin))
    }
    out[i] = symbol[code]!
    pos -= bits[code]!
  }
  if (pos !== origin) throw BAD
}

/** Decodes the literals section of b[0, size) into state.literals; returns how many there are and where it ends. */
function readLiterals(b: Uint8Array, size: number, state: FrameState): [number, number] {
  if (size < 2) throw BAD
  const type = b[0]! & 3
  const format = (b[0]! >> 2) & 3
  const out = state.literals
  if (type < 2) {
    const bytes = format & 1 ? (format === 3 ? 3 : 2) : 1
    const count = bytes === 1 ? b[0]! >> 3 : (b[0]! >> 4) | (b[1]! << 4) | (bytes === 3 ? b[2]! << 12 : 0)
    const end = bytes + (type === 0 ? count : 1)
    if (end > size || count > BLOCK_MAX) throw BAD
    if (type === 0) out.set(b.subarray(bytes, end))
    else out.fill(b[bytes]!, 0, count)
    return [count, end]
  }
  const bytes = format < 2 ? 3 : format + 2
  const width = format < 2 ? 10 : format === 2 ? 14 : 18
  let word = 0
  for (let i = bytes - 1; i >= 0; i--) word = word * 256 + b[i]!
  word = Math.floor(word / 16)
  const count = word % 2 ** width
  const packed = Math.floor(word / 2 ** width)
  const end = bytes + packed
  if (end > size || count > BLOCK_MAX) throw BAD
  let at = bytes
  if (type === 2) [state.huffman, at] = readHuffman(b, at, end)
  const tree = state.huffman
  if (!tree) throw BAD
  if (format === 0) huffmanStream(b, at, end, tree, out, 0, count)
  else {
    if (end - at < 6) throw BAD
    const a1 = at + 6
    const a2 = a1 + (b[at]! | (b[at + 1]! << 8))
    const a3 = a2 + (b[at + 2]! | (b[at + 3]! << 8))
    const a4 = a3 + (b[at + 4]! | (b[at + 5]! << 8))
    const part = (count + 3) >> 2
    if (a4 > end || part * 3 > count) throw BAD
    huffmanStream(b, a1, a2, tree, out, 0, part)
    huffmanStream(b, a2, a3, tree, out, part, part * 2)
    huffmanStream(b, a3, a4, tree, out, part * 2, part * 3)
    huffmanStream(b, a4, end, tree, out, part * 3, count)
  }
  return [count, end]
}

/**
 * Decodes b[0, size) and appends its bytes at state.at, where room for BLOCK_MAX must be. `b` must be readable 8 bytes past
 * `size`. Throws BAD.
 */
export function decodeBlock(b: Uint8Array, size: number, state: FrameState): void {
  const [literalCount, sequencesAt] = readLiterals(b, size, state)
  let at = sequencesAt
  if (at >= size) throw BAD
  const first = b[at++]!
  let sequences = first
  if (first === 255) {
    sequences = (b[at]! | (b[at + 1]! << 8)) + 0x7f00
    at += 2
  } else if (first > 127) sequences = ((first - 128) << 8) | b[at++]!
  if (at > size) throw BAD
  const { literals, history } = state
  const limit = state.at + Math.min(BLOCK_MAX, Math.max(state.window, 1))
  if (sequences === 0) {
    if (at !== size || state.at + literalCount > limit) throw BAD
    history.set(literals.subarray(0, literalCount), state.at)
    advance(state, literalCount)
    return
  }
  if (at >= size) throw BAD
  const modes = b[at++]!
  if (modes & 3) throw BAD
  const pick = (mode: number, known: Fse, before: Fse | null, maxLog: number, maxSymbol: number): Fse => {
    if (mode === 0) return known
    if (mode === 1) {
      if (at >= size || b[at]! > maxSymbol) throw BAD
      return rleTable(b[at++]!)
    }
    if (mode === 2) {
      const [table, end] = readFse(b, at, size, maxLog, maxSymbol)
      at = end
      return table
    }
    if (!before) throw BAD
    return before
  }
  const ll = (state.literalLengths = pick(modes >> 6, LL_DEFAULT, state.literalLengths, 9, 35))
  const of = (state.offsets = pick((modes >> 4) & 3, OF_DEFAULT, state.offsets, 8, 31))
  const ml = (state.matchLengths = pick((modes >> 2) & 3, ML_DEFAULT, state.matchLengths, 9, 52))

  if (at >= size || b[size - 1] === 0) throw BAD
  const origin = at * 8
  let pos = (size - 1) * 8 + highBit(b[size - 1]!)
  const read = (n: number): number => {
    pos -= n
    if (pos < origin) throw BAD
    const k = pos >> 3
    return ((b[k]! | (b[k + 1]! << 8) | (b[k + 2]! << 16) | (b[k + 3]! << 24)) >>> (pos & 7)) & ((1 << n) - 1)
  }
  let llState = read(ll.log)
  let ofState = read(of.log)
  let mlState = read(ml.log)
  const recent = state.recent
  let out = state.at
  let literal = 0
  for (let i = 0; i < sequences; i++) {
    const ofCode = of.symbol[ofState]!
    // At most 31 bits: read in two goes, since one go has 25 sure bits.
    const value = 2 ** ofCode + (ofCode > 16 ? read(ofCode - 16) * 65536 + read(16) : read(ofCode))
    const mlCode = ml.symbol[mlState]!
    const matchLength = ML_BASE[mlCode]! + read(ML_EXTRA[mlCode]!)
    const llCode = ll.symbol[llState]!
    const literalLength = LL_BASE[llCode]! + read(LL_EXTRA[llCode]!)
    if (i + 1 < sequences) {
      llState = ll.base[llState]! + read(ll.bits[llState]!)
      mlState = ml.base[mlState]! + read(ml.bits[mlState]!)
      ofState = of.base[ofState]! + read(of.bits[ofState]!)
    }
    let offset: number
    if (value > 3) {
      offset = value - 3
      recent[2] = recent[1]
      recent[1] = recent[0]
      recent[0] = offset
    } else {
      const which = value - 1 + (literalLength === 0 ? 1 : 0)
      offset = which === 3 ? recent[0] - 1 : recent[which]!
      if (which > 1) recent[2] = recent[1]
      if (which > 0) {
        recent[1] = recent[0]
        recent[0] = offset
      }
    }
    if (literal + literalLength > literalCount || out + literalLength + matchLength > limit) throw BAD
    if (literalLength > 24) history.set(literals.subarray(literal, literal + literalLength), out)
    else for (let k = 0; k < literalLength; k++) history[out + k] = literals[literal + k]!
    literal += literalLength
    out += literalLength
    if (offset < 1 || offset > Math.min(state.window, state.reach + (out - state.at))) throw BAD
    const source = out - offset
    if (offset >= matchLength && matchLength > 24) history.copyWithin(out, source, source + matchLength)
    else for (let k = 0; k < matchLength; k++) history[out + k] = history[source + k]!
    out += matchLength
  }
  if (pos !== origin || out + literalCount - literal > limit) throw BAD
  history.set(literals.subarray(literal, literalCount), out)
  advance(state, out + literalCount - literal - state.at)
}

/** n bytes were appended. */
export function advance(state: FrameState, n: number): void {
  state.at += n
  state.reach = Math.min(state.window, state.reach + n)
}
