/** `--entity kind:value` as a reference to a thing of the case. */
import type { Ref, RefKind } from '../shared/model'
import { badUse, meant, nearest } from './argv'
import type { Engine } from './open-case'

const VALUES: readonly RefKind[] = ['address', 'user', 'port', 'path', 'program']
const ROWS: readonly RefKind[] = ['process', 'socket', 'file', 'interface', 'event', 'artifact', 'finding']
export const ENTITY_KINDS: readonly string[] = [...VALUES, 'pid', 'host', ...ROWS]

/** Ids of the rows of a table whose column has this very value. */
async function idsBy(engine: Engine, table: string, column: string, value: string): Promise<string[]> {
  if (!(await engine.tables({})).some((t) => t.name === table)) return []
  const ids: string[] = []
  for (let first = 0; ; ) {
    const { columns, rows, total } = await engine.rows({ table, text: value, sort: 'id', first, count: 500 })
    const at = columns.findIndex((c) => c.name === column)
    const id = columns.findIndex((c) => c.name === 'id')
    for (const row of rows) if (String(row[at]) === value) ids.push(String(row[id]))
    first += rows.length
    if (rows.length === 0 || first >= total) return ids
  }
}

async function only(engine: Engine, kind: RefKind, table: string, column: string, value: string): Promise<Ref> {
  const ids = await idsBy(engine, table, column, value)
  if (ids.length === 0) throw badUse(`no ${kind} has the ${column} "${value}"`)
  if (ids.length > 1)
    throw badUse(
      `${ids.length} rows have the ${column} "${value}"; choose one: ${ids.map((id) => `${kind}:${id}`).join(', ')}`,
    )
  return { kind, id: ids[0]! }
}

/** Errors: Fault `bad-use` for another form, another kind, or a thing that the case does not have. */
export async function entityOf(text: string, engine: Engine): Promise<Ref> {
  const at = text.indexOf(':')
  const kind = text.slice(0, Math.max(0, at))
  const value = text.slice(at + 1)
  if (at < 1 || value === '') throw badUse(`--entity is <kind>:<value>, as in address:203.0.113.9; not "${text}"`)
  if (!ENTITY_KINDS.includes(kind))
    throw badUse(`unknown kind "${kind}"${meant(nearest(kind, ENTITY_KINDS))} (${ENTITY_KINDS.join(', ')})`)
  if (kind === 'pid') return only(engine, 'process', 'processes', 'pid', value)
  if (kind === 'interface' && !/^\d+$/.test(value)) return only(engine, 'interface', 'interfaces', 'name', value)
  if (kind === 'host' && !/^\d+$/.test(value)) {
    const host = (await engine.caseInfo({}))?.hosts.find((h) => h.name === value)
    if (!host) throw badUse(`the case has no host "${value}"`)
    return { kind: 'host', id: String(host.id) }
  }
  return { kind: kind as RefKind, id: value, ...(VALUES.includes(kind as RefKind) ? { host: null } : {}) }
}
