/**
 * The tables of `index.duckdb`. All of it is derived from evidence and can be rebuilt.
 *
 * Log text is not copied into the database: an event keeps the byte range of its line in the evidence file (or in the
 * decompressed copy of it), so import costs little more than reading, and the proof is the row itself. `text` filters
 * scan the files. An event that has no line of its own to show (a login read from a binary file) has a row in `summaries`.
 */
import type { Columns, ColumnType } from '../define'
import { FACETS } from '../facets'
import { PARTS } from './origin'

export const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  int: 'BIGINT',
  real: 'DOUBLE',
  bool: 'BOOLEAN',
  time: 'TIMESTAMP',
  list: 'VARCHAR[]',
}

/** Quotes an identifier; ids come from file names of this project, but a keyword is still a keyword. */
export const q = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const columnsDdl = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, column]) => `${q(name)} ${SQL_TYPE[column.type]}`)
    .join(', ')

/** Where a row comes from: host, artifact, 1-based line (null in logs), byte offset and length in the plain file. */
export const ORIGIN = 'host INTEGER, capture INTEGER, artifact INTEGER, line INTEGER, off BIGINT, len INTEGER'

export const CORE_TABLES = {
  meta: 'key VARCHAR, value VARCHAR',
  hosts: 'id INTEGER, name VARCHAR, os VARCHAR, kernel VARCHAR',
  captures:
    'id INTEGER, host INTEGER, kind VARCHAR, source VARCHAR, captured_at TIMESTAMP, booted_at TIMESTAMP, zone VARCHAR, zone_reason VARCHAR',
  /**
   * What a capture could not see. about: the topics that it concerns, none for everything; derived: told by what was
   * read, and made anew with the merged tables, not stated by the bundle.
   */
  limits: 'capture INTEGER, host INTEGER, about VARCHAR[], says VARCHAR, derived BOOLEAN',
  artifacts:
    'id INTEGER, capture INTEGER, host INTEGER, path VARCHAR, sha256 VARCHAR, size BIGINT, mtime TIMESTAMP, parser VARCHAR, confidence DOUBLE, command VARCHAR, zone VARCHAR, zone_reason VARCHAR, year INTEGER, year_reason VARCHAR, truncated VARCHAR, refused VARCHAR, state VARCHAR, fault VARCHAR, rows BIGINT, noise BIGINT, unparsed BIGINT, link_target VARCHAR, not_read VARCHAR',
  /** The first 10,000 unparsed lines of a file; artifacts.unparsed holds the full count. */
  unparsed: 'artifact INTEGER, line INTEGER, off BIGINT, len INTEGER, reason VARCHAR',
  /** Line number at every few megabytes, so that an offset becomes a line number without reading the file from its start. */
  line_index: 'artifact INTEGER, off BIGINT, line BIGINT',
  /** Host and program names as logged; events hold the number. */
  words: 'id INTEGER, word VARCHAR',
  /**
   * Read through the view `events`, whose severity and facility are RFC 5424 numbers, kind an index into EVENT_KINDS, program
   * and log_host ids in words (see origin.ts for how they lie here). msg: where the message begins within the line.
   */
  event_rows: 'id BIGINT, ts TIMESTAMP, origin BIGINT, who BIGINT, off BIGINT, len INTEGER, msg INTEGER, pid INTEGER',
  /** Of events without a line of text of their own (`summarised`). */
  summaries: 'event BIGINT, summary VARCHAR',
  entities: 'id INTEGER, kind VARCHAR, value VARCHAR',
  /** Which events name a thing, a row for each batch of events in which one does: `first` + each of `members`. */
  event_ties: 'entity INTEGER, first BIGINT, members USMALLINT[]',
} as const

export const EVENT_KINDS = [
  'log',
  'login',
  'logout',
  'boot',
  'process',
  'socket',
  'file',
  'capture',
  'command',
  'package',
] as const

/** Names that a probe or message kind may not take. Merged tables are built by correlation from `sight_*`. */
export const MERGED_TABLES = [
  'sockets',
  'processes',
  'open_files',
  'interfaces',
  'routes',
  'neighbours',
  'logins',
  'accounts',
  'service_names',
  'hops',
  'packages',
  'scheduled_jobs',
  'daemons',
  'ties',
] as const

export const coreDdl = (): string[] => [
  ...Object.entries(CORE_TABLES).map(([name, columns]) => `CREATE TABLE IF NOT EXISTS ${q(name)} (${columns})`),
  ...Object.entries(FACETS).map(
    ([facet, columns]) =>
      `CREATE TABLE IF NOT EXISTS ${q(`sight_${facet}`)} (id BIGINT, probe VARCHAR, ${ORIGIN}, ${columnsDdl(columns)})`,
  ),
  `CREATE OR REPLACE VIEW events AS SELECT id, ts, off, len, msg, origin, ${PARTS.join(', ')} FROM event_rows`,
  // The same pair by pair.
  'CREATE OR REPLACE VIEW event_entities AS SELECT first + unnest(members) AS event, entity FROM event_ties',
]

/** A probe's table; made when its first row arrives, so that a missing table means `not captured`. */
export const probeDdl = (id: string, columns: Columns): string =>
  `CREATE TABLE IF NOT EXISTS ${q(id)} (${ORIGIN}, ${columnsDdl(columns)})`

/**
 * A message kind's rows: `m_<id>` holds numbers only (text columns as ids in words), the view `<id>` shows text and
 * joins the event for host, ts, logged_by (the program), artifact, off and len.
 */
export const messageDdl = (id: string, columns: Columns): string[] => {
  const names = Object.entries(columns)
  const physical = names.map(([n, c]) => `${q(n)} ${c.type === 'text' ? 'INTEGER' : SQL_TYPE[c.type]}`).join(', ')
  const shown = names
    .map(([n, c]) => (c.type === 'text' ? `(SELECT word FROM words w WHERE w.id = m.${q(n)}) AS ${q(n)}` : `m.${q(n)}`))
    .join(', ')
  return [
    `CREATE TABLE IF NOT EXISTS ${q(`m_${id}`)} (event BIGINT, ${physical})`,
    `CREATE OR REPLACE VIEW ${q(id)} AS SELECT e.host, e.ts, m.event, (SELECT word FROM words w WHERE w.id = e.program) AS logged_by, e.pid, e.artifact, NULL::INTEGER AS line, e.off, e.len, ${shown} FROM ${q(`m_${id}`)} m JOIN events e ON e.id = m.event`,
  ]
}
