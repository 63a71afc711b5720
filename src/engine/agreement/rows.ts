/** Rows beside rows: aligned by order or by key, field by field; a field that nobody mapped is a disagreement. */
import type { AnyRow } from '../define'
import type { Compared, Pair } from './define'

/**
 * How one field of theirs is compared: a function gives our value in their terms, of our row and theirs. With `theirs` the
 * expectation itself is brought into another form first (units, padding).
 */
export type Field =
  | ((ours: AnyRow, theirs: AnyRow) => unknown)
  | {
      readonly ours: (ours: AnyRow, theirs: AnyRow) => unknown
      readonly theirs: (value: unknown, row: AnyRow) => unknown
    }

export interface Mapping {
  readonly fields: Readonly<Record<string, Field>>
  /** Fields of theirs that we have no column for. */
  readonly notCarried?: readonly string[]
  /** What tells rows apart, when the order does not: same key, same row; the n-th of a key is the n-th of the other side. */
  readonly key?: { readonly theirs: (row: AnyRow) => string; readonly ours: (row: AnyRow) => string }
}

/** What `theirs` gives for a value that says nothing of the file (a null for what they have no name for): no pair. */
export const SILENT = Symbol('no statement')

/** Values that mean the same print the same: nothing is null, digits are digits, the order of keys does not matter. */
export function plain(value: unknown): unknown {
  if (value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value))) return null
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof Set) return [...value].map((v) => JSON.stringify(plain(v))).sort()
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => [k, plain(v)]),
    )
  return value
}
export const equal = (a: unknown, b: unknown): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b))

/** The same field under its own name in our row. */
export const same = (...names: readonly string[]): Record<string, Field> =>
  Object.fromEntries(names.map((name) => [name, (row: AnyRow) => row[name]]))
/** Our column of another name. */
export const column =
  (name: string): Field =>
  (row) =>
    row[name]

function aligned(theirs: readonly AnyRow[], ours: readonly AnyRow[], key: Mapping['key']): (AnyRow | undefined)[] {
  if (!key) return theirs.map((_, i) => ours[i])
  const by = new Map<string, AnyRow[]>()
  for (const row of ours) {
    const k = key.ours(row)
    const list = by.get(k)
    if (list) list.push(row)
    else by.set(k, [row])
  }
  return theirs.map((row) => by.get(key.theirs(row))?.shift())
}

/**
 * Compares rows with rows. A row of theirs that we lack makes each of its fields unequal; each row of ours that they lack is
 * one pair more; a field that is neither mapped nor known as not carried is a pair that nothing can make equal.
 */
export function compareRows(theirs: readonly AnyRow[], ours: readonly AnyRow[], mapping: Mapping): Compared {
  const pairs: Pair[] = []
  const notCarried = new Set<string>()
  const mine = aligned(theirs, ours, mapping.key)
  for (const [i, row] of theirs.entries()) {
    const where = mapping.key ? mapping.key.theirs(row) : `row ${i}`
    const our = mine[i]
    if (!our) pairs.push({ where, field: 'row', theirs: 'a row', ours: 'none' })
    for (const [field, value] of Object.entries(row)) {
      if (mapping.notCarried?.includes(field)) {
        notCarried.add(field)
        continue
      }
      const read = mapping.fields[field]
      if (!read) {
        pairs.push({ where, field, theirs: value, ours: 'field not mapped' })
        continue
      }
      const wanted = typeof read === 'function' ? value : read.theirs(value, row)
      if (wanted === SILENT) continue
      const got = our ? (typeof read === 'function' ? read : read.ours)(our, row) : 'no row'
      pairs.push({ where, field, theirs: wanted, ours: got })
    }
  }
  const used = new Set(mine)
  for (const [i, row] of ours.entries())
    if (!used.has(row)) pairs.push({ where: `our row ${i}`, field: 'row', theirs: 'none', ours: 'a row' })
  return { pairs, notCarried: [...notCarried] }
}

/** Several comparisons as one. */
export const together = (all: readonly Compared[]): Compared => ({
  pairs: all.flatMap((c) => c.pairs),
  notCarried: [...new Set(all.flatMap((c) => c.notCarried ?? []))],
})

export const rowsOf = (value: unknown): readonly AnyRow[] =>
  value === null || value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly AnyRow[])

/** `1-02:03:04`, `2:03`, `0:00.12` as seconds; other text as it is. */
export function clockSeconds(value: unknown): unknown {
  const m = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(String(value))
  if (!m) return value
  const [, days = '0', hours = '0', minutes, seconds] = m
  return Math.round((((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 100) / 100
}
