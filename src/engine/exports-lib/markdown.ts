/** Markdown in which the suspect's text is only text: CommonMark 0.31 with GitHub's tables and autolinks. */
import { inert } from '../../shared/inert'

/**
 * Inline text: what could become markup, a link, an autolink (`http://`, `www.`, `a@b`), a mention, a formula or a short
 * code is escaped (CommonMark 2.4 allows a backslash before any ASCII punctuation); `&` and `<` become entities. Marks that
 * only mean something at the start of a line are escaped there, so that dates and numbers stay readable.
 */
export const text = (raw: string): string =>
  inert(raw)
    .replace(/[\\`*_[\]|~@$#]/g, (c) => `\\${c}`)
    .replace(/(?<!\d):|:(?!\d)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^(\s*)([-+>=]|\d+(?=[.)]))/, (_, gap: string, mark: string) =>
      /\d/.test(mark) ? `${gap}${mark}\\` : `${gap}\\${mark}`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')

/**
 * A code span. With a pipe in it, escaped text instead: in a table a pipe ends the cell even within a span, and a backslash
 * before it may be one of the text's own (GFM 4.10). Empty text is an em dash.
 */
export function code(raw: string): string {
  const shown = inert(raw)
  if (shown.trim() === '') return '—'
  if (shown.includes('|')) return text(raw)
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), (m) => m[0].length))
  const ticks = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${shown}${pad}${ticks}`
}

/** A fenced block of lines; the fence is longer than any run of backticks within. Line ends and tabs stay. */
export function fence(rows: readonly string[]): string {
  const body = rows.map((row) =>
    row
      .split(/(\r?\n|\t)/)
      .map((piece) => (piece === '\t' ? '\t' : /^\r?\n$/.test(piece) ? '\n' : inert(piece)))
      .join(''),
  )
  const longest = Math.max(2, ...body.flatMap((row) => Array.from(row.matchAll(/`+/g), (m) => m[0].length)))
  const ticks = '`'.repeat(longest + 1)
  return [`${ticks}text`, ...body, ticks].join('\n')
}

/** A table; cells are Markdown already. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')

export const bullets = (items: readonly string[]): string => items.map((i) => `- ${i}`).join('\n')
