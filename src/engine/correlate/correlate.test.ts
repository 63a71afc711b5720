import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IANA_PORTS } from '../../shared/iana-ports'
import { FACETS, type Sight, sight } from '../facets'
import { type Connection, type Db, openDb } from '../store/db'
import { q } from '../store/schema'
import { correlate } from './correlate'
import { columnsOf } from './sql-merge'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-correlate-'))
let db: Db
let one: Connection
let number = 0

async function put(probe: string, artifact: number, line: number, s: Sight): Promise<void> {
  const { of, ...row } = s as Sight & Record<string, unknown>
  const columns = columnsOf(FACETS[of])
  const values: Record<string, unknown> = {
    id: ++number,
    probe,
    host: 1,
    capture: 1,
    artifact,
    line,
    off: line * 80,
    len: 79,
    ...row,
  }
  const shape = {
    id: 'BIGINT',
    probe: 'VARCHAR',
    host: 'INTEGER',
    capture: 'INTEGER',
    artifact: 'INTEGER',
    line: 'INTEGER',
    off: 'BIGINT',
    len: 'INTEGER',
    ...columns,
  }
  const names = Object.keys(shape)
  await db.run(
    `INSERT INTO ${q(`sight_${of}`)} (${names.map(q).join(', ')}) SELECT ${names.map((n) => (shape[n as keyof typeof shape] === 'TIMESTAMP' ? `make_timestamp(r.${q(n)})` : `r.${q(n)}`)).join(', ')}
     FROM (SELECT from_json(?::JSON, ?) AS r)`,
    [
      JSON.stringify(values),
      JSON.stringify(
        Object.fromEntries(
          names.map((n) => [
            n,
            shape[n as keyof typeof shape] === 'TIMESTAMP' ? 'BIGINT' : shape[n as keyof typeof shape],
          ]),
        ),
      ),
    ],
  )
}
const T0 = Date.UTC(2025, 2, 4, 8) * 1000

beforeAll(async () => {
  db = await openDb(folder)
  await db.run(`INSERT INTO hosts VALUES (1, 'web1', NULL, NULL)`)
  await db.run(`INSERT INTO captures VALUES (1, 1, 'loose', 'x', make_timestamp(?), NULL, 'UTC', 'assumed')`, [
    T0 + 3600e6,
  ])
  // sshd in three views, in their own words.
  await put(
    'netstat',
    1,
    3,
    sight('socket', {
      proto: 'tcp',
      local_address: '0.0.0.0',
      local_port: 22,
      state: 'LISTEN',
      pid: 671,
      program: 'sshd',
      owner_visible: true,
    }),
  )
  await put(
    'ss',
    2,
    2,
    sight('socket', {
      proto: 'tcp',
      local_address: '0.0.0.0',
      local_port: 22,
      state: 'LISTEN',
      inode: 1345,
      owner_visible: false,
    }),
  )
  await put(
    'ss',
    2,
    3,
    sight('socket', {
      proto: 'tcp6',
      local_address: '::',
      local_port: 22,
      state: 'LISTEN',
      inode: 1346,
      owner_visible: false,
    }),
  )
  await put(
    'lsof',
    3,
    9,
    sight('socket', {
      proto: 'tcp',
      local_address: '*',
      local_port: 22,
      state: 'LISTEN',
      inode: 1345,
      pid: 671,
      program: 'sshd',
      fd: 3,
      owner_visible: true,
    }),
  )
  await put('proc_fd', 4, 5, sight('file', { pid: 671, fd: '4', path: 'socket:[1346]', inode: 1346 }))
  // A listener that nobody owns, though netstat ran as root.
  await put(
    'netstat',
    1,
    4,
    sight('socket', {
      proto: 'tcp',
      local_address: '0.0.0.0',
      local_port: 31337,
      state: 'LISTEN',
      owner_visible: true,
    }),
  )
  // Views that disagree about the owner.
  await put(
    'netstat',
    1,
    5,
    sight('socket', {
      proto: 'tcp',
      local_address: '10.0.0.1',
      local_port: 80,
      remote_address: '10.0.0.7',
      remote_port: 5000,
      state: 'ESTABLISHED',
      pid: 812,
      program: 'httpd',
      owner_visible: true,
    }),
  )
  await put(
    'lsof',
    3,
    10,
    sight('socket', {
      proto: 'tcp',
      local_address: '10.0.0.1',
      local_port: 80,
      remote_address: '10.0.0.7',
      remote_port: 5000,
      state: 'ESTABLISHED',
      pid: 900,
      program: 'evil',
      owner_visible: true,
    }),
  )
  // One process in two listings; a PID used twice.
  await put(
    'ps',
    5,
    2,
    sight('process', {
      pid: 671,
      ppid: 1,
      user: 'root',
      name: 'sshd',
      cmdline: '/usr/sbin/sshd',
      started: (T0 + 30e6) as never,
      started_error: 30,
    }),
  )
  await put(
    'ps',
    6,
    2,
    sight('process', {
      pid: 671,
      ppid: 1,
      user: 'root',
      name: 'sshd',
      cmdline: '/usr/sbin/sshd -D',
      started: (T0 + 11e6) as never,
      started_error: 0,
    }),
  )
  await put('ps', 5, 3, sight('process', { pid: 1, ppid: 0, user: 'root', name: 'init' }))
  await put('ps', 5, 4, sight('process', { pid: 50, name: 'old', started: T0 as never, started_error: 0 }))
  await put('ps', 6, 4, sight('process', { pid: 50, name: 'new', started: (T0 + 600e6) as never, started_error: 0 }))
  await put('lsof', 3, 1, sight('file', { pid: 671, fd: 'txt', path: '/usr/sbin/sshd', type: 'REG', deleted: true }))
  await put(
    'ifconfig',
    7,
    1,
    sight('interface', { name: 'eth0', flags: ['UP'], promiscuous: null, addresses: ['10.0.0.1'] }),
  )
  await put(
    'ip_link',
    8,
    1,
    sight('interface', { name: 'eth0', flags: ['UP'], promiscuous: true, promiscuity: 1, addresses: [] }),
  )
  await put(
    'ss',
    9,
    2,
    sight('socket', {
      proto: 'packet',
      interface: 'eth0',
      inode: 77,
      pid: 50,
      program: 'tcpdump',
      owner_visible: true,
    }),
  )
  await put(
    'last',
    10,
    1,
    sight('login', {
      account: 'root',
      terminal: 'pts/0',
      source: '203.0.113.9',
      login: (T0 + 61e6) as never,
      success: true,
    }),
  )
  await put(
    'wtmp',
    11,
    1,
    sight('login', {
      account: 'root',
      terminal: 'pts/0',
      source: '203.0.113.9',
      login: (T0 + 75e6) as never,
      success: true,
    }),
  )
  one = await db.connect()
  await correlate(one)
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('correlation', () => {
  it('makes one socket of three views, and keeps IPv4 and IPv6 apart', async () => {
    const rows = await db.all<{ proto: string; inode: number; seen_by: string[]; pid: number; service: string }>(
      `SELECT * FROM sockets WHERE local_port = 22 ORDER BY inode`,
    )
    expect(rows.map((r) => [r.proto, r.inode, r.pid, r.service])).toEqual([
      ['tcp', 1345, 671, 'ssh'],
      ['tcp6', 1346, 671, 'ssh'],
    ])
    expect(rows[0]!.seen_by).toEqual(['netstat', 'ss', 'lsof'])
  })

  it('names the proof of each tie: netstat for one, /proc for the other', async () => {
    const ties = await db.all<{ how: string; sure: boolean }>(
      `SELECT t.how, t.sure FROM ties t JOIN sockets s ON t.a_id = CAST(s.id AS VARCHAR) WHERE t.a_kind = 'socket' AND t.b_kind = 'process' AND s.local_port = 22 ORDER BY s.inode`,
    )
    expect(ties.map((t) => t.how)).toEqual([
      'netstat names 671/sshd as owner; lsof names 671/sshd as owner',
      "proc_fd shows PID 671 holding this socket's inode as descriptor 4",
    ])
    expect(ties.every((t) => t.sure)).toBe(true)
  })

  it('leaves the owner unknown where every view that could name one did not', async () => {
    const [row] = await db.all<{ pid: null; owner_visible: boolean }>(`SELECT * FROM sockets WHERE local_port = 31337`)
    expect(row).toMatchObject({ pid: null, owner_visible: true })
  })

  it('shows views that disagree side by side', async () => {
    const rows = await db.all(
      `SELECT source, value FROM disagreements WHERE kind = 'socket' AND field = 'owner' ORDER BY source`,
    )
    expect(rows).toEqual([
      { source: 'lsof', value: '900' },
      { source: 'netstat', value: '812' },
    ])
  })

  it('joins listings of one process, takes the exact start, and splits a PID that was used again', async () => {
    const rows = await db.all(
      `SELECT pid, name, cmdline, exe, exe_deleted, epoch_us(started) - ${T0} AS at, started_error FROM processes WHERE pid IN (50, 671) ORDER BY pid, started`,
    )
    expect(rows).toMatchObject([
      { pid: 50, name: 'old', at: 0 },
      { pid: 50, name: 'new', at: 600e6 },
      {
        pid: 671,
        name: 'sshd',
        cmdline: '/usr/sbin/sshd -D',
        exe: '/usr/sbin/sshd',
        exe_deleted: true,
        at: 11e6,
        started_error: 0,
      },
    ])
    const [tie] = await db.all<{ sure: boolean; n: number }>(
      `SELECT bool_and(sure) AS sure, count(*) AS n FROM ties WHERE a_kind = 'socket' AND b_kind = 'process' AND how LIKE '%more than once%'`,
    )
    expect(tie).toEqual({ sure: false, n: 2 })
  })

  it('makes a process of a PID that only a socket names', async () => {
    expect(await db.all(`SELECT name, seen_by FROM processes WHERE pid = 900`)).toEqual([{ name: 'evil', seen_by: [] }])
  })

  it('calls an interface promiscuous when one view can tell, and names who sniffs', async () => {
    expect(await db.all(`SELECT name, promiscuous, addresses FROM interfaces`)).toEqual([
      { name: 'eth0', promiscuous: true, addresses: ['10.0.0.1'] },
    ])
    expect(await db.all(`SELECT DISTINCT b_kind FROM ties WHERE a_kind = 'interface'`)).toEqual([{ b_kind: 'process' }])
  })

  it('derives events once, with entities and a line as proof, and again the same', async () => {
    const read = () =>
      db.all(
        `SELECT e.id, kind, epoch_us(ts) AS micros, artifact, off, summary, count(x.entity) AS n FROM events e JOIN summaries s ON s.event = e.id LEFT JOIN event_entities x ON x.event = e.id GROUP BY ALL ORDER BY micros, e.id`,
      )
    const before = await read()
    expect(before.filter((e) => (e['summary'] as string).startsWith('login of root'))).toHaveLength(1)
    expect(before.filter((e) => (e['summary'] as string).startsWith('started: /usr/sbin/sshd -D'))).toHaveLength(1)
    expect(before.filter((e) => (e['summary'] as string).includes('10.0.0.7:5000'))).toMatchObject([
      { n: 4, artifact: 1 },
    ])
    expect(before.some((e) => (e['summary'] as string).startsWith('captured:'))).toBe(true)

    await correlate(one)
    expect(await read()).toEqual(before)
  })

  it('knows the common ports', () => {
    expect(IANA_PORTS.get('tcp/22')).toBe('ssh')
    expect(IANA_PORTS.get('udp/514')).toBe('syslog')
    expect(IANA_PORTS.size).toBeGreaterThan(300)
  })
})
