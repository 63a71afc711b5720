/** Pull-based reading: every reader of this folder takes bytes from one of these, so memory stays at a few blocks. */
import type { FileHandle } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import type { Truncation } from './types'

export type Chunks = AsyncIterable<Uint8Array>
/** How a decoder or archive reader tells that something is wrong; reading goes on or ends, it does not throw. */
export type Note = (trouble: Truncation) => void

export interface Reader {
  /** Bytes consumed so far. */
  offset(): number
  /** Up to n bytes without consuming them; fewer only at the end. */
  peek(n: number): Promise<Uint8Array>
  /** Consumes up to n bytes; fewer only at the end. */
  take(n: number): Promise<Uint8Array>
  /** Whatever is at hand, at most max bytes, without copying; null at the end. */
  some(max: number): Promise<Uint8Array | null>
  /** Whatever is at hand (at least one byte unless at the end), at most max, without consuming or copying. */
  view(max: number): Promise<Uint8Array>
  /** Consumes n bytes unread; tells how many there were. */
  skip(n: number): Promise<number>
  close(): Promise<void>
}

const NOTHING = new Uint8Array(0)

export function readerOf(chunks: Chunks): Reader {
  const source = chunks[Symbol.asyncIterator]()
  let head: Uint8Array = NOTHING
  let ended = false
  let offset = 0

  const more = async (): Promise<boolean> => {
    while (!ended) {
      const next = await source.next()
      if (next.done) ended = true
      else if (next.value.length > 0) {
        head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
        return true
      }
    }
    return false
  }
  const fill = async (n: number): Promise<void> => {
    if (head.length >= n) return
    // Gathered in one go: joining chunk by chunk would copy a large peek over and over.
    const parts: Uint8Array[] = [head]
    let have = head.length
    while (have < n && !ended) {
      const next = await source.next()
      if (next.done) ended = true
      else {
        parts.push(next.value)
        have += next.value.length
      }
    }
    head = parts.length === 1 ? head : Buffer.concat(parts)
  }
  const eat = (n: number): Uint8Array => {
    const piece = head.subarray(0, n)
    head = head.subarray(n)
    offset += piece.length
    return piece
  }
  return {
    offset: () => offset,
    peek: async (n) => {
      await fill(n)
      return head.subarray(0, n)
    },
    take: async (n) => {
      await fill(n)
      return eat(n)
    },
    some: async (max) => (head.length === 0 && !(await more()) ? null : eat(max)),
    view: async (max) => {
      if (head.length === 0) await more()
      return head.subarray(0, max)
    },
    skip: async (n) => {
      let left = n
      while (left > 0) {
        if (head.length === 0 && !(await more())) break
        left -= eat(left).length
      }
      return n - left
    },
    close: async () => {
      ended = true
      head = NOTHING
      await source.return?.()
    },
  }
}

/** One piece of memory as chunks; for tests and small things. */
export async function* chunksOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}

const BLOCK = 1024 * 1024

/**
 * Bytes [from, to) of an open file, one block being read ahead. A read error is told to `note` and ends the bytes.
 * Errors: Fault `cancelled`.
 */
export async function* fileChunks(
  file: FileHandle,
  from: number,
  to: number,
  note: Note,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const read = (at: number): Promise<Uint8Array | Error> => {
    const want = Math.min(BLOCK, to - at)
    if (want <= 0) return Promise.resolve(NOTHING)
    const block = Buffer.allocUnsafeSlow(want)
    return file.read(block, 0, want, at).then(
      ({ bytesRead }) => block.subarray(0, bytesRead),
      (error: Error) => error,
    )
  }
  let at = from
  let ahead = read(at)
  for (;;) {
    const block = await ahead
    if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
    if (block instanceof Error) {
      note({ reason: 'unreadable', at, detail: block.message })
      return
    }
    if (block.length === 0) {
      if (at < to) note({ reason: 'unreadable', at, detail: `the file ended ${to - at} bytes early while it was read` })
      return
    }
    at += block.length
    ahead = read(at)
    yield block
  }
}
