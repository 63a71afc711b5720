/** Reading anywhere in a file with memory for a few pages. */
import { readSync } from 'node:fs'

export interface Pages {
  readonly size: number
  /** `length` bytes at `at`; fewer only past the end. Not to be written to. */
  read(at: number, length: number): Buffer
}

const PAGE = 65_536

export const pagesOf = (bytes: Uint8Array): Pages => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return { size: all.length, read: (at, length) => all.subarray(at, at + length) }
}

/** Pages of an open file, the `most` used last being kept. What cannot be read counts as past the end. */
export function filePages(fd: number, size: number, most = 128): Pages {
  const kept = new Map<number, Buffer>()
  const page = (no: number): Buffer => {
    const known = kept.get(no)
    if (known) {
      kept.delete(no)
      kept.set(no, known)
      return known
    }
    if (kept.size >= most) kept.delete(kept.keys().next().value!)
    const buffer = Buffer.allocUnsafeSlow(PAGE)
    let have = 0
    while (have < PAGE) {
      const got = tryRead(fd, buffer, have, no * PAGE + have)
      if (got <= 0) break
      have += got
    }
    const filled = buffer.subarray(0, have)
    kept.set(no, filled)
    return filled
  }
  return {
    size,
    read(at, length) {
      const first = Math.floor(at / PAGE)
      const inside = at - first * PAGE
      if (inside + length <= PAGE) return page(first).subarray(inside, inside + length)
      const want = Math.max(0, Math.min(length, size - at))
      const out = Buffer.allocUnsafe(want)
      let have = 0
      while (have < want) {
        const from = at + have
        const no = Math.floor(from / PAGE)
        const piece = page(no).subarray(from - no * PAGE, from - no * PAGE + want - have)
        if (piece.length === 0) return out.subarray(0, have)
        out.set(piece, have)
        have += piece.length
      }
      return out
    },
  }
}

function tryRead(fd: number, buffer: Buffer, from: number, at: number): number {
  try {
    return readSync(fd, buffer, from, buffer.length - from, at)
  } catch {
    return 0
  }
}
