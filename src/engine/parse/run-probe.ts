/** Runs a probe over bytes in memory: for tests, `vestigo parse`, and files of ordinary size. */
import type { AnyRow, EventDraft, Out, ParseContext, Probe } from '../define'
import type { Sight } from '../facets'
import { isBlank, linesOf, pulled } from './block-lines'

export interface ParsedRow {
  readonly row: AnyRow
  readonly line: number
  readonly off: number
  readonly len: number
}
export interface Parsed {
  readonly rows: readonly ParsedRow[]
  readonly noise: number
  readonly unparsed: readonly {
    readonly line: number
    readonly off: number
    readonly text: string
    readonly reason: string | null
  }[]
  /** Lines that rows cover, so that rows + noise + unparsed lines = lines of the file. */
  readonly rowLines: number
  readonly events: readonly EventDraft[]
  readonly sights: readonly Sight[]
}

/** Lines by number: handed out and not claimed yet, or settled. */
const OPEN = 1
const SETTLED = 2

/**
 * Parses a whole file. Never throws for bad input; a parser's own bug surfaces as the exception it is.
 * Every line ends as row, noise or unparsed: what was handed out and not claimed is unparsed.
 */
export function runProbe(probe: Probe, bytes: Uint8Array, context: ParseContext): Parsed {
  const rows: ParsedRow[] = []
  const unparsed: { line: number; off: number; text: string; reason: string | null }[] = []
  let states = new Uint8Array(4096)
  let open = 0
  let noise = 0
  let rowLines = 0
  const claim = (no: number): boolean => {
    if (states[no] !== OPEN) return false
    states[no] = SETTLED
    open--
    return true
  }
  const out: Out<AnyRow> = {
    row(row, first, last = first) {
      for (let no = first.no; no <= last.no; no++) if (claim(no)) rowLines++
      rows.push({ row, line: first.no, off: first.from, len: last.to - first.from })
    },
    noise(line) {
      if (claim(line.no)) noise++
    },
    unparsed(line, reason) {
      if (claim(line.no)) unparsed.push({ line: line.no, off: line.from, text: line.text, reason })
    },
  }
  if (probe.parseBytes) {
    probe.parseBytes(
      bytes,
      {
        ...out,
        row: (row, first, last = first) => {
          rowLines++
          rows.push({ row, line: first.no, off: first.from, len: last.to - first.from })
        },
        noise: () => void noise++,
        unparsed: (line, reason) => void unparsed.push({ line: line.no, off: line.from, text: line.text, reason }),
      },
      context,
    )
  } else if (probe.parse) {
    const all = linesOf(bytes)[Symbol.iterator]()
    const lines = pulled(() => {
      for (;;) {
        const step = all.next()
        if (step.done) return null
        const line = step.value
        if (isBlank(line.text)) {
          noise++
          continue
        }
        if (line.no >= states.length) {
          const wider = new Uint8Array(states.length * 4)
          wider.set(states)
          states = wider
        }
        states[line.no] = OPEN
        open++
        return line
      }
    })
    probe.parse(lines, out, context)
    // A parser that stops early has not read the rest.
    for (const _ of lines) void _
  }
  if (open > 0)
    for (const line of linesOf(bytes))
      if (states[line.no] === OPEN) unparsed.push({ line: line.no, off: line.from, text: line.text, reason: null })
  unparsed.sort((a, b) => a.line - b.line)
  let events: EventDraft[] | null = null
  let sights: Sight[] | null = null
  return {
    rows,
    noise,
    unparsed,
    rowLines,
    // Made from the rows when asked for: whoever wants rows alone does not wait for them.
    get events() {
      events ??= probe.events ? rows.flatMap(({ row }) => probe.events!(row as never, context)) : []
      return events
    },
    get sights() {
      sights ??= probe.sights ? rows.flatMap(({ row }) => probe.sights!(row as never, context)) : []
      return sights
    },
  }
}
