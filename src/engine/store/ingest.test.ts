import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instant } from '../../shared/time'
import { defineMessage, defineProbe, eachLine, int, list, optional, SKIP, text, time } from '../define'
import { sight } from '../facets'
import type { Parsers } from '../parse/runner'
import type { ArtifactJob } from '../parse/types'
import { logs } from '../registry'
import { type Connection, type Db, openDb } from './db'
import { openIngest } from './ingest'

const root = mkdtempSync(join(tmpdir(), 'vestigo-ingest-'))
/** Small, so that files of ordinary size come apart. */
const PART = 1 << 20
let n = 0
const open: Db[] = []
afterAll(async () => {
  for (const db of open) await db.close()
  rmSync(root, { recursive: true, force: true })
})

const sessions = defineProbe({
  title: 'Sessions (test)',
  commands: ['test'],
  recognise: {},
  columns: {
    account: text('Who logged in'),
    minutes: optional(int('How long')),
    tags: list('Marks'),
    login: time('When'),
  },
  parse: eachLine((line) => {
    if (line.startsWith('#')) return SKIP
    if (line.startsWith('boom')) throw new Error('a bug in the parser')
    const [account, minutes, login, ...tags] = line.split(' ')
    if (!login) return null
    return { account: account!, minutes: minutes === '-' ? null : Number(minutes), tags, login: instant(Number(login)) }
  }),
  events: (row) => [
    {
      ts: row.login,
      kind: 'login',
      summary: `${row.account} logged in`,
      program: 'login',
      pid: 7,
      entities: [['user', row.account]],
    },
  ],
  sights: (row) => [sight('login', { account: row.account, login: row.login, success: true })],
  facts: (rows) => ({ host: `host of ${rows.length}` }),
})
const greedy = defineProbe({
  title: 'Takes what it wants (test)',
  commands: ['test'],
  recognise: {},
  columns: { word: text('A word') },
  parse: (lines, out) => {
    for (const line of lines) {
      out.row({ word: line.text }, line)
      if (line.no === 2) break
    }
  },
})
const binary = defineProbe({
  title: 'Records (test)',
  commands: ['test'],
  recognise: {},
  columns: { value: int('Value') },
  parseBytes: (bytes, out) => {
    for (let i = 0; i + 4 <= bytes.length; i += 4)
      out.row({ value: bytes[i]! }, { text: '', no: i / 4 + 1, from: i, to: i + 4 })
  },
})
const refusals = defineMessage({
  title: 'Refusals (test)',
  programs: ['sshd'],
  words: ['Failed password'],
  columns: { account: text('Who'), address: text('Where from'), port: optional(int('Port')) },
  match: (message) => {
    const m = /for (?:invalid user )?(\S+) from (\S+) port (\d+)/.exec(message)
    return m ? { account: m[1]!, address: m[2]!, port: Number(m[3]) } : null
  },
  entities: (row) => [['user', row.account]],
})
const parsers: Parsers = {
  probes: new Map(Object.entries({ sessions, greedy, binary })) as unknown as Parsers['probes'],
  logs,
  messages: new Map([['refusals', refusals]]) as unknown as Parsers['messages'],
}

async function fresh(): Promise<{ db: Db; connection: Connection }> {
  const folder = mkdtempSync(join(root, 'case-'))
  const db = await openDb(folder)
  open.push(db)
  return { db, connection: await db.connect() }
}
function file(content: string | Uint8Array): string {
  const path = join(root, `file-${n++}`)
  writeFileSync(path, content)
  return path
}
const job = (
  artifact: number,
  parser: string,
  path: string,
  more: Partial<ArtifactJob['context']> = {},
): ArtifactJob => ({
  artifact,
  capture: 3,
  host: 5,
  file: path,
  kind: logs.has(parser) ? 'log' : 'probe',
  parser,
  context: {
    path: 'var/log/messages',
    command: null,
    host: 'web1',
    capturedAt: instant(Date.UTC(2025, 5, 1) * 1000),
    bootedAt: null,
    zone: 'UTC',
    mtime: null,
    ...more,
  },
})
const run = async (connection: Connection, jobs: readonly ArtifactJob[], signal?: AbortSignal) => {
  const ingest = await openIngest(connection, { parsers, part: PART })
  const outcomes = await Promise.all(jobs.map((j) => ingest.parse(j, signal)))
  await ingest.close()
  return outcomes
}

describe('ingest', () => {
  let db: Db
  let connection: Connection
  beforeAll(async () => {
    ;({ db, connection } = await fresh())
  })

  it('brings logs, probes, sights, messages and entities into the index', async () => {
    const log = [
      'Mar  4 09:12:44 web1 sshd[2211]: Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2',
      'Mar  4 09:12:45 web1 kernel: [1.5] device eth0 entered promiscuous mode',
      '\tand more of it from 203.0.113.9',
      '',
      '<not a line of syslog',
      'Mar  4 09:12:46 web1 sshd[2212]: Failed password for root from 203.0.113.9 port 4712 ssh2\r',
      'Mar  4 09:12:47 web1 sshd[2212]: cut',
    ].join('\n')
    const [first, second] = await run(connection, [
      job(1, 'rfc3164', file(log)),
      job(2, 'sessions', file('# head\nalice 12 1741079564000000 a b\n\nbob - 1741079565000000\nnothing\n')),
    ])
    expect(first).toMatchObject({ state: 'parsed', rows: 5, noise: 1, unparsed: 1, events: 4, year: 2025, fault: null })
    expect(second).toMatchObject({
      state: 'parsed',
      rows: 2,
      noise: 2,
      unparsed: 1,
      events: 2,
      facts: { host: 'host of 2' },
    })
    const events = await db.all(
      `SELECT e.id, epoch_us(ts) AS ts, kind, host, artifact, off, len, msg, h.word AS log_host, p.word AS program, pid, severity, examiner, (SELECT summary FROM summaries s WHERE s.event = e.id) AS summary
       FROM events e LEFT JOIN words h ON h.id = e.log_host LEFT JOIN words p ON p.id = e.program ORDER BY e.id`,
    )
    expect(events).toHaveLength(6)
    expect(events[0]).toEqual({
      id: 0,
      ts: Date.UTC(2025, 2, 4, 9, 12, 44) * 1000,
      kind: 0,
      host: 5,
      artifact: 1,
      off: 0,
      len: log.indexOf('\n'),
      msg: 'Mar  4 09:12:44 web1 sshd[2211]: '.length,
      log_host: 'web1',
      program: 'sshd',
      pid: 2211,
      severity: null,
      examiner: false,
      summary: null,
    })
    // The continuation line lengthens its event; a carriage return is no part of it.
    expect(events[1]).toMatchObject({ pid: null, len: log.indexOf('\n\n<not') - (events[1]!['off'] as number) })
    expect(events[2]).toMatchObject({ len: log.split('\n')[5]!.length - 1 })
    expect(events[4]).toMatchObject({
      kind: 1,
      artifact: 2,
      program: 'login',
      pid: 7,
      summary: 'alice logged in',
      msg: null,
      log_host: null,
    })
    const ties = await db.all<{ event: number; kind: string; value: string }>(
      'SELECT event, kind, value FROM event_entities x JOIN entities n ON n.id = x.entity ORDER BY event, kind, value',
    )
    expect(ties.filter((t) => t.event === 0).map((t) => `${t.kind} ${t.value}`)).toEqual([
      'address 203.0.113.9',
      'port 4711',
      'user admin',
    ])
    expect(ties.filter((t) => t.event === 1).map((t) => `${t.kind} ${t.value}`)).toEqual([
      'address 203.0.113.9',
      'interface eth0',
    ])
    expect(ties.filter((t) => t.event === 4)).toEqual([{ event: 4, kind: 'user', value: 'alice' }])
    expect(await db.all('SELECT kind, value, count(*) AS n FROM entities GROUP BY ALL HAVING n > 1')).toEqual([])
    expect(await db.all('SELECT event, account, address, port, pid, artifact FROM refusals ORDER BY event')).toEqual([
      { event: 0, account: 'admin', address: '203.0.113.9', port: 4711, pid: 2211, artifact: 1 },
      { event: 2, account: 'root', address: '203.0.113.9', port: 4712, pid: 2212, artifact: 1 },
    ])
    expect(await db.all('SELECT artifact, line, off, reason FROM unparsed ORDER BY ALL')).toEqual([
      { artifact: 1, line: 5, off: log.indexOf('<not a'), reason: null },
      { artifact: 2, line: 5, off: 61, reason: null },
    ])
    expect(await db.all('SELECT * FROM sessions ORDER BY line')).toEqual([
      {
        host: 5,
        capture: 3,
        artifact: 2,
        line: 2,
        off: 7,
        len: 29,
        account: 'alice',
        minutes: 12,
        tags: ['a', 'b'],
        login: 1741079564000000,
      },
      {
        host: 5,
        capture: 3,
        artifact: 2,
        line: 4,
        off: 38,
        len: 22,
        account: 'bob',
        minutes: null,
        tags: [],
        login: 1741079565000000,
      },
    ])
    expect(await db.all('SELECT id, probe, artifact, line, account, success FROM sight_login ORDER BY id')).toEqual([
      { id: 0, probe: 'sessions', artifact: 2, line: 2, account: 'alice', success: true },
      { id: 1, probe: 'sessions', artifact: 2, line: 4, account: 'bob', success: true },
    ])
    expect(await db.all('SELECT * FROM line_index')).toEqual([{ artifact: 1, off: 0, line: 1 }])
  })

  it('goes on where the index ends, and uses the names that are there', async () => {
    const again = 'Mar  5 09:12:44 web1 sshd[2211]: Failed password for root from 203.0.113.9 port 4711 ssh2\n'
    await run(connection, [job(3, 'rfc3164', file(again))])
    expect(await db.all('SELECT id FROM events WHERE artifact = 3')).toEqual([{ id: 6 }])
    expect(await db.all('SELECT word, count(*) AS n FROM words GROUP BY ALL HAVING n > 1')).toEqual([])
    expect(await db.all('SELECT kind, value, count(*) AS n FROM entities GROUP BY ALL HAVING n > 1')).toEqual([])
  })

  it('forgets an artifact and nothing else', async () => {
    const ingest = await openIngest(connection, { parsers, part: PART })
    await ingest.forget(1)
    await ingest.close()
    expect(await db.all('SELECT DISTINCT artifact FROM events ORDER BY 1')).toEqual([{ artifact: 2 }, { artifact: 3 }])
    expect(await db.all('SELECT count(*) AS n FROM event_entities WHERE event NOT IN (SELECT id FROM events)')).toEqual(
      [{ n: 0 }],
    )
    expect(await db.all('SELECT count(*) AS n FROM m_refusals')).toEqual([{ n: 1 }])
    expect(await db.all('SELECT count(*) AS n FROM sessions')).toEqual([{ n: 2 }])
  })

  it('keeps what a failing parser read, and reads the other files', async () => {
    const outcomes = await run(connection, [
      job(10, 'sessions', file('alice 1 1741079564000000\nboom\nbob 2 1741079564000000\n')),
      job(11, 'greedy', file('one\ntwo\nthree\nfour')),
      job(12, 'binary', file(Uint8Array.from([1, 0, 0, 0, 2, 0, 0, 0, 3]))),
      job(13, 'sessions', join(root, 'is not there')),
      job(14, 'unheard_of', file('')),
      job(15, 'sessions', file('')),
    ])
    expect(outcomes.map((o) => o.state)).toEqual(['failed', 'parsed', 'parsed', 'failed', 'failed', 'parsed'])
    expect(outcomes[0]).toMatchObject({ fault: 'sessions: a bug in the parser', rows: 1, events: 1 })
    expect(outcomes[1]).toMatchObject({ rows: 2, unparsed: 2 })
    expect(outcomes[2]).toMatchObject({ rows: 2 })
    expect(outcomes[3]!.fault).toMatch(/ENOENT/)
    expect(outcomes[5]).toMatchObject({ rows: 0, events: 0, firstTs: null })
    expect(await db.all('SELECT line, off, value FROM "binary" ORDER BY line')).toEqual([
      { line: 1, off: 0, value: 1 },
      { line: 2, off: 4, value: 2 },
    ])
  })
})

describe('hard files', () => {
  it('survives holes, huge lines, random bytes and files that end anywhere', async () => {
    const { db, connection } = await fresh()
    const line = (s: string) => `Mar  4 09:12:44 web1 app[1]: ${s}\n`
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919 + (i >> 3)) & 255)
    const [huge, hole, noise, empty, one] = await run(connection, [
      job(1, 'rfc3164', file(line('a') + line('x'.repeat(64 << 10)) + line('y'.repeat(10 << 20)) + line('b'))),
      job(2, 'rfc3164', file(Buffer.concat([Buffer.from(line('a')), Buffer.alloc(3 << 20), Buffer.from(line('b'))]))),
      job(3, 'rfc3164', file(bytes)),
      job(4, 'rfc3164', file('')),
      job(5, 'rfc3164', file('Mar  4 09:1')),
    ])
    expect(huge).toMatchObject({ events: 4, unparsed: 0 })
    expect(await db.all('SELECT len FROM events WHERE artifact = 1 ORDER BY id')).toEqual(
      [1, 64 << 10, 10 << 20, 1].map((size) => ({ len: 'Mar  4 09:12:44 web1 app[1]: '.length + size })),
    )
    expect(hole).toMatchObject({ events: 2, unparsed: 0 })
    expect(noise!.state).toBe('parsed')
    expect(noise!.rows + noise!.noise + noise!.unparsed).toBe(bytes.filter((b) => b === 10).length + 1)
    expect(empty).toMatchObject({ state: 'parsed', rows: 0, unparsed: 0 })
    expect(one).toMatchObject({ events: 0, unparsed: 1 })
  })

  it('counts all unparsed lines and lists the first 10,000', async () => {
    const { db, connection } = await fresh()
    const [outcome] = await run(connection, [job(1, 'rfc3164', file('no stamp here\n'.repeat(12_345)))])
    expect(outcome).toMatchObject({ unparsed: 12_345 })
    expect(await db.all('SELECT count(*) AS n, max(line) AS last FROM unparsed')).toEqual([{ n: 10_000, last: 10_000 }])
  })

  it('stops when asked, and says so', async () => {
    const { connection } = await fresh()
    const stop = new AbortController()
    stop.abort()
    const [outcome] = await run(connection, [job(1, 'rfc3164', file('Mar  4 09:12:44 web1 app[1]: x\n'))], stop.signal)
    expect(outcome).toMatchObject({ state: 'cancelled', events: 0 })
  })
})

describe('parts of a large file', () => {
  /** Lines of different length with continuation lines and strangers between, from `first` on. */
  const build = (first: Date, count: number, step: number): string => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
    let out = ''
    for (let i = 0; i < count; i++) {
      const d = new Date(first.getTime() + i * step)
      out += `${months[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${d.toISOString().slice(11, 19)} web${i % 3} app[${i}]: from 10.0.${(i >> 8) & 255}.${i & 255} ${'x'.repeat(i % 900)}\n`
      if (i % 7 === 0) out += `  further ${'y'.repeat(i % 300)}\n`
      if (i % 1000 === 0) out += '(a stranger)\n\n'
    }
    return out
  }

  it('gives what one pass gives', async () => {
    const content = build(new Date(Date.UTC(2024, 10, 20)), 40_000, 150_000)
    expect(content.length).toBeGreaterThan(12 * PART)
    const path = file(content)
    const { db, connection } = await fresh()
    const [split] = await run(connection, [job(1, 'rfc3164', path)])
    const whole = new Map(logs).set('whole', { ...logs.get('rfc3164')!, splittable: false })
    const ingest = await openIngest(connection, { parsers: { ...parsers, logs: whole } })
    const single = await ingest.parse({ ...job(2, 'whole', path), kind: 'log' })
    await ingest.close()
    expect({ ...split, artifact: 0 }).toEqual({ ...single, artifact: 0 })
    expect(split).toMatchObject({ events: 40_000, year: 2024, unparsed: 40, noise: 40 })
    const differ = await db.all(
      `SELECT count(*) AS n FROM (SELECT row_number() OVER (ORDER BY id) AS r, ts, off, len, msg, log_host, program, pid FROM events WHERE artifact = 1) a
       FULL JOIN (SELECT row_number() OVER (ORDER BY id) AS r, ts, off, len, msg, log_host, program, pid FROM events WHERE artifact = 2) b
       USING (r, ts, off, len, msg, log_host, program, pid) WHERE a.off IS NULL OR b.off IS NULL`,
    )
    expect(differ).toEqual([{ n: 0 }])
    const ties = await db.all<{ n: number }>('SELECT count(*) AS n FROM event_entities GROUP BY event < 40000')
    expect(ties).toEqual([{ n: 40_000 }, { n: 40_000 }])
    expect(
      await db.all(
        'SELECT line, off FROM unparsed WHERE artifact = 1 EXCEPT SELECT line, off FROM unparsed WHERE artifact = 2',
      ),
    ).toEqual([])
    // Every entry of the line index is true.
    for (const { off, line } of await db.all<{ off: number; line: number }>('SELECT off, line FROM line_index'))
      expect(content.slice(0, off).split('\n').length).toBe(line)
  })

  it('reads again when the file spans more years than samples show', async () => {
    // Three years between two samples: only reading it all tells.
    const day = 86_400_000
    const content = build(new Date(Date.UTC(2020, 0, 10)), 400, 4 * day).replace(/x{50,}/g, '')
    const { db, connection } = await fresh()
    const huge = `${build(new Date(Date.UTC(2024, 4, 1)), 30_000, 1000)}`
    const [outcome] = await run(connection, [job(1, 'rfc3164', file(content + huge))])
    expect(outcome).toMatchObject({ state: 'parsed', events: 30_400, year: 2021 })
    const spans = await db.all('SELECT count(*) AS n, year(min(ts)) AS y, year(max(ts)) AS z FROM events')
    expect(spans).toEqual([{ n: 30_400, y: 2021, z: 2025 }])
  })
})
