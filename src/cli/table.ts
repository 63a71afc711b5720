/** Tables for a terminal: they fit its width, numbers on the right, the suspect's text inert and cut with an ellipsis. */
import { inert } from '../shared/inert'
import { cut, pad, widthOf } from './width'

export interface Column {
  readonly title: string
  readonly right?: boolean
  /** Gives way when the terminal is too narrow; never below this many columns. Left out: keeps its width. */
  readonly least?: number
}

const GAP = 2

/** Widths that fit: columns that may give way share what is missing, the widest first. */
export function shares(natural: readonly number[], columns: readonly Column[], total: number): number[] {
  const widths = [...natural]
  let over = widths.reduce((a, b) => a + b, 0) + GAP * (widths.length - 1) - total
  while (over > 0) {
    let widest = -1
    for (let i = 0; i < widths.length; i++) {
      const least = columns[i]!.least
      if (least !== undefined && widths[i]! > least && (widest < 0 || widths[i]! > widths[widest]!)) widest = i
    }
    if (widest < 0) break
    widths[widest]!--
    over--
  }
  return widths
}

export interface TableStyle {
  readonly width: number
  readonly head: (text: string) => string
  /** Colours a cell that is already padded. */
  readonly cell?: (text: string, row: number, column: number) => string
}

/** Lines of the table, its head first. Trailing blanks are left out. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  style: TableStyle,
): string[] {
  const shown = rows.map((row) => row.map(inert))
  const natural = columns.map((c, i) =>
    shown.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), widthOf(c.title)),
  )
  const widths = Number.isFinite(style.width) ? shares(natural, columns, style.width) : natural
  const line = (row: readonly string[], paint: (text: string, column: number) => string) =>
    row
      .map((text, i) => {
        const fitted = cut(text, widths[i]!)
        const last = i === row.length - 1 && !columns[i]!.right
        return paint(last ? fitted : pad(fitted, widths[i]!, columns[i]!.right), i)
      })
      .join(' '.repeat(GAP))
      .trimEnd()
  return [
    line(
      columns.map((c) => c.title),
      (text) => style.head(text),
    ),
    ...shown.map((row, r) => line(row, (text, c) => style.cell?.(text, r, c) ?? text)),
  ]
}
