/**
 * The index of a case: `<case>/index.duckdb`. One instance per process and any number of connections: DuckDB raises no
 * error when the same file is opened twice in one process, and the two then do not see each other's rows.
 */
import { createHash } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api'
import { Fault } from '../../shared/fault'
import { coreDdl } from './schema'
import { transaction } from './transaction'
import { bindings, fromDuck, type SqlParam, type SqlRow, type SqlValue } from './values'

export type { SqlParam, SqlRow, SqlValue }

/** A column's numbers as they lie in memory. */
export type Numbers = { readonly [index: number]: number; readonly length: number }

/** One connection. Queries on it run one after another, in the order asked for. */
export interface Connection {
  /** All rows. `signal` interrupts the running query (Fault `cancelled`). Statements are prepared once per text. */
  all<T = SqlRow>(sql: string, params?: readonly SqlParam[], signal?: AbortSignal): Promise<T[]>
  /** The first row, or null. */
  one<T = SqlRow>(sql: string, params?: readonly SqlParam[], signal?: AbortSignal): Promise<T | null>
  run(sql: string, params?: readonly SqlParam[], signal?: AbortSignal): Promise<void>
  /** All rows as columns, for results by the hundred thousand. */
  columns(sql: string, params?: readonly SqlParam[], signal?: AbortSignal): Promise<SqlValue[][]>
  /**
   * Rows as they come, in chunks of at most 2048: the memory of each column, valid during the call. For columns of
   * numbers of 32 bits or less, and DOUBLE, that hold no NULL: what goes by the million. `held` computes all of it on
   * all processors before the first chunk: faster where few rows are left of many, at the price of their memory.
   */
  chunks(
    sql: string,
    params: readonly SqlParam[],
    take: (columns: readonly Numbers[], rows: number) => void,
    signal?: AbortSignal,
    held?: boolean,
  ): Promise<void>
  /** Raw use (appenders, chunks, table functions), queued like any query; the connection is the caller's meanwhile. */
  use<T>(work: (raw: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Queries that run or wait. */
  readonly pending: number
  close(): void
}

export interface Db extends Omit<Connection, 'use' | 'pending' | 'close'> {
  readonly path: string
  /** True when the index holds nothing yet: the engine derives it from the evidence. */
  readonly fresh: boolean
  /** Why an older index was set aside, and where it is now; null when there was none. */
  readonly setAside: { readonly path: string; readonly reason: string } | null
  /** A connection of one's own, for ingest or for temporary tables. */
  connect(): Promise<Connection>
  /** `sql` names the column order of a table as it is in the index; null when there is no such table or view. */
  columnsOf(table: string): Promise<readonly { name: string; type: string }[] | null>
  /** Interrupts what runs, then closes. */
  close(): Promise<void>
}

/** Changes with the core tables, so an index made by another version is told apart without a number to bump. */
export const schemaVersion = (): string => createHash('sha256').update(coreDdl().join('\n')).digest('hex').slice(0, 16)

const CANCELLED = () => new Fault('cancelled', 'cancelled')
const POOL = 3
const PREPARED = 64
const open = new Set<string>()

/**
 * A prepared plan holds what the tables' statistics said when it was made: run after rows came in, it answers from the
 * old ones (nothing where a table was empty). So each write, on whichever connection, outdates every plan.
 */
interface Writes {
  count: number
}
const READS = /^\s*(?:SELECT|FROM|WITH|DESCRIBE|EXPLAIN|SHOW)\b/i

function connection(raw: DuckDBConnection, writes: Writes): Connection & { interrupt(): void } {
  let tail: Promise<unknown> = Promise.resolve()
  let pending = 0
  const prepared = new Map<string, DuckDBPreparedStatement>()
  let preparedAt = writes.count
  const forget = () => {
    for (const one of prepared.values()) one.destroySync()
    prepared.clear()
  }
  const statement = async (sql: string): Promise<DuckDBPreparedStatement> => {
    if (preparedAt !== writes.count) forget()
    preparedAt = writes.count
    const known = prepared.get(sql)
    if (known) {
      prepared.delete(sql)
      prepared.set(sql, known)
      return known
    }
    const made = await raw.prepare(sql)
    prepared.set(sql, made)
    if (prepared.size > PREPARED) {
      const [oldest, dropped] = prepared.entries().next().value!
      prepared.delete(oldest)
      dropped.destroySync()
    }
    return made
  }
  const turns = <T>(work: (c: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    pending++
    const turn = tail.then(async () => {
      if (signal?.aborted) throw CANCELLED()
      const stop = () => raw.interrupt()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        return await work(raw)
      } catch (error) {
        throw signal?.aborted ? CANCELLED() : error
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    })
    const done = () => {
      pending--
    }
    tail = turn.then(done, done)
    return turn
  }
  const wrote = () => {
    writes.count++
  }
  /** What a caller does with the raw connection may write. */
  const use: Connection['use'] = (work, signal) => turns((c) => work(c).finally(wrote), signal)
  const all = <T>(sql: string, params: readonly SqlParam[] = [], signal?: AbortSignal): Promise<T[]> =>
    turns(async () => {
      const ready = await statement(sql)
      const { values, types } = bindings(params)
      ready.bind(values, types)
      const running = ready.run()
      const result = await (READS.test(sql) ? running : running.finally(wrote))
      const rows = await result.getRowObjects()
      for (const row of rows) for (const name in row) (row as Record<string, unknown>)[name] = fromDuck(row[name]!)
      return rows as T[]
    }, signal)
  const columns = (sql: string, params: readonly SqlParam[] = [], signal?: AbortSignal): Promise<SqlValue[][]> =>
    turns(async () => {
      const ready = await statement(sql)
      const { values, types } = bindings(params)
      ready.bind(values, types)
      const result = await ready.run()
      const found = await result.getColumns()
      // No rows: still one list a column.
      return Array.from({ length: result.columnCount }, (_, i) => (found[i] ?? []).map(fromDuck))
    }, signal)
  const chunks: Connection['chunks'] = (sql, params, take, signal, held = false) =>
    turns(async () => {
      const ready = await statement(sql)
      const { values, types } = bindings(params)
      ready.bind(values, types)
      const result = held ? await ready.run() : await ready.stream()
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        // `items` is private in the types only; the public way makes an object of each value.
        const columns = Array.from(
          { length: chunk.columnCount },
          (_, i) => (chunk.getColumnVector(i) as unknown as { items: Numbers }).items,
        )
        take(columns, chunk.rowCount)
      }
    }, signal)
  return {
    all,
    columns,
    chunks,
    use,
    one: async <T>(sql: string, params?: readonly SqlParam[], signal?: AbortSignal) =>
      (await all<T>(sql, params, signal))[0] ?? null,
    run: async (sql, params, signal) => {
      await all(sql, params, signal)
    },
    get pending() {
      return pending
    },
    interrupt: () => raw.interrupt(),
    close: () => {
      forget()
      raw.closeSync()
    },
  }
}

async function openInstance(path: string): Promise<DuckDBInstance> {
  return DuckDBInstance.create(path, {
    memory_limit: '512MB',
    threads: String(availableParallelism()),
    temp_directory: `${path}.tmp`,
    // The index needs nothing from outside, and what the suspect wrote must never become a path or an address.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
}

/** Reads the version an index was made with: null for an empty file, undefined when it is no index of ours. */
async function versionIn(instance: DuckDBInstance): Promise<string | null | undefined> {
  const raw = await instance.connect()
  try {
    const tables = await (await raw.run(`SELECT table_name FROM duckdb_tables()`)).getRows()
    if (tables.length === 0) return null
    const rows = await (await raw.run(`SELECT value FROM meta WHERE key = 'schema'`)).getRows()
    return rows[0] ? String(rows[0][0]) : undefined
  } catch {
    return undefined
  } finally {
    raw.closeSync()
  }
}

function moveAside(path: string): string {
  let n = 1
  while (existsSync(`${path}.old-${n}`)) n++
  const to = `${path}.old-${n}`
  renameSync(path, to)
  rmSync(`${path}.wal`, { force: true })
  return to
}

/**
 * Opens or creates the index in a case folder. An index of another version, or one that cannot be read, is moved to
 * `index.duckdb.old-<n>` and an empty one takes its place (`fresh`, `setAside`). Fault `locked` when another process,
 * or this one, has it open.
 */
export async function openDb(folder: string, version = schemaVersion()): Promise<Db> {
  const path = join(resolve(folder), 'index.duckdb')
  if (open.has(path)) throw new Fault('locked', `${path} is already open in this process`, { path })
  open.add(path)
  try {
    return await openAt(path, version)
  } catch (error) {
    open.delete(path)
    throw error
  }
}

async function openAt(path: string, version: string): Promise<Db> {
  let instance: DuckDBInstance | null = null
  let setAside: Db['setAside'] = null
  let found: string | null | undefined
  try {
    instance = await openInstance(path)
    found = await versionIn(instance)
    if (found !== null && found !== version) {
      instance.closeSync()
      instance = null
      setAside = { path: moveAside(path), reason: `made by another version (${found ?? 'unknown'})` }
      found = null
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/lock/i.test(message)) throw new Fault('locked', `${path} is open in another process`, { path, message })
    if (!existsSync(path)) throw new Fault('unreadable', `${path} cannot be created: ${message}`, { path })
    setAside = { path: moveAside(path), reason: `cannot be read: ${message}` }
    found = null
  }
  instance ??= await openInstance(path)
  const owner = instance
  const writes: Writes = { count: 0 }
  const pool: ReturnType<typeof connection>[] = []
  for (let i = 0; i < POOL; i++) pool.push(connection(await owner.connect(), writes))
  const own = new Set<ReturnType<typeof connection>>()
  const idle = () => pool.reduce((best, one) => (one.pending < best.pending ? one : best))
  if (found === null) {
    const one = pool[0]!
    await transaction(one, async () => {
      for (const ddl of coreDdl()) await one.run(ddl)
      await one.run(`INSERT INTO meta VALUES ('schema', ?)`, [version])
    })
  }
  let closed = false
  return {
    path,
    fresh: found === null,
    setAside,
    all: (sql, params, signal) => idle().all(sql, params, signal),
    one: (sql, params, signal) => idle().one(sql, params, signal),
    run: (sql, params, signal) => idle().run(sql, params, signal),
    columns: (sql, params, signal) => idle().columns(sql, params, signal),
    chunks: (sql, params, take, signal, held) => idle().chunks(sql, params, take, signal, held),
    connect: async () => {
      const made = connection(await owner.connect(), writes)
      own.add(made)
      return {
        ...made,
        get pending() {
          return made.pending
        },
        close: () => {
          if (own.delete(made)) made.close()
        },
      }
    },
    columnsOf: async (table) => {
      const rows = await idle().all<{ name: string; type: string }>(
        `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE schema_name = 'main' AND database_name = current_database() AND table_name = ? ORDER BY column_index`,
        [table],
      )
      return rows.length > 0 ? rows : null
    },
    close: async () => {
      if (closed) return
      closed = true
      const every = [...pool, ...own]
      for (const one of every) if (one.pending > 0) one.interrupt()
      const deadline = Date.now() + 2000
      while (every.some((one) => one.pending > 0) && Date.now() < deadline) {
        await new Promise((done) => setTimeout(done, 5))
        for (const one of every) if (one.pending > 0) one.interrupt()
      }
      for (const one of every) one.close()
      owner.closeSync()
      open.delete(path)
    },
  }
}
