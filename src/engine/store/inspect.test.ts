import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Finding, type Inspection, NO_FILTER, type Ref, type RefKind } from '../../shared/model'
import { correlate } from '../correlate/correlate'
import { replaceTable } from '../correlate/json-insert'
import { columnsOf } from '../correlate/sql-merge'
import { defineMessage, defineProbe, eachLine, int, text } from '../define'
import { FACETS, type Facet, type Sight, sight } from '../facets'
import { createReader } from './create-reader'
import { type Db, openDb } from './db'
import { originSql, whoSql } from './origin'
import type { Reader } from './reader'
import { messageDdl, probeDdl } from './schema'

const T0 = Date.UTC(2025, 2, 4, 8) * 1000
const HOUR = 3_600_000_000
const FILES: Readonly<Record<number, string>> = {
  1: 'Active Internet connections\ntcp 0 0 0.0.0.0:22 LISTEN 671/sshd\ntcp 0 0 10.0.0.5:22 203.0.113.9:51234 ESTABLISHED 4242/sshd\n',
  2: 'root 671 /usr/sbin/sshd\nmallory 4242 sshd: mallory\nroot 77 cron\n',
  3: 'sshd 4242 mallory cwd /tmp/.x\n',
  4: 'Mar  4 07:00:00 web1 sshd[671]: an older process\nMar  4 09:00:00 web1 sshd[4242]: Accepted password for mallory from 203.0.113.9 port 51234 ssh2\nMar  4 09:00:05 web1 cron[77]: (mallory) CMD (/tmp/.x/run)\n',
}
const lineAt = (artifact: number, line: number) => {
  const lines = FILES[artifact]!.split('\n')
  const off = lines.slice(0, line - 1).reduce((n, l) => n + l.length + 1, 0)
  return { artifact, line, off, len: lines[line - 1]!.length }
}

const netstat = defineProbe({
  title: 'Sockets by netstat',
  commands: ['netstat -anp'],
  recognise: {},
  columns: { local_address: text('Here'), local_port: int('Port'), program: text('Owner') },
  parse: eachLine(() => null),
})
const auth = defineMessage({
  title: 'SSH logins',
  programs: ['sshd'],
  words: ['Accepted'],
  columns: { account: text('Who'), source: text('Where from') },
  match: () => null,
})
const finding: Finding = {
  id: 'deleted:1',
  rule: 'deleted',
  title: 'Strange login',
  severity: 'high',
  host: 1,
  ts: null,
  summary: 'mallory came from 203.0.113.9',
  about: '',
  attack: [],
  innocent: [],
  likely: null,
  next: [],
  evidence: [{ ...lineAt(4, 2), path: 'auth.log', sha256: 'd', excerpt: '', says: 'it logs in' }],
  limits: [],
  subjects: [{ ref: { kind: 'user', id: 'mallory' }, label: 'mallory', how: 'logged in', sure: true }],
}

let folder: string
let db: Db
let reader: Reader
let serial = 0

async function put(probe: string, artifact: number, line: number, one: Sight): Promise<void> {
  const { of, ...row } = one as Sight & Record<string, unknown>
  const columns = {
    id: 'BIGINT',
    probe: 'VARCHAR',
    host: 'INTEGER',
    capture: 'INTEGER',
    artifact: 'INTEGER',
    line: 'INTEGER',
    off: 'BIGINT',
    len: 'INTEGER',
    ...columnsOf(FACETS[of as Facet]),
  }
  await replaceTable(db, 'staged', columns, [
    { ...row, id: ++serial, probe, host: 1, capture: 1, ...lineAt(artifact, line) },
  ])
  await db.run(`INSERT INTO sight_${of} BY NAME SELECT * FROM staged`)
  await db.run('DROP TABLE staged')
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-inspect-'))
  for (const [id, content] of Object.entries(FILES)) writeFileSync(join(folder, id), content)
  db = await openDb(folder)
  await db.run(`INSERT INTO hosts VALUES (1, 'web1', 'Debian', NULL)`)
  await db.run(`INSERT INTO captures VALUES (1, 1, 'loose', 'x', make_timestamp(?), NULL, 'UTC', 'assumed')`, [
    T0 + 2 * HOUR,
  ])
  await db.run(`INSERT INTO words VALUES (0, 'sshd'), (1, 'cron'), (2, 'web1')`)
  const names = ['netstat.txt', 'ps.txt', 'lsof.txt', 'auth.log']
  for (const [i, name] of names.entries())
    await db.run(
      `INSERT INTO artifacts (id, capture, host, path, sha256, size, parser, state) VALUES (?, 1, 1, ?, 'aa', ?, 'netstat', 'parsed')`,
      [i + 1, name, FILES[i + 1]!.length],
    )
  const proc = (pid: number, name: string, user: string, started: number | null) =>
    sight('process', { pid, name, user, cmdline: name, started: started as never, started_error: 0 })
  await put('ps', 2, 1, proc(671, 'sshd', 'root', T0))
  await put('ps', 2, 2, proc(4242, 'sshd', 'mallory', T0 + HOUR - 1_000_000))
  await put('ps', 2, 3, proc(77, 'cron', 'root', null))
  const tcp = { proto: 'tcp', local_port: 22, program: 'sshd', owner_visible: true } as const
  await put('netstat', 1, 2, sight('socket', { ...tcp, local_address: '0.0.0.0', state: 'LISTEN', pid: 671 }))
  await put(
    'netstat',
    1,
    3,
    sight('socket', {
      ...tcp,
      local_address: '10.0.0.5',
      remote_address: '203.0.113.9',
      remote_port: 51234,
      state: 'ESTABLISHED',
      pid: 4242,
      user: 'mallory',
    }),
  )
  await put('ifconfig', 1, 1, sight('interface', { name: 'eth0', addresses: ['10.0.0.5/24', 'fe80::1/64'] }))
  await put('lsof', 3, 1, sight('file', { pid: 4242, fd: 'cwd', path: '/tmp/.x', user: 'mallory', program: 'sshd' }))
  for (const [id, line, ts, program, pid] of [
    [1, 1, T0 - HOUR, 0, 671],
    [2, 2, T0 + HOUR, 0, 4242],
    [3, 3, T0 + HOUR + 5_000_000, 1, 77],
  ] as const) {
    const { off, len } = lineAt(4, line)
    await db.run(
      `INSERT INTO event_rows VALUES (?, make_timestamp(?), ${originSql({ artifact: '4', host: '1', kind: '0', facility: '10', severity: 'NULL', summarised: 'false' })}, ${whoSql('2', '?::INTEGER')}, ?, ?, 16, ?)`,
      [id, ts, program, off, len, pid],
    )
  }
  await db.run(
    `INSERT INTO entities VALUES (1, 'address', '203.0.113.9'), (2, 'port', '51234'), (3, 'user', 'mallory'), (4, 'path', '/tmp/.x/run')`,
  )
  await db.run(`INSERT INTO event_ties VALUES (1, 2, [0]), (2, 2, [0]), (3, 2, [0, 1]), (4, 3, [0])`)
  await db.run(probeDdl('netstat', netstat.columns))
  for (const line of [2, 3]) {
    const { off, len } = lineAt(1, line)
    await db.run(`INSERT INTO netstat VALUES (1, 1, 1, ?, ?, ?, ?, 22, ?)`, [
      line,
      off,
      len,
      line === 2 ? '0.0.0.0' : '10.0.0.5',
      "671/sshd';--",
    ])
  }
  for (const ddl of messageDdl('ssh_auth', auth.columns)) await db.run(ddl)
  await db.run(`INSERT INTO words VALUES (10, 'mallory'), (11, '203.0.113.9')`)
  await db.run(`INSERT INTO m_ssh_auth VALUES (2, 10, 11)`)
  const own = await db.connect()
  await correlate(own)
  own.close()
  reader = createReader({
    db,
    catalogue: {
      probes: new Map([['netstat', netstat]]) as never,
      logs: new Map(),
      messages: new Map([['ssh_auth', auth]]) as never,
    },
    plainPath: (artifact) => join(folder, String(artifact)),
    findings: () => [finding],
    worker: null,
  })
})
afterAll(async () => {
  await reader.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const idOf = async (sql: string) => String((await db.one<{ id: number }>(sql))!.id)
const group = (one: Inspection, name: string) => one.links.find((g) => g.group === name)?.items ?? []

describe('one step leads from each to all the others', () => {
  const THINGS: Readonly<Record<string, () => Promise<Ref>>> = {
    Sockets: async () => ({ kind: 'socket', id: await idOf(`SELECT id FROM sockets WHERE remote_port = 51234`) }),
    Processes: async () => ({ kind: 'process', id: await idOf('SELECT id FROM processes WHERE pid = 4242') }),
    Files: async () => ({ kind: 'file', id: await idOf(`SELECT id FROM open_files WHERE path = '/tmp/.x'`) }),
    'Log events': async () => ({ kind: 'event', id: '2' }),
    Addresses: async () => ({ kind: 'address', id: '203.0.113.9' }),
    Users: async () => ({ kind: 'user', id: 'mallory' }),
  }
  for (const [from, make] of Object.entries(THINGS))
    for (const [to, other] of Object.entries(THINGS))
      if (from !== to)
        test(`${from} -> ${to}`, async () => {
          const target = await other()
          const found = group(await reader.inspect({ ref: await make() }), to)
          const link = found.find((l) => l.ref.kind === target.kind && l.ref.id === target.id)
          expect(link).toBeDefined()
          expect(link!.how).not.toBe('')
          expect(link!.label).not.toBe('')
        })
})

test('a PID is tied to a log line only while the process ran', async () => {
  const before = await reader.inspect({ ref: { kind: 'event', id: '1' } })
  expect(group(before, 'Processes')).toEqual([])
  const at = await reader.inspect({ ref: { kind: 'event', id: '2' } })
  expect(group(at, 'Processes').find((l) => l.label.startsWith('4242'))).toMatchObject({ sure: true })
  const unknown = await reader.inspect({ ref: { kind: 'event', id: '3' } })
  expect(group(unknown, 'Processes').find((l) => l.label.startsWith('77'))).toMatchObject({ sure: false })
  const cron: Ref = { kind: 'process', id: await idOf('SELECT id FROM processes WHERE pid = 77') }
  const back = group(await reader.inspect({ ref: cron }), 'Log events').find((l) => l.ref.id === '3')
  expect(back).toMatchObject({ sure: false })
})

test('the timeline narrows to an entity as inspect counts it', async () => {
  for (const ref of [
    { kind: 'process', id: await idOf('SELECT id FROM processes WHERE pid = 4242') },
    { kind: 'socket', id: await idOf('SELECT id FROM sockets WHERE remote_port = 51234') },
    { kind: 'address', id: '203.0.113.9' },
    { kind: 'user', id: 'mallory', host: 1 },
    { kind: 'port', id: '51234' },
    { kind: 'path', id: '/tmp/.x/run' },
    { kind: 'program', id: 'sshd' },
    { kind: 'host', id: '1' },
    { kind: 'artifact', id: '4' },
    { kind: 'finding', id: 'deleted:1' },
  ] as const) {
    const page = await reader.events({ filter: { ...NO_FILTER, entity: ref }, first: 0, count: 100 })
    const counted = (await reader.inspect({ ref })).links.find((g) => g.group === 'Log events')
    expect(page.total, ref.kind).toBeGreaterThan(0)
    expect(counted?.total, ref.kind).toBe(page.total)
    expect(counted?.items.map((l) => l.ref.id)).toEqual(page.rows.map((r) => String(r.id)))
  }
})

test('fields carry their sentence, proofs their bytes', async () => {
  const ref: Ref = { kind: 'socket', id: await idOf('SELECT id FROM sockets WHERE remote_port = 51234') }
  const one = await reader.inspect({ ref })
  expect(one.title).toBe('tcp 10.0.0.5:22 to 203.0.113.9:51234 ESTABLISHED')
  expect(one.fields.find((f) => f.label === 'local_port')).toMatchObject({
    value: 22,
    about: FACETS.socket.local_port.about,
  })
  expect(one.proofs).toMatchObject([{ path: 'netstat.txt', sha256: 'aa', line: 3, excerpt: FILES[1]!.split('\n')[2] }])
  expect(group(one, 'Artifact').map((l) => l.label)).toEqual(['netstat.txt'])
})

test('a log line shows itself as proof, with what its message says', async () => {
  const one = await reader.inspect({ ref: { kind: 'event', id: '2' } })
  expect(one.proofs).toMatchObject([{ path: 'auth.log', line: 2, excerpt: FILES[4]!.split('\n')[1] }])
  expect(one.fields.find((f) => f.label === 'account')).toMatchObject({ value: 'mallory' })
  expect(group(one, 'Findings')).toMatchObject([{ ref: { kind: 'finding', id: 'deleted:1' } }])
  expect(group(one, 'Addresses').map((l) => l.label)).toContain('203.0.113.9')
})

test.each<[RefKind, string]>([
  ['event', '999'],
  ['socket', '999'],
  ['process', '1; DROP TABLE events'],
  ['artifact', '99'],
  ['host', 'x'],
  ['finding', 'no'],
])('there is no %s %s: a fault, not a page', async (kind, id) => {
  await expect(reader.inspect({ ref: { kind, id } })).rejects.toMatchObject({ code: 'bad-use' })
})

test('an interface and its addresses lead to each other', async () => {
  const eth0: Ref = { kind: 'interface', id: await idOf(`SELECT id FROM interfaces WHERE name = 'eth0'`) }
  const there = await reader.inspect({ ref: eth0 })
  expect(group(there, 'Addresses').map((l) => l.label)).toEqual(['10.0.0.5', 'fe80::1'])
  const back = await reader.inspect({ ref: { kind: 'address', id: '10.0.0.5' } })
  expect(group(back, 'Interfaces').map((l) => l.ref)).toEqual([eth0])
  expect(group(back, 'Sockets')).toHaveLength(1)
})

test('a value that nothing names is a page without links', async () => {
  const one = await reader.inspect({ ref: { kind: 'address', id: "198.51.100.1' OR '1'='1" } })
  expect(one.links).toEqual([])
})

describe('tables', () => {
  test('those that were captured are listed with their columns', async () => {
    const all = await reader.tables({})
    expect(all.find((t) => t.name === 'sockets')).toMatchObject({ group: 'merged', rows: 2, title: 'Sockets' })
    expect(all.find((t) => t.name === 'netstat')).toMatchObject({ group: 'probe', rows: 2 })
    expect(all.find((t) => t.name === 'ssh_auth')).toMatchObject({ group: 'message', rows: 1 })
    for (const t of all) expect(t.columns[0]!.name).toBe('id')
    for (const t of all) expect((await reader.rows({ table: t.name, first: 0, count: 5 })).total).toBe(t.rows)
  })

  test('text is looked for in all columns, sorted by any', async () => {
    const port = (rows: readonly (readonly unknown[])[]) => rows.map((r) => r[0])
    const found = await reader.rows({ table: 'sockets', text: 'established', first: 0, count: 9 })
    expect(found.total).toBe(1)
    const up = await reader.rows({ table: 'processes', sort: 'pid', first: 0, count: 9 })
    const pids = up.rows.map((r) => r[up.columns.findIndex((c) => c.name === 'pid')])
    expect(pids).toEqual([77, 671, 4242])
    const down = await reader.rows({ table: 'processes', sort: 'pid', descending: true, first: 0, count: 9 })
    expect(port(down.rows)).toEqual(port([...up.rows].reverse()))
    const page = await reader.rows({ table: 'processes', sort: 'pid', first: 1, count: 1 })
    expect(port(page.rows)).toEqual([up.rows[1]![0]])
    const nulls = await reader.rows({ table: 'processes', sort: 'started', descending: true, first: 0, count: 9 })
    expect(nulls.rows.at(-1)![nulls.columns.findIndex((c) => c.name === 'pid')]).toBe(77)
    expect((await reader.rows({ table: 'netstat', text: "sshd';--", first: 0, count: 9 })).total).toBe(2)
  })

  test('messages are found by their words, sorted, and shown with their event', async () => {
    const ask = (more: object) => reader.rows({ table: 'ssh_auth', first: 0, count: 9, ...more })
    const whole = [[2, 1, T0 + HOUR, 4242, 'mallory', '203.0.113.9', 4, lineAt(4, 2).off, lineAt(4, 2).len]]
    expect((await ask({})).rows).toEqual(whole)
    for (const sort of ['id', 'ts', 'account', 'pid'])
      expect((await ask({ sort, descending: true, text: 'MALLO' })).rows).toEqual(whole)
    expect(await ask({ text: 'nobody' })).toMatchObject({ rows: [], total: 0 })
    expect((await ask({ related: { kind: 'host', id: '2' } })).total).toBe(0)
    expect((await ask({ related: { kind: 'artifact', id: '4' } })).total).toBe(1)
    await expect(ask({ sort: 'word' })).rejects.toMatchObject({ code: 'bad-use' })
  })

  test('a table or column that does not exist is refused', async () => {
    await expect(reader.rows({ table: 'events', first: 0, count: 1 })).rejects.toMatchObject({ code: 'bad-use' })
    await expect(
      reader.rows({ table: 'sockets', sort: 'id; DROP TABLE events', first: 0, count: 1 }),
    ).rejects.toMatchObject({ code: 'bad-use' })
  })

  test('rows tied to a thing', async () => {
    const socket: Ref = { kind: 'socket', id: await idOf('SELECT id FROM sockets WHERE remote_port = 51234') }
    const total = async (table: string, related: Ref) =>
      (await reader.rows({ table, related, first: 0, count: 50 })).total
    expect(await total('processes', socket)).toBe(1)
    expect(await total('open_files', socket)).toBe(1)
    expect(await total('sockets', socket)).toBe(1)
    expect(await total('netstat', socket)).toBe(1)
    expect(await total('ssh_auth', socket)).toBe(1)
    expect(await total('sockets', { kind: 'event', id: '2' })).toBe(1)
    expect(await total('sockets', { kind: 'user', id: 'mallory' })).toBe(1)
    expect(await total('sockets', { kind: 'port', id: '22' })).toBe(2)
    expect(await total('netstat', { kind: 'port', id: '22' })).toBe(2)
    expect(await total('netstat', { kind: 'address', id: '10.0.0.5' })).toBe(1)
    expect(await total('netstat', { kind: 'artifact', id: '1' })).toBe(2)
    expect(await total('processes', { kind: 'artifact', id: '3' })).toBe(1)
    expect(
      await total('ssh_auth', { kind: 'process', id: await idOf('SELECT id FROM processes WHERE pid = 77') }),
    ).toBe(0)
  })
})
