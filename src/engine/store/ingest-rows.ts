/** Appends batches to the tables of the index, turning a worker's numbers into those of the index. */
import { isUtf8 } from 'node:buffer'
import { randomInt } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ENTITY_KINDS } from '../correlate/entity-tables'
import { FACETS } from '../facets'
import { type Batch, WORD_KIND } from '../parse/batch'
import { type Fresh, openHashIds } from '../parse/dictionary'
import { type Packed, packTexts, writeI64 } from '../parse/pack'
import type { Parsers } from '../parse/runner'
import { openAppender, type Source, type TableAppender } from './append'
import { orMinusOne, packOrigin, packWho } from './origin'
import { CORE_TABLES, messageDdl, probeDdl, q } from './schema'

/** A worker's numbers -> those of the index. */
export interface WorkerIds {
  names: Int32Array
  things: Int32Array
}
export const newWorkerIds = (): WorkerIds => ({ names: new Int32Array(256), things: new Int32Array(4096) })

/** Where the rows of a task belong, and how many lines of the artifact came before it. */
export interface Place {
  readonly host: number
  readonly capture: number
  readonly artifact: number
  readonly parser: string
  readonly lines: number
  /** How many more unparsed lines of this artifact are listed. */
  unparsed: number
}

export interface IndexWriter {
  /** Appends one batch. Rows and events that were appended are told, to know when to commit. */
  append(batch: Batch, ids: WorkerIds, place: Place): Promise<number>
  /** Takes over a batch's names without its rows, so that later batches of its worker can be read. */
  skip(batch: Batch, ids: WorkerIds): Promise<void>
  flush(): void
  /** Whether tables were made since the last call: what goes on beside the transaction that made them cannot see them. */
  made(): boolean
  /** Goes on with the other connection. */
  turn(): void
  /** Removes the rows of an artifact from all tables. */
  forget(artifact: number): Promise<void>
  close(): void
}

const decoder = new TextDecoder()
const all = (of: 'i8' | 'i32' | 'i64' | 'bool' | 'text', value: number | string | null): Source => ({
  type: 'all',
  of,
  value,
})
const NEXT_ID = (table: string) => `SELECT coalesce(max(id), -1) + 1 AS next FROM ${q(table)}`

async function number(raw: DuckDBConnection, sql: string): Promise<number> {
  const rows = await (await raw.run(sql)).getRows()
  return Number(rows[0]![0])
}

/** With a second connection rows go to one while the other commits (see `turn`). */
export async function openIndexWriter(
  first: DuckDBConnection,
  second: DuckDBConnection | null,
  parsers: Parsers,
): Promise<IndexWriter> {
  const sides = [first, second].flatMap((connection) =>
    connection ? [{ connection, appenders: new Map<string, TableAppender>() }] : [],
  )
  let side = 0
  let { connection: raw, appenders } = sides[0]!
  let fresh = false
  const made = new Set<string>()
  const nextSight = new Map<string, number>()
  let nextEvent = await number(raw, NEXT_ID('event_rows'))
  let nextWord = await number(raw, NEXT_ID('words'))
  let nextEntity = await number(raw, NEXT_ID('entities'))
  const words = openHashIds([randomInt(2 ** 31), randomInt(2 ** 31)])
  const entities = openHashIds([randomInt(2 ** 31), randomInt(2 ** 31)])

  const load = async (sql: string, take: (id: number, kind: number, bytes: Uint8Array) => void) => {
    const encoder = new TextEncoder()
    const result = await raw.stream(sql)
    for await (const rows of result.yieldRows())
      for (const [id, kind, value] of rows) take(Number(id), Number(kind), encoder.encode(String(value)))
  }
  if (nextWord > 0)
    await load('SELECT id, 0, word FROM words ORDER BY id', (id, _, bytes) => {
      if (words.get(WORD_KIND, bytes, 0, bytes.length) < 0) words.put(id)
    })
  if (nextEntity > 0) {
    const kinds = ENTITY_KINDS.map((kind, i) => `WHEN '${kind}' THEN ${i}`).join(' ')
    await load(`SELECT id, CASE kind ${kinds} END, value FROM entities ORDER BY id`, (id, kind, bytes) => {
      if (entities.get(kind, bytes, 0, bytes.length) < 0) entities.put(id)
    })
  }

  const table = async (name: string): Promise<TableAppender> => {
    let appender = appenders.get(name)
    if (!appender) {
      appender = await openAppender(raw, name)
      appenders.set(name, appender)
    }
    return appender
  }
  const make = async (name: string, ddl: readonly string[]): Promise<void> => {
    if (made.has(name)) return
    fresh = true
    for (const sql of ddl) await raw.run(sql)
    made.add(name)
  }

  /** Registers new entries; `map` gets their numbers in the index. */
  const register = async (fresh: Fresh | null, old: Int32Array): Promise<Int32Array> => {
    if (!fresh) return old
    const { base, kinds, ends, bytes } = fresh
    let map = old
    if (base + kinds.length > map.length) {
      map = new Int32Array(Math.max(map.length * 2, base + kinds.length))
      map.set(old)
    }
    // Names of the suspect may be no UTF-8; the index holds text.
    const clean = isUtf8(bytes)
    const newWords: number[] = []
    const newEntities: number[] = []
    for (let i = 0; i < kinds.length; i++) {
      const from = i === 0 ? 0 : ends[i - 1]!
      const to = ends[i]!
      const kind = kinds[i]!
      const ids = kind === WORD_KIND ? words : entities
      let id = ids.get(kind, bytes, from, to)
      if (id < 0) {
        id = kind === WORD_KIND ? nextWord++ : nextEntity++
        ids.put(id)
        ;(kind === WORD_KIND ? newWords : newEntities).push(i)
      }
      map[base + i] = id
    }
    const texts = (list: readonly number[]): Packed => {
      if (!clean)
        return packTexts(list.map((i) => decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!))))
      // The ranges that are new, packed anew without making strings of them.
      const out = new Uint32Array(list.length)
      let used = 0
      for (const i of list) used += ends[i]! - (i === 0 ? 0 : ends[i - 1]!)
      const packed = new Uint8Array(used)
      used = 0
      for (const [n, i] of list.entries()) {
        const from = i === 0 ? 0 : ends[i - 1]!
        packed.set(bytes.subarray(from, ends[i]!), used)
        used += ends[i]! - from
        out[n] = used
      }
      return { type: 'text', bytes: packed, ends: out, valid: null }
    }
    const i32 = (start: number, count: number): Packed => {
      const data = new Int32Array(count)
      for (let i = 0; i < count; i++) data[i] = start + i
      return { type: 'i32', data: new Uint8Array(data.buffer), valid: null }
    }
    if (newWords.length > 0)
      (await table('words')).append(newWords.length, [
        i32(nextWord - newWords.length, newWords.length),
        texts(newWords),
      ])
    if (newEntities.length > 0)
      (await table('entities')).append(newEntities.length, [
        i32(nextEntity - newEntities.length, newEntities.length),
        packTexts(newEntities.map((i) => ENTITY_KINDS[kinds[i]!]!)),
        texts(newEntities),
      ])
    return map
  }
  const mapped = (packed: Packed, map: Int32Array): Packed => {
    if (packed.type !== 'id') return packed
    const { data } = packed
    for (let i = 0; i < data.length; i++) data[i] = data[i]! < 0 ? 0 : map[data[i]!]!
    return packed
  }
  /** Numbers of events in the batch -> ids, 64 bits. */
  const eventIds = (events: Uint32Array, first: number): Packed => {
    const halves = new Int32Array(events.length * 2)
    for (let i = 0; i < events.length; i++) writeI64(halves, i, first + events[i]!)
    return { type: 'i64', data: new Uint8Array(halves.buffer), valid: null }
  }
  const registerAll = async (batch: Batch, ids: WorkerIds): Promise<void> => {
    ids.names = await register(batch.names, ids.names)
    ids.things = await register(batch.things, ids.things)
  }

  return {
    async append(batch, ids, place) {
      await registerAll(batch, ids)
      const host = all('i32', place.host)
      const artifact = all('i32', place.artifact)
      const origin = [host, all('i32', place.capture), artifact]
      const first = nextEvent
      let rows = 0
      const { events, links } = batch
      if (events) {
        nextEvent += events.rows
        rows += events.rows
        ;(await table('event_rows')).append(events.rows, [
          { type: 'sequence', start: first },
          events.ts,
          packOrigin(events.rows, place, { ...events, summarised: events.summary !== null }),
          packWho(events.rows, ids.names, events.logHost, events.program),
          events.off,
          events.len,
          events.msg,
          orMinusOne(events.rows, events.pid),
        ])
        if (events.summary)
          (await table('summaries')).append(events.rows, [{ type: 'sequence', start: first }, events.summary])
      }
      if (links) {
        const { things: named, stops, members } = links
        const map = ids.things
        for (let i = 0; i < named.length; i++) named[i] = map[named[i]!]!
        const data = new Uint8Array(named.buffer, named.byteOffset, named.byteLength)
        ;(await table('event_ties')).append(named.length, [
          { type: 'i32', data, valid: null },
          all('i64', first),
          { type: 'list16', stops, members },
        ])
      }
      for (const { id, event, rows: message } of batch.messages) {
        await make(`m_${id}`, messageDdl(id, parsers.messages.get(id)!.columns))
        const columns = message.columns.map((c) => mapped(c, ids.things))
        ;(await table(`m_${id}`)).append(message.rows, [eventIds(event, first), ...columns])
        rows += message.rows
      }
      if (batch.rows) {
        await make(place.parser, [probeDdl(place.parser, parsers.probes.get(place.parser)!.columns)])
        ;(await table(place.parser)).append(batch.rows.rows, [...origin, ...batch.rows.columns])
        rows += batch.rows.rows
      }
      for (const { facet, rows: seen } of batch.sights) {
        const name = `sight_${facet}`
        const start = nextSight.get(name) ?? (await number(raw, NEXT_ID(name)))
        nextSight.set(name, start + seen.rows)
        ;(await table(name)).append(seen.rows, [
          { type: 'sequence', start },
          all('text', place.parser),
          ...origin,
          ...seen.columns,
        ])
        rows += seen.rows
      }
      if (batch.unparsed && place.unparsed > 0) {
        const { line, off, len, reason } = batch.unparsed
        const count = Math.min(line.length, place.unparsed)
        place.unparsed -= count
        const lines = Int32Array.from(line.slice(0, count), (n) => place.lines + n + 1)
        const offsets = new Int32Array(count * 2)
        for (let i = 0; i < count; i++) writeI64(offsets, i, off[i]!)
        ;(await table('unparsed')).append(count, [
          artifact,
          { type: 'i32', data: new Uint8Array(lines.buffer), valid: null },
          { type: 'i64', data: new Uint8Array(offsets.buffer), valid: null },
          { type: 'i32', data: new Uint8Array(Int32Array.from(len.slice(0, count)).buffer), valid: null },
          packTexts(reason.slice(0, count)),
        ])
      }
      if (batch.index.length > 0) {
        const offsets = new Int32Array(batch.index.length * 2)
        const lines = new Int32Array(batch.index.length * 2)
        for (const [i, [off, line]] of batch.index.entries()) {
          writeI64(offsets, i, off)
          writeI64(lines, i, place.lines + line + 1)
        }
        ;(await table('line_index')).append(batch.index.length, [
          artifact,
          { type: 'i64', data: new Uint8Array(offsets.buffer), valid: null },
          { type: 'i64', data: new Uint8Array(lines.buffer), valid: null },
        ])
      }
      return rows
    },
    skip: registerAll,
    flush() {
      for (const appender of appenders.values()) appender.flush()
    },
    made() {
      const was = fresh
      fresh = false
      return was
    },
    turn() {
      side = (side + 1) % sides.length
      raw = sides[side]!.connection
      appenders = sides[side]!.appenders
    },
    async forget(artifact) {
      for (const appender of appenders.values()) appender.flush()
      const present = await (
        await raw.run(
          `SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND database_name = current_database()`,
        )
      ).getRows()
      const known = new Set(present.map(([name]) => String(name)))
      const ofArtifact = `(SELECT id FROM events WHERE artifact = ${artifact})`
      for (const id of parsers.messages.keys())
        if (known.has(`m_${id}`)) await raw.run(`DELETE FROM ${q(`m_${id}`)} WHERE event IN ${ofArtifact}`)
      await raw.run(`DELETE FROM event_ties WHERE first IN ${ofArtifact}`)
      await raw.run(`DELETE FROM summaries WHERE event IN ${ofArtifact}`)
      await raw.run(`DELETE FROM event_rows WHERE id IN ${ofArtifact}`)
      const owned = ['unparsed', 'line_index', ...Object.keys(FACETS).map((facet) => `sight_${facet}`)]
      for (const name of [...owned, ...parsers.probes.keys()])
        if (known.has(name) && (!(name in CORE_TABLES) || owned.includes(name)))
          await raw.run(`DELETE FROM ${q(name)} WHERE artifact = ${artifact}`)
    },
    close() {
      for (const { appenders: open } of sides) {
        for (const appender of open.values()) appender.close()
        open.clear()
      }
    },
  }
}
