/** How the bytes of a file spell its text, and plain bytes for what is small enough to be held in memory. */
import { compressionOf, decompress, MAGIC_BYTES } from '../archive/decompress'
import { journalExport } from '../archive/journal-export'
import { isJournal } from '../archive/journal-file'
import { limitsOf } from '../archive/limits'
import { meterOf } from '../archive/meter'
import { pagesOf } from '../archive/pages'
import { type Chunks, chunksOf, readerOf } from '../archive/reader'
import type { Truncation } from '../archive/types'

/** `journal`: a journald file, whose plain bytes are its export text. */
export type Encoding = 'as-is' | 'utf-16le' | 'utf-16be' | 'journal'

/**
 * UTF-16 by its byte order mark, or, for text without one, by its zeros: nearly every other byte is zero, on one side only,
 * and the other side is ASCII text. Binary records (wtmp) do not look like this.
 */
export function encodingOf(head: Uint8Array): Encoding {
  if (isJournal(head)) return 'journal'
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(head.length, 4096) >> 1
  if (pairs < 8) return 'as-is'
  const isText = (byte: number) => (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13
  let little = 0
  let big = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i + 1] === 0 && isText(head[i]!)) little++
    if (head[i] === 0 && isText(head[i + 1]!)) big++
  }
  if (little > pairs * 0.95) return 'utf-16le'
  return big > pairs * 0.95 ? 'utf-16be' : 'as-is'
}

export async function* toUtf8(chunks: Chunks, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

export interface PlainBytes {
  readonly bytes: Uint8Array
  /** What is missing or damaged, null when nothing is. */
  readonly truncated: Truncation | null
}

/** Unpacked, in UTF-8, a journal as its export text. Never throws because of its input; bombs are stopped. */
export async function plainBytes(bytes: Uint8Array): Promise<PlainBytes> {
  let truncated: Truncation | null = null
  const note = (trouble: Truncation) => {
    truncated ??= trouble
  }
  const all = async (chunks: Chunks, into: () => number): Promise<Uint8Array> => {
    const meter = meterOf(limitsOf(), into)
    meter.start()
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) {
      if (meter.add(chunk.length)) {
        note({ reason: 'ratio', at: into(), detail: 'stopped: it decompresses past the limit' })
        break
      }
      parts.push(chunk)
    }
    return Buffer.concat(parts)
  }
  let plain = bytes
  const compression = compressionOf(bytes.subarray(0, MAGIC_BYTES))
  if (compression !== 'none') {
    const input = readerOf(chunksOf(bytes))
    plain = await all(decompress(compression, input, note), input.offset)
  }
  const encoding = encodingOf(plain.subarray(0, 4096))
  const { length } = plain
  if (encoding === 'journal') plain = await all(journalExport(pagesOf(plain), note), () => length)
  else if (encoding !== 'as-is') plain = await all(toUtf8(chunksOf(plain), encoding), () => length)
  return { bytes: plain, truncated }
}
