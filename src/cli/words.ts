/** Times and amounts in words, for people and for programs. */
import { inertJson } from '../shared/inert'
import type { Cell, ColumnInfo } from '../shared/model'
import { type Instant, printInstant } from '../shared/time'

/** `2002-07-01 06:14:52Z`; fractions stay. */
export const when = (at: Instant | null): string => (at === null ? '' : printInstant(at).replace('T', ' '))
export const iso = (at: Instant | null): string | null => (at === null ? null : printInstant(at))
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
export const nouns = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** A cell of a table for people: what is unknown is empty. */
export function cellText(value: Cell, type: ColumnInfo['type']): string {
  if (value === null) return ''
  if (type === 'time' && typeof value === 'number') return when(value as Instant)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? value.join(', ') : String(value)
}

/** A row as an object for programs: instants as ISO 8601 in UTC, unknown as null. */
export const rowObject = (columns: readonly ColumnInfo[], row: readonly Cell[]): Readonly<Record<string, Cell>> =>
  Object.fromEntries(
    columns.map((c, i) => {
      const value = row[i] ?? null
      return [c.name, c.type === 'time' && typeof value === 'number' ? iso(value as Instant) : value]
    }),
  )

/** An array with one element a line: readable, and still one JSON value. */
export const jsonArray = (values: readonly unknown[]): string =>
  values.length === 0 ? '[]\n' : `[\n${values.map((v) => `  ${inertJson(v)}`).join(',\n')}\n]\n`
