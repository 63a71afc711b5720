/**
 * Raw deflate (RFC 1951) by Node's zlib, driven so that everything decodable comes out: zlib's own streams throw away
 * what they hold when the input is cut, and do not tell where a deflate stream ended within its input.
 */
import { constants, createInflateRaw } from 'node:zlib'
import type { Reader } from './reader'

export type InflateEnd =
  | { readonly kind: 'whole' }
  /** The input ended before the end of the deflate stream. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'corrupt'; readonly detail: string }

// Input goes in small pieces: when one is corrupt, the output of the pieces before it is already out.
const PIECE = 16 * 1024

/**
 * Reads from where `input` stands to the end of the deflate stream and leaves `input` right after it.
 * `max` bounds the compressed bytes (zip members). `done` is called once, before the last chunk's consumer resumes.
 */
export async function* inflate(
  input: Reader,
  max: number,
  done: (end: InflateEnd) => void,
): AsyncGenerator<Uint8Array> {
  const z = createInflateRaw({ chunkSize: 128 * 1024, finishFlush: constants.Z_SYNC_FLUSH })
  let ended = false
  let failed: Error | null = null
  let wake: () => void = () => {}
  const ring = () => wake()
  z.on('readable', ring)
  z.on('end', () => {
    ended = true
    ring()
  })
  z.on('error', (error) => {
    failed = error
    ring()
  })
  z.on('close', ring)
  const rung = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  try {
    let fed = 0
    while (!ended && !failed) {
      const piece = await input.view(Math.min(PIECE, max - fed))
      if (piece.length === 0) {
        // zlib does not say whether the stream ended with its input; only a finished one refuses a further byte.
        const taken = z.bytesWritten
        await new Promise<void>((resolve) => {
          z.once('error', () => resolve())
          z.write(Buffer.of(0), () => resolve())
        })
        done({ kind: z.bytesWritten === taken && !failed ? 'whole' : 'cut' })
        return
      }
      let writing = true
      const before = z.bytesWritten
      z.write(Buffer.from(piece), () => {
        writing = false
        ring()
      })
      for (;;) {
        const bell = rung()
        const out: Buffer | null = z.read()
        if (out) yield out
        else if (failed || ended || !writing) break
        else await bell
      }
      const took = z.bytesWritten - before
      fed += took
      await input.skip(took)
      // Input left over means that zlib saw the end of the stream; the 'end' event may still be on its way.
      if (!failed && took < piece.length) ended = true
    }
    if (failed) done({ kind: 'corrupt', detail: (failed as Error).message })
    else done({ kind: 'whole' })
  } finally {
    z.destroy()
  }
}
