/**
 * Cuts a block of bytes into lines. A block that is all ASCII is made one string, of which each line is a slice: an order
 * of magnitude cheaper than decoding line by line. A slice keeps its block's string alive, so blocks are small.
 */
import { Buffer, isAscii } from 'node:buffer'
import type { Line } from '../define'

const LF = 10
const CR = 13
/** A slice of a file in memory that is decoded at once. */
const PIECE = 64 << 10

/** Takes lines off block[from, to), whose first byte is at `base` in the file. */
export interface BlockLines {
  /** The next line, or null when the rest holds no line end; with `last` the rest is a line too. */
  next(no: number, last: boolean): Line | null
  /** Where the next line begins in the block. */
  at(): number
}

export function blockLines(block: Buffer, from: number, to: number, base: number): BlockLines {
  let at = from
  // Offsets into `ascii` are offsets into the block less `start`.
  let ascii: string | null = null
  let start = from
  let end = from
  const piece = (): void => {
    start = at
    end = Math.min(to, at + PIECE)
    const part = block.subarray(start, end)
    ascii = isAscii(part) ? part.toString('latin1') : null
  }
  const slow = (no: number, last: boolean): Line | null => {
    let stop = block.indexOf(LF, at)
    if (stop < 0 || stop >= to) {
      if (!last || at >= to) return null
      stop = to
    }
    const upto = stop > at && block[stop - 1] === CR ? stop - 1 : stop
    const line = { text: block.toString('utf8', at, upto), no, from: base + at, to: base + upto }
    at = Math.min(stop + 1, to)
    return line
  }
  return {
    next(no, last) {
      if (at >= end && at < to) piece()
      if (ascii === null) return slow(no, last)
      const begin = at - start
      const stop = ascii.indexOf('\n', begin)
      // A line that goes on beyond this piece is decoded by itself.
      if (stop < 0) return slow(no, last)
      const upto = stop > begin && ascii.charCodeAt(stop - 1) === CR ? stop - 1 : stop
      at = start + stop + 1
      return { text: ascii.slice(begin, upto), no, from: base + start + begin, to: base + start + upto }
    },
    at: () => at,
  }
}

/** White space alone, as `trim` understands it. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c > 32 && c < 127) return false
    if (c !== 32 && (c < 9 || c > 13)) return text.trim() === ''
  }
  return true
}

/** The lines of a file in memory, with their byte ranges; CRLF and LF; the last line may lack its end. No byte order mark. */
export function linesOf(bytes: Uint8Array): Iterable<Line> {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const bom = block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? 3 : 0
  return {
    [Symbol.iterator]() {
      const lines = blockLines(block, bom, block.length, 0)
      let no = 1
      return pulled(() => lines.next(no++, true))
    },
  }
}

/** An iterator that never ends early: a parser that leaves its loop does not end the lines for those after. */
export function pulled(pull: () => Line | null): Iterator<Line> & Iterable<Line> {
  // One result for all steps: loops read it at once.
  const step: { done: boolean; value: Line } = { done: false, value: undefined as never }
  return {
    next() {
      const line = pull()
      if (line === null) {
        step.done = true
        step.value = undefined as never
      } else step.value = line
      return step as IteratorResult<Line>
    },
    [Symbol.iterator]() {
      return this
    },
  }
}
