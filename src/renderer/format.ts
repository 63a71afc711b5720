/** Numbers as people read them. Pure; no locale, so that a screenshot and a report say the same. */

/** `1 449 310` with narrow no-break spaces. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f')

/** `814 B`, `12.4 KiB`, `866 MiB`. */
export function bytes(n: number): string {
  if (n < 1024) return `${n} B`
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  let value = n / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** `1 row`, `2 rows`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** A share as a percentage that never says 100 % when something is left out, nor 0 % when something is there. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '—'
  if (part === whole) return '100 %'
  if (part === 0) return '0 %'
  const value = (100 * part) / whole
  if (value > 99.9) return '> 99.9 %'
  if (value < 0.1) return '< 0.1 %'
  return `${value.toFixed(1)} %`
}

/** The last part of a path, or the path itself. */
export const baseName = (path: string): string => path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '') || path

/** One row for the clipboard: a tab or a line end inside a value must not make a new cell, nor `=cmd` a formula. */
export function tsvCell(value: string): string {
  const flat = value.replace(/[\t\r\n\u2028\u2029]+/g, ' ')
  return /^[=+\-@]/.test(flat) && !/^[+-]?\d+(\.\d+)?$/.test(flat) ? `'${flat}` : flat
}
