import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareRows, rowsOf, same } from '../rows'

/** `GENERAL.CON-PATH` is theirs as `con_path`, `IP4.ROUTE[1]` as `ip4_route_1`. */
const named = (key: string): string =>
  key
    .replace(/^GENERAL\./, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '')
/** `dst = 0.0.0.0/0, nh = 192.168.71.2, mt = 100` and `name = value` as objects, as theirs has them. */
function parts(field: string, value: string): unknown {
  if (/_route_\d+$/.test(field)) return Object.fromEntries(value.split(', ').map((p) => p.split(/ ?= ?/)))
  const m = /_option_\d+$/.test(field) ? /^(\S+) = (.*)$/.exec(value) : null
  return m ? { name: m[1], value: m[2] } : value
}

function shown(rows: readonly AnyRow[]): AnyRow {
  const out: Record<string, unknown> = {}
  for (const row of rows) {
    const field = named(String(row['key']))
    const value = row['value'] as string | null
    // `-1 (default)` are two fields of theirs.
    const noted = value === null ? null : /^(-?\d+) \(([^()]*)\)$/.exec(value)
    out[field] = value === null ? null : noted ? noted[1] : value === '""' ? '' : parts(field, value)
    if (noted) out[`${field}_text`] = noted[2]
  }
  return out
}
const device = (r: AnyRow): AnyRow => ({
  ...r,
  ...Object.fromEntries(
    (r['more'] as readonly string[]).map((m) => [named(m.slice(0, m.indexOf('='))), m.slice(m.indexOf('=') + 1)]),
  ),
})

export default defineComparator({
  title: 'jc on nmcli',
  expects: /^host-misc\/jc__.*__nmcli/,
  compare: (input) => {
    const theirs = rowsOf(input.json())
    const names = [...new Set(theirs.flatMap((r) => Object.keys(r)))]
    const ours = input.kind === 'nmcli_device' ? input.rows().map(device) : [shown(input.rows())]
    return compareRows(theirs, ours, { fields: same(...names) })
  },
})
