import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Db, openDb } from './db'
import { type Files, openFiles } from './files'
import { makeRaw, type Raw } from './raw'

let folder: string
let db: Db
let files: Files
let raw: Raw
const LONG = 3_000_000
const head = Array.from({ length: 2000 }, (_, i) => `line ${i + 1}${i % 5 === 0 ? '\r' : ''}`)
const tail = ['after', '\u001b[31mred\u0000\u202e', 'no end']
const bytes = Buffer.concat([
  Buffer.from(`${head.join('\n')}\n`),
  Buffer.alloc(LONG, 0x78),
  Buffer.from(`\n${tail.join('\n')}`),
  Buffer.from([0xff, 0xfe]),
])

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-raw-'))
  writeFileSync(join(folder, '1'), bytes)
  writeFileSync(join(folder, '2'), '')
  db = await openDb(folder)
  for (const id of [1, 2, 3])
    await db.run(
      `INSERT INTO artifacts (id, capture, host, path, sha256, size, parser, state) VALUES (?, 1, 1, 'var/log/x', 'ab', ?, 'syslog', 'parsed')`,
      [id, bytes.length],
    )
  files = openFiles((artifact) => join(folder, String(artifact)))
  raw = makeRaw(db, files, { probes: new Map(), logs: new Map([['syslog', { title: 'Syslog' }]]) })
})
afterAll(async () => {
  files.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const offsetOf = (line: number) => head.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0)

test('lines around an offset, wherever in its line that is', async () => {
  for (const inside of [0, 3]) {
    const slice = await raw.raw({ artifact: 1, off: offsetOf(1000) + inside, before: 2, after: 3 })
    expect(slice.lines.map((l) => [l.no, l.text])).toEqual(
      [998, 999, 1000, 1001, 1002, 1003].map((n) => [n, `line ${n}`]),
    )
    expect(slice.from).toBe(offsetOf(998))
    expect(slice.to).toBe(offsetOf(1004))
    expect(slice.size).toBe(bytes.length)
    expect(slice.artifact).toMatchObject({
      path: 'var/log/x',
      parserTitle: 'Syslog',
      parserKind: 'log',
      state: 'parsed',
    })
    expect(slice.lines.map((l) => l.off)).toEqual([998, 999, 1000, 1001, 1002, 1003].map(offsetOf))
  }
})

test('before the first line and after the last there is nothing', async () => {
  const first = await raw.raw({ artifact: 1, off: 0, before: 10, after: 1 })
  expect(first.lines.map((l) => l.text)).toEqual(['line 1', 'line 2'])
  const last = await raw.raw({ artifact: 1, off: bytes.length + 50, before: 1, after: 9 })
  expect(last.lines.map((l) => [l.no, l.text])).toEqual([
    [2003, '\u001b[31mred\u0000\u202e'],
    [2004, 'no end\ufffd\ufffd'],
  ])
  expect(last.to).toBe(bytes.length)
})

test('a long line is cut for show and tells its length', async () => {
  const { lines } = await raw.raw({ artifact: 1, off: offsetOf(2001) + LONG - 1, before: 1, after: 1 })
  expect(lines.map((l) => [l.no, l.len, l.text.length])).toEqual([
    [2000, 9, 9],
    [2001, LONG, 65_536],
    [2002, 5, 5],
  ])
})

test('line numbers go on from the line index', async () => {
  await db.run('INSERT INTO line_index VALUES (1, ?, 1501)', [offsetOf(501)])
  expect(await raw.lineOf(1, offsetOf(500))).toBe(500)
  expect(await raw.lineOf(1, offsetOf(501))).toBe(1501)
  expect(await raw.lineOf(1, offsetOf(600))).toBe(1600)
  await db.run('DELETE FROM line_index')
})

test('an empty file has no lines; a missing one is a fault that names it', async () => {
  expect((await raw.raw({ artifact: 2, off: 0, before: 5, after: 5 })).lines).toEqual([])
  await expect(raw.raw({ artifact: 3, off: 0, before: 5, after: 5 })).rejects.toMatchObject({ code: 'unreadable' })
  await expect(raw.raw({ artifact: 9, off: 0, before: 5, after: 5 })).rejects.toMatchObject({ code: 'bad-use' })
})

test('a proof leads to file, hash, line and bytes', async () => {
  expect(await raw.proof({ artifact: 1, off: offsetOf(7), len: 6 }, 'it says so')).toEqual({
    artifact: 1,
    path: 'var/log/x',
    sha256: 'ab',
    line: 7,
    off: offsetOf(7),
    len: 6,
    excerpt: 'line 7',
    says: 'it says so',
  })
  expect(raw.excerpt(1, offsetOf(2001), LONG)).toHaveLength(4096)
})

test('unparsed lines come with their text and number', async () => {
  await db.run(`INSERT INTO unparsed VALUES (1, 5, ?, 6, 'odd'), (1, NULL, ?, 7, NULL), (1, NULL, ?, 7, NULL)`, [
    offsetOf(5),
    offsetOf(12),
    offsetOf(20),
  ])
  expect(await raw.unparsed({ artifact: 1 })).toEqual([
    { line: 5, off: offsetOf(5), text: 'line 5', reason: 'odd' },
    { line: 12, off: offsetOf(12), text: 'line 12', reason: null },
    { line: 20, off: offsetOf(20), text: 'line 20', reason: null },
  ])
})
