/**
 * Quoted strings. In an object only `"` and a backtick quote; in an expression also `'`, and there a `$` in `"` must be
 * escaped, because rsyslog keeps it for later use (rsyslog's lexer; manual, "String literals").
 */
import { type Cursor, lineEnd } from './cursor'
import { undoEscapes } from './escapes'

export interface Quoted {
  readonly from: number
  readonly to: number
  readonly value: string
  readonly quote: '"' | "'" | '`'
}

const OBJECT_ESCAPE = /^(?:['"`?\\abfnrtv]|[0-7]{1,3})/
const EXPRESSION_ESCAPE = /^(?:['"`\\$bntr]|x[0-9a-fA-F]{2}|[0-7]{3})/

/** Reads the string that begins here; null when none does. One without an end is taken to end with its line. */
export function readString(c: Cursor, within: 'object' | 'expression'): Quoted | null {
  const quote = c.text[c.at]
  if (quote !== '"' && quote !== "'" && quote !== '`') return null
  const from = c.at
  const { text } = c
  let end = -1
  let escaped = false
  if (!c.gone.has(quote)) {
    for (let i = from + 1; ; i++) {
      const code = text.charCodeAt(i)
      if (Number.isNaN(code)) {
        c.gone.add(quote)
        break
      }
      if (code === 92) {
        escaped = true
        i++
      } else if (text[i] === quote) {
        end = i
        break
      }
    }
  }
  if (end < 0) {
    end = lineEnd(c, from)
    c.problem(from, end, 'This string has no end.')
    c.at = end
    return { from, to: end, value: text.slice(from + 1, end), quote }
  }
  const raw = text.slice(from + 1, end)
  c.at = end + 1
  if (escaped) {
    const known = within === 'object' ? OBJECT_ESCAPE : EXPRESSION_ESCAPE
    for (let i = raw.indexOf('\\'); i >= 0; i = raw.indexOf('\\', i + 2))
      if (!known.test(raw.slice(i + 1, i + 5))) {
        c.problem(from + 1 + i, from + 3 + i, `rsyslog knows no escape \\${raw[i + 1] ?? ''} here.`, {
          why: 'The daemon then refuses the whole string and what follows it.',
          mend: 'Write two backslashes for one.',
          fixes: [{ title: 'Escape the backslash', edits: [{ ...c.place(from + 1 + i, from + 1 + i), text: '\\' }] }],
        })
        break
      }
  }
  if (within === 'object' && quote === "'")
    c.problem(from, end + 1, 'Values of parameters stand in double quotes.', {
      mend: 'Use " instead of \'.',
      fixes: [
        { title: 'Use double quotes', edits: [{ ...c.place(from, end + 1), text: `"${raw.replaceAll('"', '\\"')}"` }] },
      ],
    })
  if (within === 'expression' && quote === '"') {
    const dollar = /(?:^|[^\\])(?:\\\\)*\$/.exec(raw)
    if (dollar) {
      const at = from + 1 + dollar.index + dollar[0].length - 1
      c.problem(at, at + 1, 'A $ in a double-quoted string of an expression must be escaped.', {
        mend: 'Write \\$, or use single quotes.',
        fixes: [{ title: 'Escape the $', edits: [{ ...c.place(at, at), text: '\\' }] }],
      })
    }
  }
  return { from, to: end + 1, value: quote === '`' ? raw : undoEscapes(raw), quote }
}
