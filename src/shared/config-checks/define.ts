/** Checks of the other files that the editor opens; each language is one file beside this one. */
import type { Problem, Severity } from '../syslog/tree'

export interface Line {
  /** Without the comment and the blanks around it. */
  readonly text: string
  /** Where `text` begins in the file. */
  readonly from: number
}

/** Lines that say something, without comments. `marks` are the characters that begin one. */
export function* linesOf(text: string, marks = '#'): Generator<Line> {
  let at = 0
  for (const raw of text.split('\n')) {
    let end = raw.length
    for (const mark of marks) {
      const comment = raw.indexOf(mark)
      if (comment >= 0 && comment < end) end = comment
    }
    const body = raw.slice(0, end)
    const trimmed = body.trim()
    if (trimmed !== '') yield { text: trimmed, from: at + (body.length - body.trimStart().length) }
    at += raw.length + 1
  }
}

export const problem = (
  check: string,
  severity: Severity,
  { from, text }: Line,
  message: string,
  why?: string,
  mend?: string,
): Problem => ({
  check,
  severity,
  from,
  to: from + text.length,
  message,
  ...(why ? { why } : {}),
  ...(mend ? { mend } : {}),
})
