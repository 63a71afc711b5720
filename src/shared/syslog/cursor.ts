/** Where a parser stands in the prepared text, what it has found so far, and the blanks and comments between tokens. */
import { type Prepared, prepare } from './prepare'
import type { Problem, Range, Severity } from './tree'

export interface Cursor {
  readonly text: string
  at: number
  readonly comments: Range[]
  readonly problems: Problem[]
  /** A piece of the prepared text as a range of the text as written. */
  readonly place: (from: number, to: number) => Range
  readonly problem: (from: number, to: number, message: string, more?: Partial<Problem>) => void
  /** Quotes and comment ends that do not come any more: looking for them again would cost the whole rest each time. */
  readonly gone: Set<string>
  /** How many braces, brackets and operators are open; a hostile file may nest thousands. */
  depth: number
}

/** Deeper than this is not read: rsyslog's own parser stops at some thousand, and no one writes it. */
export const DEEPEST = 200

export function cursorOf(written: string): Cursor {
  const prepared: Prepared = prepare(written)
  const { source } = prepared
  const place = (from: number, to: number): Range => {
    const start = source(from)
    return { from: start, to: to > from ? source(to - 1) + 1 : start }
  }
  const problems: Problem[] = []
  return {
    text: prepared.text,
    at: 0,
    comments: [],
    problems,
    place,
    problem: (from, to, message, more = {}) =>
      problems.push({
        ...place(from, Math.max(to, from + 1)),
        check: 'syntax',
        severity: 'error' as Severity,
        message,
        // A syntax error ends rsyslog's reading; what was read before it stays in force.
        ...(more.severity === undefined || more.severity === 'error' ? { fatal: true } : {}),
        ...more,
      }),
    gone: new Set(),
    depth: 0,
  }
}

/** The offset of `needle` from `at` on, -1 when there is none; a search in vain is made once only. */
export function find(c: Cursor, needle: string, at: number): number {
  if (c.gone.has(needle)) return -1
  const found = c.text.indexOf(needle, at)
  if (found < 0) c.gone.add(needle)
  return found
}

export function lineEnd(c: Cursor, at: number): number {
  const end = c.text.indexOf('\n', at)
  return end < 0 ? c.text.length : end
}

/** Passes blanks and comments. In an expression `#` begins none. */
export function skip(c: Cursor, hash = true): void {
  const { text } = c
  for (;;) {
    const code = text.charCodeAt(c.at)
    if (code === 32 || (code >= 9 && code <= 13)) c.at++
    else if (code === 35 && hash) {
      const end = lineEnd(c, c.at)
      c.comments.push(c.place(c.at, end))
      c.at = end
    } else if (code === 47 && text.charCodeAt(c.at + 1) === 42) {
      const end = find(c, '*/', c.at + 2)
      if (end < 0) c.problem(c.at, c.at + 2, 'This comment has no end.')
      const to = end < 0 ? text.length : end + 2
      c.comments.push(c.place(c.at, to))
      c.at = to
    } else return
  }
}

/** Whether only blanks stand before `at` on its line. */
export function atLineStart(c: Cursor, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const code = c.text.charCodeAt(i)
    if (code === 10) return true
    if (code !== 32 && code !== 9) return false
  }
  return true
}

/** What a sticky expression matches here, or null. */
export function take(c: Cursor, sticky: RegExp): string | null {
  sticky.lastIndex = c.at
  const m = sticky.exec(c.text)
  if (!m) return null
  c.at += m[0].length
  return m[0]
}
export function peek(c: Cursor, sticky: RegExp): string | null {
  sticky.lastIndex = c.at
  return sticky.exec(c.text)?.[0] ?? null
}
