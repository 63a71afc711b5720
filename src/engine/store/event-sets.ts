/**
 * Which events belong to a thing: the one place that says so. Used by the timeline's entity filter and by `inspect`.
 *
 * A process owns the log lines with its PID on its host whose time lies in its life (a PID is not an identity); when its
 * start is unknown, or the PID was used again, the tie is not sure.
 */
import type { Finding, Ref } from '../../shared/model'
import type { Db, SqlParam } from './db'
import { q } from './schema'

/** Ids of events, as queries that give one column `id`; their union is the set. */
export interface EventSet {
  readonly queries: readonly { readonly sql: string; readonly params: readonly SqlParam[]; readonly how: string }[]
  /** False when the set may hold events that only look as if they belonged. */
  readonly sure: boolean
}

export interface Lifetime {
  readonly host: number
  readonly pid: number
  /** Earliest start that the views allow, and the start of the next process with this PID; null when unknown or none. */
  readonly from: number | null
  readonly to: number | null
  readonly sure: boolean
}

const MICROS = 1_000_000
/** Stamps of log lines are cut to the second, and views round start times. */
const SLACK = 2

/** Whether a table or view exists: before correlation no merged one does. Asking the catalogue would read all of it. */
export const hasTable = (db: Db, table: string): Promise<boolean> =>
  db.all(`SELECT 1 FROM ${q(table)} LIMIT 0`).then(
    () => true,
    (error: Error) => {
      if (/does not exist/.test(error.message)) return false
      throw error
    },
  )

/** The life of a row of `processes`; null when there is no such row. */
export async function lifetimeOf(db: Db, process: string): Promise<Lifetime | null> {
  if (!/^\d{1,15}$/.test(process) || !(await hasTable(db, 'processes'))) return null
  const rows = await db.all<{
    id: number
    host: number
    pid: number
    started: number | null
    error: number | null
    ended: number | null
  }>(
    `SELECT id, host, pid, started, started_error AS error, ended::TIMESTAMP AS ended FROM processes
     WHERE (host, pid) IN (SELECT (host, pid) FROM processes WHERE id = ?) ORDER BY started NULLS FIRST, id`,
    [Number(process)],
  )
  const at = rows.findIndex((row) => row.id === Number(process))
  const own = rows[at]
  if (!own) return null
  const early = (row: (typeof rows)[number]): number | null =>
    row.started === null ? null : row.started - ((row.error ?? 0) + SLACK) * MICROS
  const next = rows.slice(at + 1).find((row) => row.started !== null && row.started !== own.started)
  const ends = [own.ended === null ? null : own.ended + SLACK * MICROS, next ? early(next) : null].filter(
    (t): t is number => t !== null,
  )
  const from = early(own)
  return {
    host: own.host,
    pid: own.pid,
    from,
    to: ends.length > 0 ? Math.min(...ends) : null,
    sure: from !== null && !rows.some((row) => row !== own && row.started === null),
  }
}

/** The condition on `e` that an event's PID and time fit a life. */
export function lifetimeWhere(life: Lifetime): { where: string; params: SqlParam[] } {
  const where = ['e.pid = ?', 'e.host = ?']
  const params: SqlParam[] = [life.pid, life.host]
  if (life.from !== null) {
    where.push('e.ts >= make_timestamp(?)')
    params.push(life.from)
  }
  if (life.to !== null) {
    where.push('e.ts < make_timestamp(?)')
    params.push(life.to)
  }
  return { where: where.join(' AND '), params }
}

type Query = EventSet['queries'][number]

/**
 * Events whose line names a value. The entity's number is looked up first: compared with a number, tens of millions of
 * rows are read in a tenth of a second; joined, they are not. None when nothing names it.
 */
async function naming(
  db: Db,
  kind: string,
  value: string,
  host: number | null | undefined,
  how: string,
): Promise<Query[]> {
  const found = await db.all<{ id: number }>('SELECT id FROM entities WHERE kind = ? AND value = ?', [kind, value])
  if (found.length === 0) return []
  const ids = found.map((row) => row.id)
  const named = `SELECT first + unnest(members) AS id FROM event_ties WHERE entity IN (${ids.map(() => '?').join(', ')})`
  const several =
    typeof host === 'number' && ((await db.one<{ n: number }>('SELECT count(*) AS n FROM hosts'))?.n ?? 0) > 1
  const sql = several ? `SELECT e.id FROM (${named}) x JOIN events e ON e.id = x.id WHERE e.host = ?` : named
  return [{ sql, params: several ? [...ids, host] : ids, how }]
}

const tied = (ref: Ref): Query => ({
  sql: `SELECT a_id::BIGINT AS id FROM ties WHERE a_kind = 'event' AND b_kind = ? AND b_id = ?
    UNION ALL SELECT b_id::BIGINT FROM ties WHERE b_kind = 'event' AND a_kind = ? AND a_id = ?`,
  params: [ref.kind, ref.id, ref.kind, ref.id],
  how: 'the event was made from it',
})

async function processSet(db: Db, id: string): Promise<EventSet> {
  const life = await lifetimeOf(db, id)
  if (!life) return { queries: [], sure: true }
  const { where, params } = lifetimeWhere(life)
  const how =
    life.from === null
      ? `carries PID ${life.pid}; its start is not known`
      : `carries PID ${life.pid}, in the time it ran`
  return { queries: [{ sql: `SELECT e.id FROM events e WHERE ${where}`, params, how }], sure: life.sure }
}

const WILD = new Set(['*', '0.0.0.0', '::', '127.0.0.1', '::1', ''])

async function socketSet(db: Db, ref: Ref): Promise<EventSet> {
  if (!/^\d{1,15}$/.test(ref.id) || !(await hasTable(db, 'sockets'))) return { queries: [], sure: true }
  const row = await db.one<{
    host: number
    local_port: number | null
    remote_address: string | null
    remote_port: number | null
  }>('SELECT host, local_port, remote_address, remote_port FROM sockets WHERE id = ?', [Number(ref.id)])
  if (!row) return { queries: [], sure: true }
  const queries: Query[] = []
  let sure = true
  for (const { id, sure: certain } of await neighbours(db, ref, 'process')) {
    const set = await processSet(db, id)
    queries.push(...set.queries)
    sure &&= set.sure && certain
  }
  if (row.remote_address !== null && !WILD.has(row.remote_address))
    queries.push(...(await naming(db, 'address', row.remote_address, row.host, `names ${row.remote_address}`)))
  // Of a connection the chosen port tells more than the well-known one; of a listener its own.
  const ports =
    row.remote_port === null ? [row.local_port] : [row.local_port, row.remote_port].filter((p) => p! >= 1024)
  for (const port of ports)
    if (port) queries.push(...(await naming(db, 'port', String(port), row.host, `names port ${port}`)))
  return { queries, sure }
}

async function fileSet(db: Db, ref: Ref): Promise<EventSet> {
  if (!/^\d{1,15}$/.test(ref.id) || !(await hasTable(db, 'open_files'))) return { queries: [], sure: true }
  const row = await db.one<{ host: number; path: string; process: number | null }>(
    'SELECT host, path, process FROM open_files WHERE id = ?',
    [Number(ref.id)],
  )
  if (!row) return { queries: [], sure: true }
  const own = row.process === null ? null : await processSet(db, String(row.process))
  return {
    queries: [...(await naming(db, 'path', row.path, row.host, `names ${row.path}`)), ...(own?.queries ?? [])],
    sure: own?.sure ?? true,
  }
}

/** Things of one kind that `ties` joins to this one, in either direction. */
export async function neighbours(
  db: Db,
  ref: Ref,
  kind: string,
): Promise<readonly { id: string; how: string; sure: boolean }[]> {
  if (!(await hasTable(db, 'ties'))) return []
  return db.all(
    `SELECT id, string_agg(DISTINCT how, '; ' ORDER BY how) AS how, bool_and(sure) AS sure FROM (
       SELECT b_id AS id, how, sure FROM ties WHERE a_kind = ? AND a_id = ? AND b_kind = ?
       UNION ALL SELECT a_id, how, sure FROM ties WHERE b_kind = ? AND b_id = ? AND a_kind = ?)
     GROUP BY id ORDER BY length(id), id`,
    [ref.kind, ref.id, kind, ref.kind, ref.id, kind],
  )
}

/** The events of a thing. `findings` finds a finding's evidence lines. */
export async function eventSet(db: Db, ref: Ref, findings?: () => readonly Finding[]): Promise<EventSet> {
  const ties: Query[] = (await hasTable(db, 'ties')) ? [tied(ref)] : []
  const plus = (set: EventSet): EventSet => ({ queries: [...set.queries, ...ties], sure: set.sure })
  const one = (sql: string, params: SqlParam[], how: string): EventSet => ({
    queries: [{ sql, params, how }],
    sure: true,
  })
  switch (ref.kind) {
    case 'event':
      return one('SELECT e.id FROM events e WHERE e.id = ?', [Number(ref.id)], 'is it')
    case 'artifact':
      return one('SELECT e.id FROM events e WHERE e.artifact = ?', [Number(ref.id)], 'rests on this file')
    case 'host':
      return one('SELECT e.id FROM events e WHERE e.host = ?', [Number(ref.id)], 'is of this host')
    case 'program':
      return one(
        `SELECT e.id FROM events e WHERE e.program IN (SELECT id FROM words WHERE word = ?)${typeof ref.host === 'number' ? ' AND e.host = ?' : ''}`,
        typeof ref.host === 'number' ? [ref.id, ref.host] : [ref.id],
        `was logged by ${ref.id}`,
      )
    case 'address':
    case 'user':
    case 'port':
    case 'path':
      return plus({ queries: await naming(db, ref.kind, ref.id, ref.host, `names ${ref.kind} ${ref.id}`), sure: true })
    case 'interface': {
      const named =
        /^\d+$/.test(ref.id) && (await hasTable(db, 'interfaces'))
          ? await db.one<{ host: number; name: string }>('SELECT host, name FROM interfaces WHERE id = ?', [
              Number(ref.id),
            ])
          : null
      const name = named?.name ?? ref.id
      return plus({
        queries: await naming(db, 'interface', name, named?.host ?? ref.host, `names interface ${name}`),
        sure: true,
      })
    }
    case 'process':
      return plus(await processSet(db, ref.id))
    case 'socket':
      return plus(await socketSet(db, ref))
    case 'file':
      return plus(await fileSet(db, ref))
    case 'finding': {
      const finding = findings?.().find((f) => f.id === ref.id)
      return {
        queries: (finding?.evidence ?? []).map((proof) => ({
          sql: 'SELECT e.id FROM events e WHERE e.artifact = ? AND e.off <= ? AND e.off + e.len > ?',
          params: [proof.artifact, proof.off, proof.off],
          how: 'is evidence for it',
        })),
        sure: true,
      }
    }
  }
}
