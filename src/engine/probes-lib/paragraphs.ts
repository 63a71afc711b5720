/** Files of the kernel that describe one thing after the other in fields, `name   : value`, the same field first each time. */
import type { Line, Out } from '../define'

export interface Paragraph {
  readonly fields: Map<string, string>
  readonly first: Line
  readonly last: Line
}

/** Splits at the first colon; null when the line is no field. */
export function field(text: string): readonly [name: string, value: string] | null {
  const at = text.indexOf(':')
  if (at <= 0 || at > 100 || text.length > 100_000) return null
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

/** Paragraphs that begin with the field `opens`; lines before the first, and lines without a colon, are unparsed. */
export function* paragraphs(
  lines: Iterable<Line>,
  out: Pick<Out<never>, 'unparsed'>,
  opens: string,
  reason: string,
): Generator<Paragraph> {
  let open: { fields: Map<string, string>; first: Line; last: Line } | null = null
  for (const line of lines) {
    const found = field(line.text)
    if (found && found[0] === opens) {
      if (open) yield open
      open = { fields: new Map(), first: line, last: line }
    }
    if (!found || !open) {
      out.unparsed(line, reason)
      continue
    }
    open.fields.set(found[0], found[1])
    open.last = line
  }
  if (open) yield open
}
