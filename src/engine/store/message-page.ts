/**
 * Pages of a message table. Its view joins every row with its event and its words, which is right for a rule but slow
 * for a page of millions: here the page's events are found first, by numbers alone, and only they are joined.
 */
import type { Cell } from '../../shared/model'
import type { Columns } from '../define'
import type { Db, SqlParam } from './db'
import { q } from './schema'

export interface MessageQuery {
  readonly table: string
  readonly columns: Columns
  /** Looked for in what the message says, not in when or where. */
  readonly text?: string
  readonly sort?: string
  readonly descending?: boolean
  readonly first: number
  readonly count: number
  /** A further condition on `m` (the message's row) and `e` (its event). */
  readonly also?: { readonly where: string; readonly params: readonly SqlParam[] }
}

/** Columns that come from the event, before and after those of the message. */
export const EVENT_BEFORE = ['host', 'ts', 'pid'] as const
export const EVENT_AFTER = ['artifact', 'off', 'len'] as const
const OF_EVENT = new Set<string>([...EVENT_BEFORE, ...EVENT_AFTER])

/** Rows have `id`, EVENT_BEFORE, the message's columns, EVENT_AFTER. */
export async function messagePage(
  db: Db,
  { table, columns, text, sort = 'id', descending, first, count, also }: MessageQuery,
  signal?: AbortSignal,
): Promise<{ rows: Cell[][]; total: number }> {
  const names = Object.keys(columns)
  const isText = (name: string) => columns[name]?.type === 'text'
  const where: string[] = []
  const params: SqlParam[] = []
  if (also) {
    where.push(also.where)
    params.push(...also.params)
  }
  if (text) {
    // The words that hold the text, once; then rows by number.
    const words = (
      await db.all<{ id: number }>('SELECT id FROM words WHERE contains(lower(word), lower(?))', [text], signal)
    ).map((row) => row.id)
    const tests = names.map((name) =>
      isText(name)
        ? `m.${q(name)} IN (SELECT unnest(?::BIGINT[]))`
        : `contains(lower(CAST(m.${q(name)} AS VARCHAR)), lower(?))`,
    )
    where.push(tests.length > 0 ? `(${tests.join(' OR ')})` : 'false')
    params.push(...names.map((name) => (isText(name) ? words : text)))
  }
  const ofEvent = OF_EVENT.has(sort) || also?.where.startsWith('e.')
  const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
  const from = `FROM ${q(`m_${table}`)} m ${ofEvent ? 'JOIN events e ON e.id = m.event' : ''}`
  const byWord = isText(sort)
  const key = sort === 'id' ? 'm.event' : OF_EVENT.has(sort) ? `e.${q(sort)}` : byWord ? 'sorted.word' : `m.${q(sort)}`
  const total = (await db.one<{ n: number }>(`SELECT count(*) AS n ${from} ${filter}`, params, signal))?.n ?? 0
  const page = await db.columns(
    `SELECT m.event ${from} ${byWord ? `LEFT JOIN words sorted ON sorted.id = m.${q(sort)}` : ''} ${filter}
     ORDER BY ${key} ${descending ? 'DESC' : 'ASC'} NULLS LAST, m.event LIMIT ? OFFSET ?`,
    [...params, count, first],
    signal,
  )
  const events = page[0] as number[]
  if (events.length === 0) return { rows: [], total }
  const shown = [
    'm.event',
    ...EVENT_BEFORE.map((name) => `e.${q(name)}`),
    ...names.map((name, i) => (isText(name) ? `w${i}.word` : `m.${q(name)}`)),
    ...EVENT_AFTER.map((name) => `e.${q(name)}`),
  ]
  const words = names
    .map((name, i) => (isText(name) ? `LEFT JOIN words w${i} ON w${i}.id = m.${q(name)}` : ''))
    .join(' ')
  const found = (await db.columns(
    `SELECT ${shown.join(', ')}
     FROM (SELECT * FROM ${q(`m_${table}`)} WHERE event IN (SELECT unnest(?::BIGINT[]))) m
     JOIN (SELECT id, ${[...OF_EVENT].map(q).join(', ')} FROM events WHERE id IN (SELECT unnest(?::BIGINT[]))) e ON e.id = m.event ${words}`,
    [events, events],
    signal,
  )) as Cell[][]
  const place = new Map(events.map((event, i) => [event, i]))
  const rows = Array.from({ length: found[0]?.length ?? 0 }, (_, i) => found.map((column) => column[i] ?? null))
  rows.sort((a, b) => place.get(a[0] as number)! - place.get(b[0] as number)!)
  return { rows, total }
}
