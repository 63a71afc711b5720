/**
 * What is tied to a thing: the one place that leads from any socket, process, file, log line, address or user to all the
 * others in one step. Sockets, processes and files lead to each other through the process that holds them; values
 * (addresses, users, ports, paths) through the rows that name them.
 */
import type { Finding, Ref, RefKind } from '../../shared/model'
import type { Db, SqlParam } from './db'
import { hasTable, lifetimeOf, neighbours } from './event-sets'

export interface Tie {
  readonly how: string
  readonly sure: boolean
}
/** Row ids, or values, with why. */
export type Ties = Map<string, Tie>

export interface Relations {
  readonly process: Ties
  readonly socket: Ties
  readonly file: Ties
  readonly login: Ties
  readonly interface: Ties
  readonly address: Ties
  readonly user: Ties
  readonly port: Ties
  readonly path: Ties
  readonly program: Ties
  readonly artifact: Ties
  readonly finding: Ties
}

/** Merged tables by the kind of their rows. */
export const ROW_TABLES = {
  process: 'processes',
  socket: 'sockets',
  file: 'open_files',
  login: 'logins',
  interface: 'interfaces',
} as const
export type RowKind = keyof typeof ROW_TABLES
export const isRowKind = (kind: string): kind is RowKind => Object.hasOwn(ROW_TABLES, kind)
const ROW_KINDS = Object.keys(ROW_TABLES) as RowKind[]

const VALUES = ['address', 'user', 'port', 'path', 'program'] as const
export type ValueKind = (typeof VALUES)[number]
export const isValueKind = (kind: string): kind is ValueKind => (VALUES as readonly string[]).includes(kind)

/** Where each merged table names a value. `list` columns hold several. */
const NAMES: Readonly<Record<RowKind, Readonly<Partial<Record<ValueKind, readonly string[]>>>>> = {
  process: { user: ['user'], path: ['exe'], program: ['name'] },
  socket: {
    address: ['local_address', 'remote_address'],
    port: ['local_port', 'remote_port'],
    user: ['user'],
    path: ['path'],
    program: ['program'],
  },
  file: { user: ['user'], path: ['path'], program: ['program'] },
  login: { user: ['account'], address: ['source'] },
  interface: {},
}
const NOWHERE = new Set(['*', '0.0.0.0', '::', '', '0'])
/** No more rows than this are followed: a link list shows fifty and a count. */
const FOLLOWED = 20_000

const add = (ties: Ties, id: string, tie: Tie) => {
  const known = ties.get(id)
  // A tie that is sure stays sure, whatever else leads there.
  if (!known || (tie.sure && !known.sure)) ties.set(id, tie)
}

const empty = (): Relations => ({
  process: new Map(),
  socket: new Map(),
  file: new Map(),
  login: new Map(),
  interface: new Map(),
  address: new Map(),
  user: new Map(),
  port: new Map(),
  path: new Map(),
  program: new Map(),
  artifact: new Map(),
  finding: new Map(),
})

const isId = (text: string) => /^\d{1,15}$/.test(text)

/** Rows of a merged table that name a value. */
async function naming(
  db: Db,
  kind: RowKind,
  value: ValueKind,
  text: string,
  host: number | null | undefined,
): Promise<readonly string[]> {
  const tests = (NAMES[kind][value] ?? []).map((column) => `"${column}"::VARCHAR = ?`)
  // An interface lists its addresses with their prefix lengths.
  if (kind === 'interface' && value === 'address')
    tests.push(`list_contains([split_part(a, '/', 1) FOR a IN addresses], ?)`)
  if (tests.length === 0 || NOWHERE.has(text)) return []
  const params: SqlParam[] = tests.map(() => text)
  const where = tests.join(' OR ')
  const mine = typeof host === 'number'
  const rows = await db.all<{ id: number }>(
    `SELECT id FROM ${ROW_TABLES[kind]} WHERE (${where})${mine ? ' AND host = ?' : ''} ORDER BY id LIMIT ${FOLLOWED}`,
    mine ? [...params, host] : params,
  )
  return rows.map((row) => String(row.id))
}

/** From processes to what they hold, or back: through `ties`. */
async function across(db: Db, from: RowKind, ids: Ties, to: RowKind, into: Ties): Promise<void> {
  const list = [...ids.keys()].filter(isId).slice(0, FOLLOWED)
  if (list.length === 0) return
  const rows = await db.all<{ via: string; id: string; how: string; sure: boolean }>(
    `SELECT a_id AS via, b_id AS id, how, sure FROM ties WHERE a_kind = ? AND b_kind = ? AND a_id IN (SELECT unnest(?::VARCHAR[]))
     UNION ALL SELECT b_id, a_id, how, sure FROM ties WHERE b_kind = ? AND a_kind = ? AND b_id IN (SELECT unnest(?::VARCHAR[]))
     LIMIT ${FOLLOWED}`,
    [from, to, list, from, to, list],
  )
  for (const { via, id, how, sure } of rows) {
    const first = ids.get(via)!
    add(into, id, { how: first.how === '' ? how : `${first.how}; ${how}`, sure: sure && first.sure })
  }
}

/** The processes an event's PID may mean; more than one when PIDs were used again. */
async function processesOf(db: Db, event: { host: number; pid: number | null; us: number | null }): Promise<Ties> {
  const out: Ties = new Map()
  if (event.pid === null) return out
  const rows = await db.all<{ id: number }>('SELECT id FROM processes WHERE host = ? AND pid = ? ORDER BY id', [
    event.host,
    event.pid,
  ])
  for (const { id } of rows) {
    const life = await lifetimeOf(db, String(id))
    if (!life || (event.us !== null && life.from !== null && event.us < life.from)) continue
    if (event.us !== null && life.to !== null && event.us >= life.to) continue
    const how =
      life.from === null
        ? `carries PID ${event.pid}; when the process started is not known`
        : event.us === null
          ? `carries PID ${event.pid}, but no time`
          : `carries PID ${event.pid}, in the time the process ran`
    out.set(String(id), { how, sure: life.sure && event.us !== null })
  }
  if (out.size > 1) for (const [id, tie] of out) out.set(id, { ...tie, sure: false })
  return out
}

async function ofEvent(db: Db, id: string, out: Relations): Promise<void> {
  const event = await db.one<{
    host: number
    pid: number | null
    us: number | null
    artifact: number
    word: string | null
  }>(
    `SELECT e.host, e.pid, epoch_us(e.ts) AS us, e.artifact, (SELECT word FROM words w WHERE w.id = e.program) AS word FROM events e WHERE e.id = ?`,
    [Number(id)],
  )
  if (!event) return
  if (event.artifact > 0) add(out.artifact, String(event.artifact), { how: 'holds its line', sure: true })
  if (event.word) add(out.program, event.word, { how: 'wrote it', sure: true })
  const named = await db.all<{ kind: string; value: string }>(
    `SELECT x.kind, x.value FROM event_ties t JOIN entities x ON x.id = t.entity
     WHERE t.first BETWEEN $1 - 65535 AND $1 AND list_contains(t.members, TRY_CAST($1 - t.first AS USMALLINT)) ORDER BY x.kind, x.value`,
    [Number(id)],
  )
  for (const { kind, value } of named) {
    if (isValueKind(kind)) add(out[kind], value, { how: 'the line names it', sure: true })
    if (kind === 'interface' && (await hasTable(db, 'interfaces')))
      for (const row of await db.all<{ id: number }>('SELECT id FROM interfaces WHERE host = ? AND name = ?', [
        event.host,
        value,
      ]))
        add(out.interface, String(row.id), { how: 'the line names it', sure: true })
  }
  if (!(await hasTable(db, 'processes'))) return
  for (const kind of ROW_KINDS)
    for (const { id: other, how, sure } of await neighbours(db, { kind: 'event', id }, kind))
      add(out[kind], other, { how, sure })
  for (const [process, tie] of await processesOf(db, event)) add(out.process, process, tie)
  // What the line names: peers before ports, which many share.
  for (const { kind, value } of named)
    for (const row of ROW_KINDS)
      if (isValueKind(kind) && (kind !== 'user' || row === 'login') && (kind !== 'port' || row === 'socket'))
        for (const other of await naming(db, row, kind, value, event.host))
          add(out[row], other, { how: `the line names ${kind} ${value}`, sure: kind !== 'port' })
}

async function values(db: Db, kind: RowKind, ids: Ties, out: Relations, self: Ref): Promise<void> {
  const list = [...ids.keys()].filter(isId).map(Number).slice(0, FOLLOWED)
  const columns = VALUES.flatMap((value) => (NAMES[kind][value] ?? []).map((column) => ({ value, column })))
  if (list.length === 0 || columns.length === 0) return
  const rows = await db.all<{ n: number; id: number; v: string }>(
    columns
      .map(
        ({ column }, n) =>
          `SELECT ${n} AS n, min(id) AS id, "${column}"::VARCHAR AS v FROM ${ROW_TABLES[kind]} WHERE id IN (SELECT unnest(?::BIGINT[])) AND "${column}" IS NOT NULL GROUP BY v`,
      )
      .join(' UNION ALL ')
      .concat(` ORDER BY n, id LIMIT ${FOLLOWED}`),
    columns.map(() => list),
  )
  for (const { n, id, v } of rows) {
    const { value, column } = columns[n]!
    // lsof's names of sockets (`*:22 (LISTEN)`, `type=SOCK_PACKET`) stand where paths do, and are none.
    if (NOWHERE.has(v) || (value === 'path' && !/^[/@]/.test(v)) || (self.kind === value && self.id === v)) continue
    const via = ids.get(String(id))!
    const what = `${column.replaceAll('_', ' ')} of ${kind === self.kind ? 'it' : `the ${kind}`}`
    add(out[value], v, { how: via.how === '' ? what : `${what} (${via.how})`, sure: via.sure })
  }
}

/** Ties of an artifact: the rows that rest on its lines. */
async function ofArtifact(db: Db, id: string, out: Relations): Promise<void> {
  for (const { kind, id: row } of await db.all<{ kind: string; id: string }>(
    `SELECT DISTINCT kind, id FROM proofs WHERE artifact = ? LIMIT ${FOLLOWED}`,
    [Number(id)],
  ))
    if (isRowKind(kind)) add(out[kind], row, { how: 'a line of this file shows it', sure: true })
}

/** All that is tied to a thing, the thing itself left out. Before correlation only what events name. */
export async function relationsOf(db: Db, ref: Ref, findings: readonly Finding[] = []): Promise<Relations> {
  const out = empty()
  const own: Tie = { how: '', sure: true }
  const ready = await hasTable(db, 'ties')
  for (const finding of findings)
    if (finding.subjects.some((s) => s.ref.kind === ref.kind && s.ref.id === ref.id))
      add(out.finding, finding.id, { how: 'the finding is about it', sure: true })
  if (ref.kind === 'event') await ofEvent(db, ref.id, out)
  else if (ready && ref.kind === 'artifact') await ofArtifact(db, ref.id, out)
  else if (ref.kind === 'finding') {
    const finding = findings.find((f) => f.id === ref.id)
    for (const { ref: subject, how, sure } of finding?.subjects ?? [])
      if (subject.kind !== 'event' && subject.kind !== 'finding' && subject.kind !== 'host')
        add(out[subject.kind], subject.id, { how, sure })
    for (const proof of finding?.evidence ?? [])
      add(out.artifact, String(proof.artifact), { how: 'holds evidence for it', sure: true })
  } else if (ready && isValueKind(ref.kind)) {
    for (const kind of ROW_KINDS)
      for (const id of await naming(db, kind, ref.kind, ref.id, ref.host))
        add(out[kind], id, { how: `names ${ref.kind} ${ref.id}`, sure: true })
  } else if (ready && isRowKind(ref.kind)) add(out[ref.kind], ref.id, own)
  if (!ready) return out

  if (ref.kind !== 'artifact' && ref.kind !== 'host') {
    await across(db, 'socket', out.socket, 'process', out.process)
    await across(db, 'file', out.file, 'process', out.process)
    await across(db, 'interface', out.interface, 'process', out.process)
    // Not back to where it came from: the other sockets of a daemon have nothing to do with one peer's address.
    if (!['socket', 'address', 'port'].includes(ref.kind))
      await across(db, 'process', out.process, 'socket', out.socket)
    if (!['file', 'path'].includes(ref.kind)) await across(db, 'process', out.process, 'file', out.file)
    await across(db, 'process', out.process, 'interface', out.interface)
  }
  if (ref.kind === 'process') {
    const family: Ties = new Map()
    await across(db, 'process', new Map([[ref.id, own]]), 'process', family)
    for (const [id, tie] of family) add(out.process, id, tie)
  }
  for (const kind of ['socket', 'process', 'file', 'login'] as const) await values(db, kind, out[kind], out, ref)
  if (ref.kind === 'interface')
    for (const { address } of await db.all<{ address: string }>(
      `SELECT DISTINCT split_part(a, '/', 1) AS address FROM (SELECT unnest(addresses) AS a FROM interfaces WHERE id = ?) ORDER BY 1`,
      [isId(ref.id) ? Number(ref.id) : -1],
    ))
      add(out.address, address, { how: 'the interface has it', sure: true })
  if (isRowKind(ref.kind)) {
    for (const { artifact } of await db.all<{ artifact: number }>(
      'SELECT DISTINCT artifact FROM proofs WHERE kind = ? AND id = ? AND artifact > 0 ORDER BY artifact',
      [ref.kind, ref.id],
    ))
      add(out.artifact, String(artifact), { how: 'a line of it shows it', sure: true })
    out[ref.kind].delete(ref.id)
  }
  if (isValueKind(ref.kind)) out[ref.kind].delete(ref.id)
  return out
}

/** Ids of the rows of one kind that are tied to a thing; itself included when it is of that kind. */
export async function relatedIds(db: Db, ref: Ref, kind: RowKind, findings?: readonly Finding[]): Promise<number[]> {
  const relations = await relationsOf(db, ref, findings)
  const ids = [...relations[kind].keys()].filter(isId).map(Number)
  return (ref.kind as RefKind | 'login') === kind && isId(ref.id) ? [Number(ref.id), ...ids] : ids
}
