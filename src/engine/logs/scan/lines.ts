/** The loop that every line-based log format shares. */
import type { LogReader, LogSink } from '../../define'

/** Reads one line [from, to): no line end, no NUL hole before it, never blank. Must place it in the sink once. */
export type ReadLine = (block: Uint8Array, from: number, to: number, sink: LogSink) => void

/**
 * A reader from a function for one line. Blank lines are noise. NUL bytes before a line are a hole that a crash left in
 * the file (the size was written, the data was not): the line after it is read; a line of NULs only is unparsed.
 */
export function lineReader(line: ReadLine, rollovers: () => number = () => 0): LogReader {
  return {
    read(block, from, to, sink) {
      let i = from
      while (i < to) {
        let end = block.indexOf(10, i)
        if (end < 0 || end > to) end = to
        const next = end + 1
        if (end > i && block[end - 1] === 13) end--
        let start = i
        if (block[start] === 0) while (start < end && block[start] === 0) start++
        if (start < end) {
          const c = block[start]!
          if ((c === 32 || c === 9) && blank(block, start, end)) sink.noise(i, end)
          else line(block, start, end, sink)
        } else if (end > i) sink.unparsed(i, end)
        else sink.noise(i, end)
        i = next
      }
      return to
    },
    rollovers,
  }
}

function blank(b: Uint8Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (b[k] !== 32 && b[k] !== 9) return false
  return true
}
