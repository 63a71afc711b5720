/** The lines of a file of any size, one at a time, with memory for one block. */
import { readSync } from 'node:fs'
import type { Line } from '../define'
import { blockLines } from './block-lines'
import { LONGEST_LINE } from './log-task'

const BLOCK = 256 << 10
const LF = 10

export interface LineFeed {
  lines(): Generator<Line>
  /** Offset up to which lines were handed out. */
  readonly at: number
}

/** `giant` is told of lines that are too long to be read (offset, length, line number). */
export function lineFeed(
  fd: number,
  alive: (at: number) => void,
  giant: (off: number, length: number, no: number) => void,
): LineFeed {
  let base = 0
  let no = 1
  function* lines(): Generator<Line> {
    let buffer = Buffer.allocUnsafe(BLOCK)
    let held = 0
    // Begin and length so far of a line that is being read past.
    let skipping = -1
    for (let first = true; ; first = false) {
      if (held === buffer.length) {
        if (buffer.length < LONGEST_LINE) {
          const wider = Buffer.allocUnsafe(buffer.length * 2)
          buffer.copy(wider, 0, 0, held)
          buffer = wider
        } else {
          skipping = base
          base += held
          held = 0
          buffer = Buffer.allocUnsafe(BLOCK)
        }
      }
      const got = readSync(fd, buffer, held, buffer.length - held, base + held)
      const end = got <= 0
      held += Math.max(0, got)
      alive(base)
      let at = 0
      if (first && held >= 3 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) at = 3
      const filled = buffer.subarray(0, held)
      if (skipping >= 0) {
        const stop = filled.indexOf(LF)
        if (stop < 0 && !end) {
          base += held
          held = 0
          continue
        }
        at = stop < 0 ? held : stop + 1
        giant(skipping, base + (stop < 0 ? held : stop) - skipping, no++)
        skipping = -1
      }
      const part = blockLines(buffer, at, held, base)
      for (let line = part.next(no, end); line !== null; line = part.next(no, end)) {
        no++
        yield line
      }
      at = part.at()
      buffer.copyWithin(0, at, held)
      held -= at
      base += at
      if (end) return
    }
  }
  return {
    lines,
    get at() {
      return base
    },
  }
}
