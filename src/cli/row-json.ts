/** Rows as JSON by the million: the same text as JSON.stringify of an object in the order of the columns would give. */
import type { AnyRow, Columns } from '../engine/define'
import { inertJson } from '../shared/inert'
import { type Instant, printInstant } from '../shared/time'

/** Printable ASCII without what JSON escapes: the text of nearly every cell. */
const ESCAPED = /[^ !#-[\]-~]/
const text = (value: string): string => (ESCAPED.test(value) ? inertJson(value) : `"${value}"`)

function cell(value: unknown, isTime: boolean): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number')
    return isTime ? `"${printInstant(value as Instant)}"` : Number.isFinite(value) ? `${value}` : 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value) && value.length === 0) return '[]'
  return inertJson(value)
}

/** Instants as ISO 8601 in UTC, unknown as null, nothing in it that a terminal obeys. `extra` goes behind the columns. */
export function rowJson(columns: Columns): (row: AnyRow, extra?: AnyRow) => string {
  const names = Object.keys(columns)
  const lead = names.map((name, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  const times = names.map((name) => columns[name]!.type === 'time')
  return (row, extra) => {
    let out = ''
    for (let i = 0; i < names.length; i++) out += lead[i]! + cell(row[names[i]!], times[i]!)
    if (extra)
      for (const name of Object.keys(extra))
        out += `${out === '' ? '{' : ','}${JSON.stringify(name)}:${cell(extra[name], false)}`
    return out === '' ? '{}' : `${out}}`
  }
}
