/** Runs a probe over bytes in memory: for tests, `vestigo parse`, and files of ordinary size. */
import type { AnyRow, EventDraft, Line, Out, ParseContext, Probe } from '../define'
import type { Sight } from '../facets'

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

const utf8 = new TextDecoder('utf-8')

/** Splits bytes into lines with their byte ranges; CRLF and LF; the last line may lack its end. */
export function* linesOf(bytes: Uint8Array): Generator<Line> {
  let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let no = 1
  while (from < bytes.length) {
    let end = bytes.indexOf(10, from)
    if (end < 0) end = bytes.length
    const to = end > from && bytes[end - 1] === 13 ? end - 1 : end
    yield { text: utf8.decode(bytes.subarray(from, to)), no, from, to }
    from = end + 1
    no++
  }
}

/**
 * Parses a whole file. Never throws for bad input; a parser's own bug surfaces as the exception it is.
 * Every line ends as row, noise or unparsed: what was handed out and not claimed is unparsed.
 */
export function runProbe(probe: Probe, bytes: Uint8Array, context: ParseContext): Parsed {
  const rows: ParsedRow[] = []
  const pending = new Map<number, Line>()
  const unparsed: { line: number; off: number; text: string; reason: string | null }[] = []
  let noise = 0
  let rowLines = 0
  const claim = (line: Line): boolean => pending.delete(line.no)
  const out: Out<AnyRow> = {
    row(row, first, last = first) {
      for (let no = first.no; no <= last.no; no++) if (pending.delete(no)) rowLines++
      rows.push({ row, line: first.no, off: first.from, len: last.to - first.from })
    },
    noise(line) {
      if (claim(line)) noise++
    },
    unparsed(line, reason) {
      if (claim(line)) unparsed.push({ line: line.no, off: line.from, text: line.text, reason })
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
    const feed = function* () {
      for (const line of linesOf(bytes)) {
        if (line.text.trim() === '') {
          noise++
          continue
        }
        pending.set(line.no, line)
        yield line
      }
    }
    const lines = feed()
    probe.parse(lines, out, context)
    // A parser that stops early has not read the rest.
    for (const _ of lines) void _
  }
  for (const line of pending.values()) unparsed.push({ line: line.no, off: line.from, text: line.text, reason: null })
  unparsed.sort((a, b) => a.line - b.line)
  const events: EventDraft[] = []
  const sights: Sight[] = []
  for (const { row } of rows) {
    if (probe.events) events.push(...probe.events(row as never, context))
    if (probe.sights) sights.push(...probe.sights(row as never, context))
  }
  return { rows, noise, unparsed, rowLines, events, sights }
}
