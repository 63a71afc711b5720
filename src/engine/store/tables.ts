/** Tables as the window lists them: what correlation merged, what each tool printed, what log messages say. */
import { Fault } from '../../shared/fault'
import type { Cell, ColumnInfo, Finding, Ref, TableInfo, TablePage } from '../../shared/model'
import { MERGED } from '../correlate/merged-schema'
import { type Columns, int, optional, time } from '../define'
import type { Db, SqlParam } from './db'
import { eventSet, hasTable } from './event-sets'
import { messagePage } from './message-page'
import type { Catalogue } from './reader'
import { isRowKind, isValueKind, ROW_TABLES, type RowKind, relatedIds, type ValueKind } from './relations'
import { q } from './schema'
import { topicsOf } from './topics'

/** 500 rows fill any window; exports take more at a time. */
const MAX_ROWS = 10_000
export interface Tables {
  tables(args: Record<string, never>, signal?: AbortSignal): Promise<readonly TableInfo[]>
  rows(
    args: {
      table: string
      text?: string
      related?: Ref | null
      sort?: string
      descending?: boolean
      first: number
      count: number
    },
    signal?: AbortSignal,
  ): Promise<TablePage>
}

interface Described {
  readonly title: string
  readonly group: TableInfo['group']
  /** Column name -> its description and its SQL over `t`. */
  readonly columns: readonly (ColumnInfo & { readonly sql: string })[]
}

const infos = (columns: Columns, sql: (name: string) => string = (name) => `t.${q(name)}`) =>
  Object.entries(columns).map(([name, column]) => ({
    name,
    type: column.type,
    about: column.about,
    unit: column.unit ?? null,
    sql: sql(name),
  }))

const HOST = { host: int('Number of the host') }
const PLACE = {
  artifact: int('Number of the file that the row was read from'),
  line: optional(int('Line in that file, from 1')),
  off: int('Byte offset of the line in that file', 'bytes'),
  len: int('Length of the line', 'bytes'),
}

function described(catalogue: Catalogue, table: string): Described | null {
  const merged = Object.hasOwn(MERGED, table) ? MERGED[table] : undefined
  if (merged) return { title: merged.title, group: 'merged', columns: infos(merged.columns) }
  const probe = catalogue.probes.get(table)
  if (probe)
    return {
      title: probe.title,
      group: 'probe',
      columns: [
        ...infos({ id: int('Number of the row') }, () => 't.rowid'),
        ...infos({ ...HOST, ...probe.columns, ...PLACE }),
      ],
    }
  const message = catalogue.messages.get(table)
  if (message)
    return {
      title: message.title,
      group: 'message',
      columns: [
        ...infos({ id: int('Number of the event') }, () => 't."event"'),
        ...infos({
          ...HOST,
          ts: optional(time('When it was logged')),
          pid: optional(int('Process that logged it')),
          ...message.columns,
          artifact: PLACE.artifact,
          off: PLACE.off,
          len: PLACE.len,
        }),
      ],
    }
  return null
}

const noColumn = (table: string, sort: string) =>
  new Fault('bad-use', `table ${table} has no column ${JSON.stringify(sort)}`, { table, sort })

const plain = ({ sql: _, ...info }: Described['columns'][number]): ColumnInfo => info

const kindOf = (table: string): RowKind | null =>
  (Object.keys(ROW_TABLES) as RowKind[]).find((kind) => ROW_TABLES[kind] === table) ?? null

/** Which columns of a tool's table hold a kind of value; text columns hold any. */
const COLUMN_OF: Readonly<Record<ValueKind, RegExp>> = {
  address: /address|source|gateway|destination|remote|local|client|server|^from|host|target|peer/,
  user: /user|account|owner|login|name/,
  port: /port/,
  path: /path|file|exe|name|command/,
  program: /program|name|command|comm|cmd/,
}

export function makeTables(db: Db, catalogue: Catalogue, findings?: () => readonly Finding[]): Tables {
  /** The condition that keeps rows tied to a thing. */
  async function relatedWhere(
    table: string,
    { columns, group }: Described,
    ref: Ref,
  ): Promise<{ where: string; params: SqlParam[] }> {
    const kind = kindOf(table)
    const among = (sql: string, ids: readonly number[]) => ({
      where: `${sql} IN (SELECT unnest(?::BIGINT[]))`,
      params: [ids] as SqlParam[],
    })
    // Pages of messages are made of the message's row `m` and its event `e`.
    const row = group === 'message' ? 'e' : 't'
    if (ref.kind === 'host') return { where: `${row}.host = ?`, params: [Number(ref.id)] }
    if (kind) return among('t.id', await relatedIds(db, ref, kind, findings?.()))
    if (ref.kind === 'artifact' && group !== 'merged') return { where: `${row}.artifact = ?`, params: [Number(ref.id)] }
    if (group === 'message') {
      const set = await eventSet(db, ref, findings)
      if (set.queries.length === 0) return { where: 'false', params: [] }
      const union = set.queries.map((one) => `SELECT id FROM (${one.sql})`).join(' UNION ALL ')
      return { where: `m.event IN (${union})`, params: set.queries.flatMap((one) => one.params) }
    }
    if (isValueKind(ref.kind)) {
      const { kind: wanted, id, host } = ref as Ref & { kind: ValueKind }
      const named = columns.filter(
        (c) => COLUMN_OF[wanted].test(c.name) && (c.type === 'text' || c.type === 'int' || c.type === 'list'),
      )
      const tests = named.map((c) =>
        c.type === 'list' ? `list_contains(${c.sql}, ?)` : `CAST(${c.sql} AS VARCHAR) = ?`,
      )
      if (tests.length === 0) return { where: 'false', params: [] }
      const mine = typeof host === 'number'
      return {
        where: `(${tests.join(' OR ')})${mine ? ' AND t.host = ?' : ''}`,
        params: [...named.map(() => id), ...(mine ? [host] : [])],
      }
    }
    if (group === 'probe' && isRowKind(ref.kind))
      // The very lines that the merged row rests on.
      return {
        where:
          'EXISTS (SELECT 1 FROM proofs p WHERE p.kind = ? AND p.id = ? AND p.artifact = t.artifact AND p.off = t.off)',
        params: [ref.kind, ref.id],
      }
    if (group === 'probe' && ref.kind === 'event')
      return {
        where: 'EXISTS (SELECT 1 FROM events e WHERE e.id = ? AND e.artifact = t.artifact AND e.off = t.off)',
        params: [Number(ref.id)],
      }
    return { where: 'false', params: [] }
  }

  return {
    tables: async (_, signal) => {
      const found = await db.all<{ name: string }>(
        `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
         UNION SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal`,
        [],
        signal,
      )
      const present = new Set(found.map((row) => row.name))
      // Tables may be there for rules to look into although nothing filled them: absent is told from empty by the files.
      const parsed = new Set(
        (
          await db.all<{ parser: string }>(
            `SELECT DISTINCT parser FROM artifacts WHERE state = 'parsed' AND parser IS NOT NULL`,
          )
        ).map((row) => row.parser),
      )
      const names = [...Object.keys(MERGED), ...catalogue.probes.keys(), ...catalogue.messages.keys()]
      const topics = await topicsOf(db, catalogue)
      const out: TableInfo[] = []
      for (const name of names) {
        const about = present.has(name) ? described(catalogue, name) : null
        if (!about) continue
        // A message table is a view that joins the events; its numbers alone are counted.
        const counted = about.group === 'message' && present.has(`m_${name}`) ? `m_${name}` : name
        const row = await db.one<{ n: number }>(`SELECT count(*) AS n FROM ${q(counted)}`, [], signal)
        const rows = row?.n ?? 0
        if (rows > 0 || about.group === 'merged' || parsed.has(name))
          out.push({
            name,
            title: about.title,
            columns: about.columns.map(plain),
            rows,
            group: about.group,
            topics: topics(name),
          })
      }
      return out
    },
    rows: async ({ table, text: sought, related, sort, descending, first, count }, signal) => {
      const about = described(catalogue, table)
      if (!about) throw new Fault('bad-use', `there is no table ${JSON.stringify(table)}`, { table })
      const columns = about.columns.map(plain)
      if (!(await hasTable(db, table))) return { columns, rows: [], total: 0 }
      const at = Math.max(0, Math.floor(first))
      const most = Math.max(0, Math.min(Math.floor(count), MAX_ROWS))
      const message = about.group === 'message' ? catalogue.messages.get(table) : undefined
      if (message) {
        if (!(await hasTable(db, `m_${table}`))) return { columns, rows: [], total: 0 }
        if (sort !== undefined && !columns.some((column) => column.name === sort)) throw noColumn(table, sort)
        const also = related ? await relatedWhere(table, about, related) : undefined
        const query = { table, columns: message.columns, text: sought, sort, descending, first: at, count: most, also }
        return { columns, ...(await messagePage(db, query, signal)) }
      }
      const key = about.columns[0]!.sql
      const by = sort === undefined ? null : about.columns.find((column) => column.name === sort)
      if (by === undefined) throw noColumn(table, sort ?? '')
      const where: string[] = []
      const params: SqlParam[] = []
      if (sought) {
        const all = about.columns.map((column) => `CAST(${column.sql} AS VARCHAR)`).join(', ')
        // The separator keeps a text from being found across two columns.
        where.push(`contains(lower(concat_ws(chr(31), ${all})), lower(?))`)
        params.push(sought)
      }
      if (related) {
        const tied = await relatedWhere(table, about, related)
        where.push(tied.where)
        params.push(...tied.params)
      }
      const from = `FROM ${q(table)} t${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
      const total = (await db.one<{ n: number }>(`SELECT count(*) AS n ${from}`, params, signal))?.n ?? 0
      const order = by ? `${by.sql} ${descending ? 'DESC' : 'ASC'} NULLS LAST, ${key}` : key
      const found = (await db.columns(
        `SELECT ${about.columns.map((column) => column.sql).join(', ')} ${from} ORDER BY ${order} LIMIT ? OFFSET ?`,
        [...params, most, at],
        signal,
      )) as Cell[][]
      const rows = Array.from({ length: found[0]?.length ?? 0 }, (_, i) => found.map((column) => column[i] ?? null))
      return { columns, rows, total }
    },
  }
}
