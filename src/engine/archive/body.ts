/** The bytes of a member that lies in a stream: read once, in order, and skipped by the archive's reader when left unread. */
import { Readable } from 'node:stream'
import { Fault } from '../../shared/fault'
import type { Meter } from './meter'
import type { Chunks } from './reader'
import type { RefusalReason, Truncation } from './types'

export interface Body {
  stream(): Readable
  truncatedAt(): Truncation | null
  /** Stops handing out bytes and waits until the reader is not in use any more. */
  finish(): Promise<void>
}

export const noBytes = (): Readable => Readable.from([], { objectMode: false })

/** The error of a member that turned out to be over a limit while it was read. */
export const refusal = (reason: RefusalReason, detail: string): Fault => new Fault('limit', detail, { refusal: reason })

/** The refusal reason in an error of Member.stream(), or null. */
export function refusalOf(error: unknown): RefusalReason | null {
  if (!(error instanceof Fault) || error.code !== 'limit') return null
  return (error.detail['refusal'] as RefusalReason | undefined) ?? null
}

/** Readable over chunks; what the chunks throw becomes the stream's error. */
export const readable = (chunks: Chunks): Readable =>
  Readable.from(asBuffers(chunks), { objectMode: false, highWaterMark: 1024 * 1024 })

async function* asBuffers(chunks: Chunks): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
}

/**
 * `next` gives the following bytes of the member, or null at its end, and may throw a refusal; `cut` is asked once after
 * the end. Only one call of `next` is under way at any time.
 */
export function bodyOf(
  next: () => Promise<Uint8Array | null>,
  cut: (given: number) => Truncation | null,
  meter: Meter,
): Body {
  let opened = false
  let closed = false
  let ended = false
  let truncation: Truncation | null = null
  let busy: Promise<unknown> = Promise.resolve()
  let given = 0
  async function* chunks(): AsyncGenerator<Uint8Array> {
    while (!closed) {
      const step = next()
      busy = step.catch(() => null)
      const chunk = await step
      if (chunk === null) break
      given += chunk.length
      const over = meter.add(chunk.length)
      if (over) {
        meter.excuse()
        closed = true
        throw refusal(
          over,
          over === 'ratio' ? 'decompresses past the ratio limit' : 'the member is over the size limit',
        )
      }
      yield chunk
    }
    if (!closed) {
      ended = true
      truncation = cut(given)
    }
  }
  return {
    stream: () => {
      if (opened) throw new Fault('bad-use', 'a member can be read only once')
      if (closed) throw new Fault('bad-use', 'a member must be read before the next one is asked for')
      opened = true
      return readable(chunks())
    },
    truncatedAt: () => (ended ? truncation : null),
    finish: async () => {
      closed = true
      await busy
    },
  }
}
