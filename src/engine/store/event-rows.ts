/** Rows of `events` as the window shows them: names for numbers, and the text read from the evidence file. */
import type { EventRow } from '../../shared/model'
import type { Instant } from '../../shared/time'
import type { LogFormat } from '../define'
import type { Db } from './db'
import type { Files } from './files'
import { EVENT_KINDS } from './schema'

export interface StoredEvent {
  readonly id: number
  readonly us: number | null
  readonly kind: number
  readonly host: number
  readonly program: number | null
  readonly pid: number | null
  readonly facility: number | null
  readonly severity: number | null
  readonly artifact: number
  readonly off: number
  readonly len: number
  readonly msg: number
  readonly examiner: boolean
  readonly summarised: boolean
}

export const EVENT_COLUMNS =
  'e.id, epoch_us(e.ts) AS us, e.kind, e.host, e.program, e.pid, e.facility, e.severity, e.artifact, e.off, e.len, e.msg, e.examiner, e.summarised'

/** A row of the list shows this much of a message; the raw view shows all of it. Bytes. */
const TEXT = 8192

/** The text of an event's line. */
export function eventText(
  event: Pick<StoredEvent, 'artifact' | 'off' | 'len' | 'msg'>,
  files: Files,
  format?: LogFormat,
): string {
  const skip = Math.max(0, event.msg ?? 0)
  try {
    if (format?.message) {
      const text = format.message(files.read(event.artifact, event.off, Math.min(event.len, skip + TEXT)), skip)
      return text.length > TEXT ? `${text.slice(0, TEXT)}…` : text
    }
    const text = files
      .read(event.artifact, event.off + skip, Math.min(event.len - skip, TEXT))
      .toString('utf8')
      .replace(/\r?\n?$/, '')
    return event.len - skip > TEXT ? `${text}…` : text
  } catch (error) {
    return `(${error instanceof Error ? error.message : String(error)})`
  }
}

/** Words by number, read once and added to as needed. */
export function wordList(db: Db) {
  let words = new Map<number, string>()
  return {
    async get(ids: Iterable<number | null>): Promise<ReadonlyMap<number, string>> {
      const missing = [...new Set(ids)].filter((id): id is number => id !== null && !words.has(id))
      if (missing.length > 0)
        for (const row of await db.all<{ id: number; word: string }>(
          'SELECT id, word FROM words WHERE id IN (SELECT unnest(?::BIGINT[]))',
          [missing],
        ))
          words.set(row.id, row.word)
      return words
    },
    clear() {
      words = new Map()
    },
  }
}
export type Words = ReturnType<typeof wordList>

/** The log formats of artifacts, looked up once. */
export function formatList(db: Db, logs: ReadonlyMap<string, LogFormat>) {
  let known = new Map<number, LogFormat | undefined>()
  return {
    async get(artifacts: Iterable<number>): Promise<ReadonlyMap<number, LogFormat | undefined>> {
      const missing = [...new Set(artifacts)].filter((id) => id > 0 && !known.has(id))
      for (const id of missing) known.set(id, undefined)
      if (missing.length > 0)
        for (const { id, parser } of await db.all<{ id: number; parser: string | null }>(
          'SELECT id, parser FROM artifacts WHERE id IN (SELECT unnest(?::INTEGER[]))',
          [missing],
        ))
          known.set(id, logs.get(parser ?? ''))
      return known
    },
    clear() {
      known = new Map()
    },
  }
}
export type Formats = ReturnType<typeof formatList>

/** The summaries of those events that have one. */
async function summariesOf(db: Db, stored: readonly StoredEvent[]): Promise<ReadonlyMap<number, string>> {
  const ids = stored.filter((event) => event.summarised).map((event) => event.id)
  if (ids.length === 0) return new Map()
  const rows = await db.all<{ event: number; summary: string }>(
    'SELECT event, summary FROM summaries WHERE event BETWEEN ? AND ? AND event IN (SELECT unnest(?::BIGINT[]))',
    [Math.min(...ids), Math.max(...ids), ids],
  )
  return new Map(rows.map((row) => [row.event, row.summary]))
}

export async function eventRows(
  db: Db,
  stored: readonly StoredEvent[],
  words: Words,
  files: Files,
  formats: Formats,
): Promise<EventRow[]> {
  const summaries = await summariesOf(db, stored)
  const names = await words.get(stored.map((event) => event.program))
  const readers = await formats.get(stored.map((event) => event.artifact))
  return stored.map((event) => ({
    id: event.id,
    ts: event.us as Instant | null,
    kind: EVENT_KINDS[event.kind] ?? 'log',
    host: event.host,
    program: event.program === null ? null : (names.get(event.program) ?? null),
    pid: event.pid,
    facility: event.facility,
    severity: event.severity,
    text: summaries.get(event.id) ?? eventText(event, files, readers.get(event.artifact)),
    artifact: event.artifact,
    off: event.off,
    len: event.len,
    examiner: event.examiner === true,
  }))
}
