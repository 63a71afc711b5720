/** What changed between two samples of one listing, row by row. Pure. */
import type { LiveChange } from '../../shared/collect'
import type { AnyRow, Columns } from '../define'

/** Columns that name a thing, for listings that this program repeats; for others every text column does. */
const NAMES: readonly (readonly string[])[] = [
  ['protocol', 'section', 'counter'],
  ['proto', 'local_address', 'local_port', 'remote_address', 'remote_port', 'path', 'inode'],
  ['pid', 'ppid'],
  ['name'],
]
/** Says how a row was printed, or is a sum of others; not what it is about. */
const PASSED_OVER = new Set([
  'text',
  'change',
  'sample',
  'state_printed',
  'timer',
  'timer_left',
  'cpu_time',
  'cpu',
  'elapsed',
])
const MOST = 200

function keyColumns(columns: Columns): readonly string[] {
  const has = (name: string) => Object.hasOwn(columns, name)
  const known = NAMES.find((names) => has(names[0]!) && names.filter(has).length >= Math.min(2, names.length))
  return (known ?? Object.keys(columns).filter((name) => columns[name]!.type === 'text')).filter(has)
}

const shown = (value: unknown): string | number | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'number'
      ? value
      : Array.isArray(value)
        ? value.join(' ')
        : String(value)

/** Sockets of the kernel's own talk come and go with each program that looks, ours among them. */
const isChatter = (row: AnyRow): boolean => row['proto'] === 'netlink'

/** Rows by their name; of rows with one name each counts by its place among them. */
function byName(rows: readonly AnyRow[], keys: readonly string[]): Map<string, AnyRow> {
  const out = new Map<string, AnyRow>()
  const seen = new Map<string, number>()
  for (const row of rows) {
    if (isChatter(row)) continue
    const name = keys
      .map((k) => shown(row[k]))
      .filter((v) => v !== null && v !== '')
      .join(' ')
    const n = (seen.get(name) ?? 0) + 1
    seen.set(name, n)
    out.set(n === 1 ? name : `${name} (${n})`, row)
  }
  return out
}

/** Things that came and went first, then values, grown most first. */
export function changesBetween(columns: Columns, before: readonly AnyRow[], after: readonly AnyRow[]): LiveChange[] {
  const keys = keyColumns(columns)
  const old = byName(before, keys)
  const now = byName(after, keys)
  const out: LiveChange[] = []
  for (const item of now.keys())
    if (!old.has(item)) out.push({ item, field: null, kind: 'came', before: null, after: null })
  for (const item of old.keys())
    if (!now.has(item)) out.push({ item, field: null, kind: 'went', before: null, after: null })
  // What reaches over the network before what stays on the host.
  const isLocal = (c: LiveChange) => Number(c.item.startsWith('unix '))
  out.sort((a, b) => isLocal(a) - isLocal(b))
  const values: LiveChange[] = []
  for (const [item, row] of now) {
    const was = old.get(item)
    if (!was) continue
    for (const field of Object.keys(columns)) {
      if (keys.includes(field) || PASSED_OVER.has(field)) continue
      const [a, b] = [shown(was[field]), shown(row[field])]
      if (a !== b) values.push({ item, field, kind: 'changed', before: a, after: b })
    }
  }
  const size = (c: LiveChange) =>
    typeof c.before === 'number' && typeof c.after === 'number' ? Math.abs(c.after - c.before) : 0
  return [...out, ...values.sort((a, b) => size(b) - size(a))].slice(0, MOST)
}
