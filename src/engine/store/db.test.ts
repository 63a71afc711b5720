import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDb } from './db'

let folder: string
let db: Db | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-db-'))
  db = null
})
afterEach(async () => {
  await db?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a new index is fresh, and is not when opened again', async () => {
  db = await openDb(folder)
  expect(db.fresh).toBe(true)
  await db.run(`INSERT INTO hosts VALUES (1, ?, NULL, NULL)`, ["o'hara; DROP TABLE hosts"])
  await db.close()
  db = await openDb(folder)
  expect(db.fresh).toBe(false)
  expect(db.setAside).toBeNull()
  expect(await db.all('SELECT id, name FROM hosts')).toEqual([{ id: 1, name: "o'hara; DROP TABLE hosts" }])
})

test('values come back as plain data', async () => {
  db = await openDb(folder)
  const row = await db.one(
    `SELECT 9007199254740991::BIGINT AS big, sum(1) AS total, make_timestamp(?) AS ts, ['a', NULL] AS list, {a: 1::BIGINT, b: 'x'} AS s, NULL AS nothing, true AS yes, ?::VARCHAR[] AS names, 1.5 AS half, '\\x00\\xFF'::BLOB AS bytes`,
    [1_741_079_564_000_123, ['x', "y'"]],
  )
  expect(row).toEqual({
    big: 9007199254740991,
    total: 1,
    ts: 1_741_079_564_000_123,
    list: ['a', null],
    s: { a: 1, b: 'x' },
    nothing: null,
    yes: true,
    names: ['x', "y'"],
    half: 1.5,
    bytes: new Uint8Array([0, 255]),
  })
})

test('the same case opens once per process', async () => {
  db = await openDb(folder)
  await expect(openDb(folder)).rejects.toMatchObject({ code: 'locked' })
  await db.close()
  db = await openDb(folder)
  expect(db.fresh).toBe(false)
})

test('an index of another version is set aside', async () => {
  db = await openDb(folder, 'one')
  await db.run(`INSERT INTO hosts VALUES (1, 'web1', NULL, NULL)`)
  await db.close()
  db = await openDb(folder, 'two')
  expect(db.fresh).toBe(true)
  expect(db.setAside?.reason).toContain('one')
  expect(existsSync(db.setAside!.path)).toBe(true)
  expect(await db.all('SELECT * FROM hosts')).toEqual([])
})

test('a file that is no database is set aside', async () => {
  writeFileSync(join(folder, 'index.duckdb'), 'not a database '.repeat(1000))
  db = await openDb(folder)
  expect(db.fresh).toBe(true)
  expect(db.setAside?.reason).toContain('cannot be read')
})

test('queries of one connection keep their parameters apart when asked at once', async () => {
  db = await openDb(folder)
  const own = await db.connect()
  const got = await Promise.all(Array.from({ length: 50 }, (_, i) => own.one<{ v: number }>('SELECT ? AS v', [i])))
  expect(got.map((row) => row?.v)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  own.close()
})

test('an abort interrupts a long query, and the connection stays usable', async () => {
  db = await openDb(folder)
  const own = await db.connect()
  const stop = new AbortController()
  const long = own.all(
    'SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range % 7 = b.range',
    [],
    stop.signal,
  )
  setTimeout(() => stop.abort(), 30)
  await expect(long).rejects.toMatchObject({ code: 'cancelled' })
  expect(await own.one('SELECT 1 AS v')).toEqual({ v: 1 })
  own.close()
})

test('closing does not wait for a long query', async () => {
  db = await openDb(folder)
  const long = db.all('SELECT count(*) FROM range(100000000) a, range(1000) b WHERE a.range % 7 = b.range')
  const ended = expect(long).rejects.toThrow()
  await new Promise((done) => setTimeout(done, 30))
  await db.close()
  await ended
})

test('columnsOf tells a missing table', async () => {
  db = await openDb(folder)
  expect(await db.columnsOf('nothing')).toBeNull()
  expect((await db.columnsOf('meta'))?.map((c) => c.name)).toEqual(['key', 'value'])
})

test('a query that was asked before rows came in sees them afterwards, whoever wrote them', async () => {
  db = await openDb(folder)
  const questions = [
    'SELECT id FROM artifacts WHERE capture = 5',
    'SELECT path, count(*) AS n FROM artifacts WHERE unparsed > 0 GROUP BY path',
    'SELECT capture, host, count(*) AS n FROM artifacts GROUP BY capture, host HAVING capture = 5',
  ]
  const ask = () => Promise.all(questions.map((sql) => db!.all(sql)))
  for (let i = 0; i < 3; i++) expect(await ask()).toEqual([[], [], []])
  const writer = await db.connect()
  const rows = `INSERT INTO artifacts (id, capture, host, path, unparsed) SELECT i, i, i, 'p', 7 FROM range(1000) t(i)`
  await writer.run(rows)
  const there = [[{ id: 5 }], [{ path: 'p', n: 1000 }], [{ capture: 5, host: 5, n: 1 }]]
  for (let i = 0; i < 3; i++) expect(await ask()).toEqual(there)
  await writer.use(async (raw) => void (await raw.run('DELETE FROM artifacts')))
  expect(await ask()).toEqual([[], [], []])
  await writer.run('BEGIN TRANSACTION')
  await writer.run(rows)
  expect(await ask()).toEqual([[], [], []])
  await writer.run('COMMIT')
  expect(await ask()).toEqual(there)
  writer.close()
})
