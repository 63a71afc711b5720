/** CSV by RFC 4180, safe to open in a spreadsheet: a cell that would be taken for a formula gets an apostrophe before it. */
import { inert } from '../shared/inert'

/** `=`, `+`, `-`, `@`, tab and carriage return begin formulas (OWASP, CSV injection); full-width forms do in some programs. */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u

/** Line breaks are kept, as RFC 4180 allows them within quotes; everything else that is hidden is shown. */
const visible = (text: string): string =>
  text
    .split(/(\r?\n)/)
    .map((piece, i) => (i % 2 === 1 ? '\n' : inert(piece)))
    .join('')

export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  // Our own numbers are no formulas, negative or not.
  if (typeof value !== 'string') return String(value)
  const text = visible(FORMULA.test(value) ? `'${value}` : value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
