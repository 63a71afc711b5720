/** The loop of formats whose records are of several lines (journal entries). */
import type { LogReader, LogSink } from '../../define'

export interface Records {
  /** Whether a record begins with the line [from, to). */
  begins(b: Uint8Array, from: number, to: number): boolean
  /** Past the record at `from`: -1 when it is none after all, -2 when it goes on beyond `to`. */
  end(b: Uint8Array, from: number, to: number, last: boolean): number
  /** Puts the record that `end` looked at into the sink; false when it holds nothing that an event could be made of. */
  event(b: Uint8Array, from: number, to: number, lines: number, sink: LogSink): boolean
}

/** A record that goes on beyond this is damaged: its first line is given up, and reading goes on with the next. */
const LONGEST = 32 << 20
/** How far a record is looked for after so many that were none: hostile input must not make each line cost the file. */
const sight = (failures: number): number => (failures < 16 ? LONGEST : failures < 1000 ? 1 << 20 : 4096)

/** Lines between records are noise when they are blank (or JSON's brackets and commas, or `-- Boot …`), else unparsed. */
export function recordReader(records: Records): LogReader {
  let failures = 0
  return {
    read(b, from, to, sink, last = true) {
      let i = from
      while (i < to) {
        let end = b.indexOf(10, i)
        if (end < 0 || end > to) end = to
        const next = Math.min(to, end + 1)
        if (end > i && b[end - 1] === 13) end--
        let start = i
        while (start < end && b[start] === 0) start++
        if (start < end && records.begins(b, start, end)) {
          const far = sight(failures)
          const past = records.end(b, start, Math.min(to, start + far), last || to - start > far)
          if (past === -2 && !last && to - start < far) return i
          if (past > start) {
            // To the end of its last line.
            let stop = b[past - 1] === 10 ? past - 1 : b.indexOf(10, past)
            if (stop < 0 || stop > to) stop = to
            const after = Math.min(to, stop + 1)
            const lines = linesIn(b, start, stop)
            while (stop > start + 1 && (b[stop - 1] === 10 || b[stop - 1] === 13)) stop--
            if (records.event(b, start, stop, lines, sink)) {
              i = after
              continue
            }
          }
          failures++
        }
        if (separator(b, start, end)) sink.noise(i, end)
        else sink.unparsed(i, end)
        i = next
      }
      return to
    },
    rollovers: () => 0,
  }
}

function linesIn(b: Uint8Array, from: number, to: number): number {
  let n = 1
  for (let k = b.indexOf(10, from); k >= 0 && k < to; k = b.indexOf(10, k + 1)) n++
  return n
}

function separator(b: Uint8Array, from: number, to: number): boolean {
  if (b[from] === 45 && b[from + 1] === 45 && b[from + 2] === 32) return true
  for (let k = from; k < to; k++) {
    const c = b[k]
    if (c !== 32 && c !== 9 && c !== 44 && c !== 91 && c !== 93) return false
  }
  return true
}
