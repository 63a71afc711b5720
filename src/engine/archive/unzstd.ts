/**
 * Zstandard frames (RFC 8878), one after another, skippable frames left out:
 *   28 b5 2f fd | descriptor | window | dictionary id | content size | blocks | xxh64
 * Written here because the decoders to be had for JavaScript check neither offsets nor lengths: a hostile block of a few
 * bytes keeps them busy for minutes, and damaged data comes out as if it were good.
 * Limits: windows up to 128 MiB (as `zstd -d` without `--long`), no dictionaries.
 */
import { onlyZeros } from './gunzip'
import type { Note, Reader } from './reader'
import { xxh64 } from './xxh64'
import { advance, BLOCK_MAX, decodeBlock, type FrameState } from './zstd-block'
import { BAD } from './zstd-tables'

const WINDOW_MAX = 128 * 1024 * 1024

interface FrameHeader {
  readonly window: number
  readonly checksum: boolean
  readonly size: number | null
}

/** The header after the magic; a string says what is wrong. */
async function frameHeader(input: Reader): Promise<FrameHeader | 'cut' | string> {
  const descriptor = (await input.take(1))[0]
  if (descriptor === undefined) return 'cut'
  if (descriptor & 8) return 'the zstd frame header is damaged'
  const single = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
  const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag
  const rest = Buffer.from(await input.take((single ? 0 : 1) + dictionaryBytes + sizeBytes))
  if (rest.length < (single ? 0 : 1) + dictionaryBytes + sizeBytes) return 'cut'
  let at = 0
  let window = 0
  if (!single) {
    const byte = rest[at++]!
    const base = 2 ** (10 + (byte >> 3))
    window = base + (base / 8) * (byte & 7)
  }
  if (dictionaryBytes > 0 && rest.readUIntLE(at, dictionaryBytes) !== 0) return 'the zstd frame needs a dictionary'
  at += dictionaryBytes
  let size: number | null = null
  if (sizeBytes === 8) size = Number(rest.readBigUInt64LE(at))
  else if (sizeBytes > 0) size = rest.readUIntLE(at, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  if (single) window = size ?? 0
  if (window > WINDOW_MAX) return 'the zstd frame wants a window over 128 MiB'
  return { window, checksum: (descriptor & 4) !== 0, size }
}

export async function* unzstd(input: Reader, note: Note): AsyncGenerator<Uint8Array> {
  const cut = () =>
    note({ reason: 'compressed-cut', at: input.offset(), detail: 'the zstd stream ends before its end' })
  const bad = (detail: string) => note({ reason: 'compressed-corrupt', at: input.offset(), detail })
  for (let first = true; ; first = false) {
    const magic = Buffer.from(await input.peek(4))
    if (magic.length === 0) {
      if (first) cut()
      return
    }
    const word = magic.length === 4 ? magic.readUInt32LE(0) : 0
    if (word >>> 4 === 0x184d2a5) {
      const head = Buffer.from(await input.take(8))
      const size = head.length === 8 ? head.readUInt32LE(4) : 1
      if (head.length < 8 || (await input.skip(size)) < size) return cut()
      continue
    }
    if (word !== 0xfd2fb528) {
      if (first && magic.length < 4) cut()
      else if (first) bad('this is not a zstd stream')
      else if (!(await onlyZeros(input)))
        note({ reason: 'trailing-data', at: input.offset(), detail: 'bytes that are not zstd follow the stream' })
      return
    }
    await input.skip(4)
    const head = await frameHeader(input)
    if (head === 'cut') return cut()
    if (typeof head === 'string') return bad(head)
    const end = yield* frameBytes(input, head)
    if (end.kind === 'cut') return cut()
    if (end.kind === 'bad') return bad('a zstd block is damaged')
    if (head.size !== null && head.size !== end.size)
      note({ reason: 'size-mismatch', at: input.offset(), detail: 'a zstd frame holds other than its stated size' })
    if (!head.checksum) continue
    const stated = Buffer.from(await input.take(4))
    if (stated.length < 4) return cut()
    if (stated.readUInt32LE(0) !== end.hash)
      note({ reason: 'checksum-mismatch', at: input.offset(), detail: 'a zstd frame differs from its checksum' })
  }
}

type FrameEnd =
  | { readonly kind: 'cut' }
  | { readonly kind: 'bad' }
  | { readonly kind: 'whole'; readonly size: number; readonly hash: number }

/** Memory for one block, used again by the next frame: a journal holds tens of thousands of frames of a kilobyte. */
interface BlockRoom {
  readonly literals: Uint8Array
  readonly scratch: Uint8Array
}
const spare: BlockRoom[] = []

async function* frameBytes(input: Reader, head: FrameHeader): AsyncGenerator<Uint8Array, FrameEnd> {
  const room = spare.pop() ?? { literals: new Uint8Array(BLOCK_MAX), scratch: new Uint8Array(BLOCK_MAX + 8) }
  try {
    return yield* framed(input, head, room)
  } finally {
    if (spare.length < 2) spare.push(room)
  }
}

async function* framed(
  input: Reader,
  head: FrameHeader,
  { literals, scratch }: BlockRoom,
): AsyncGenerator<Uint8Array, FrameEnd> {
  // Room beyond the window spares moves; a frame that says how small it is needs none.
  const small = head.size !== null && head.window <= BLOCK_MAX
  const more = small ? 0 : Math.max(Math.min(head.window, 8 * 1024 * 1024), 1024 * 1024)
  const room = head.window + more + BLOCK_MAX
  const state: FrameState = {
    // Not zeroed: nothing but what was written is ever read, since offsets are held against `reach`.
    history: Buffer.allocUnsafeSlow(room),
    at: 0,
    reach: 0,
    window: head.window,
    recent: [1, 4, 8],
    huffman: null,
    literalLengths: null,
    offsets: null,
    matchLengths: null,
    literals,
  }
  const hash = head.checksum ? xxh64() : null
  let size = 0
  for (let last = false; !last; ) {
    const three = await input.take(3)
    if (three.length < 3) return { kind: 'cut' }
    const word = three[0]! | (three[1]! << 8) | (three[2]! << 16)
    last = (word & 1) === 1
    const type = (word >> 1) & 3
    const length = word >> 3
    if (type === 3 || length > BLOCK_MAX) return { kind: 'bad' }
    if (state.at + BLOCK_MAX > state.history.length) {
      state.history.copyWithin(0, state.at - state.reach, state.at)
      state.at = state.reach
    }
    const start = state.at
    const bytes = await input.take(type === 1 ? 1 : length)
    const wanted = type === 1 ? 1 : length
    if (type === 0) {
      // A raw block that is cut still gives what there is.
      state.history.set(bytes, start)
      advance(state, bytes.length)
    } else if (bytes.length === wanted) {
      if (type === 1) {
        state.history.fill(bytes[0]!, start, start + length)
        advance(state, length)
      } else {
        scratch.set(bytes)
        scratch.fill(0, length)
        try {
          decodeBlock(scratch, length, state)
        } catch (thrown) {
          if (thrown !== BAD) throw thrown
          return { kind: 'bad' }
        }
      }
    }
    const out = state.history.slice(start, state.at)
    if (out.length > 0) {
      // `history` is overwritten later, so what is handed out is a copy.
      const copy = Uint8Array.prototype.slice.call(out)
      hash?.update(copy)
      size += copy.length
      yield copy
    }
    if (bytes.length < wanted) return { kind: 'cut' }
  }
  return { kind: 'whole', size, hash: hash?.low32() ?? 0 }
}
