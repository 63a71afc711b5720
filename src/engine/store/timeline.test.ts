import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Filter, NO_FILTER } from '../../shared/model'
import { instant } from '../../shared/time'
import { type Db, openDb } from './db'
import { type Files, openFiles } from './files'
import { BY_EXAMINER, originSql, whoSql } from './origin'
import { EVENT_KINDS } from './schema'
import { makeTimeline, type Timeline } from './timeline'
import { makeViews, type Views } from './views'

/** Numbers that look random and are the same each time. */
let state = 11
const next = (below: number) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
  return (state >>> 8) % below
}

const MADE = `read_json(?, columns = {id: 'BIGINT', ts: 'BIGINT', kind: 'INTEGER', host: 'INTEGER', artifact: 'INTEGER', off: 'BIGINT', len: 'INTEGER', msg: 'INTEGER', program: 'INTEGER', pid: 'INTEGER', severity: 'INTEGER', summary: 'VARCHAR'})`
const PARTS = {
  artifact: 'artifact',
  host: 'host',
  kind: 'kind',
  facility: 'NULL',
  severity: 'severity',
  summarised: 'summary IS NOT NULL',
}

interface Made {
  id: number
  ts: number | null
  kind: number
  host: number
  artifact: number
  off: number
  len: number
  msg: number
  program: number | null
  pid: number | null
  severity: number | null
  summary: string | null
  raw: string
}

let folder: string
let db: Db
let files: Files
const made: Made[] = []
const paths = new Map<number, string>()
const PROGRAMS = ['sshd', 'cron', 'kernel']
const T0 = Date.UTC(2025, 2, 4) * 1000

/** Files as a suspect may leave them: noise between events, events of two lines, CR LF, several events on one line. */
function write(artifact: number, host: number, lines: number, disorder: boolean): void {
  const parts: string[] = []
  let off = 0
  let ts = T0 + artifact * 1000
  const put = (text: string) => {
    parts.push(text)
    off += Buffer.byteLength(text)
  }
  const words = ['accepted', 'FAILED password', 'Élodie', 'session opened', 'noise']
  const mine: Made[] = []
  for (let i = 0; i < lines; i++) {
    if (next(20) === 0) put(`# noise FAILED password ${i}\n`)
    const program = next(3)
    const head = `${PROGRAMS[program]}: `
    const line = `${head}${words[next(words.length)]} ${i} ${'x'.repeat(next(30))}${next(15) === 0 ? `\n\tat frame needle${i}` : ''}`
    // A burst of equal instants, then gaps of all sizes.
    if (next(10) > 6) ts += next(3) === 0 ? next(2_000_000_000) : next(1000)
    const times = next(40) === 0 ? 3 : 1
    for (let t = 0; t < times; t++)
      mine.push({
        id: 0,
        ts: next(50) === 0 ? null : ts + t,
        kind: next(30) === 0 ? 6 : 0,
        host,
        artifact,
        off,
        len: Buffer.byteLength(line),
        msg: head.length,
        program,
        pid: next(3) === 0 ? null : 100 + next(5),
        severity: next(4) === 0 ? null : next(8),
        summary: null,
        raw: line,
      })
    put(line)
    put(next(9) === 0 ? '\r\n' : '\n')
  }
  put('FAILED password in a trailing line that is no event\n')
  const path = join(folder, `${artifact}.log`)
  writeFileSync(path, parts.join(''))
  paths.set(artifact, path)
  if (disorder) mine.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0) || b.off - a.off)
  for (const one of mine) made.push({ ...one, id: made.length + 1 })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-timeline-'))
  write(1, 1, 3000, false)
  write(2, 2, 2000, true)
  write(3, 1, 40, false)
  // A file time of 1970 stretches the timeline over decades; derived events have no line.
  for (const [ts, summary] of [
    [5, 'epoch FAILED Password file'],
    [T0 + 77, "captured: o'brien"],
    [null, 'no time'],
  ] as const)
    made.push({
      id: made.length + 1,
      ts,
      kind: 7,
      host: 2,
      artifact: 0,
      off: 0,
      len: 0,
      msg: 0,
      program: null,
      pid: null,
      severity: null,
      summary,
      raw: '',
    })
  db = await openDb(folder)
  await db.run(`INSERT INTO words SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])`, [[0, 1, 2], PROGRAMS])
  const rows = join(folder, 'events.json')
  writeFileSync(rows, JSON.stringify(made))
  await db.run(
    `INSERT INTO event_rows SELECT id, make_timestamp(ts), ${originSql(PARTS)}, ${whoSql('NULL', 'program')}, off, len, msg, coalesce(pid, -1)
     FROM ${MADE} ORDER BY id`,
    [rows],
  )
  await db.run(`INSERT INTO summaries SELECT id, summary FROM ${MADE} WHERE summary IS NOT NULL`, [rows])
  await db.run(`INSERT INTO entities VALUES (1, 'address', '10.0.0.1'), (2, 'port', '22')`)
  await db.run(`INSERT INTO event_ties SELECT 1 + id % 2, id, [0] FROM events WHERE id % 7 < 3`)
  files = openFiles((artifact) => {
    const path = paths.get(artifact)
    if (!path) throw new Error(`artifact ${artifact} has no file`)
    return path
  })
})
afterAll(async () => {
  files.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The plain way. */
function expected(f: Filter): Made[] {
  const needle = f.text.toLowerCase()
  return made
    .filter((e) => {
      if (needle && !e.raw.toLowerCase().includes(needle) && !e.summary?.toLowerCase().includes(needle)) return false
      if (f.severity !== null && (e.severity === null || e.severity > f.severity)) return false
      if (f.programs.length && (e.program === null || !f.programs.includes(PROGRAMS[e.program]!))) return false
      if (f.kinds.length && !f.kinds.includes(EVENT_KINDS[e.kind]!)) return false
      if (f.hosts.length && !f.hosts.includes(e.host)) return false
      if (f.entity?.kind === 'address' && !(e.id % 7 < 3 && e.id % 2 === 0)) return false
      if (f.entity?.kind === 'artifact' && e.artifact !== Number(f.entity.id)) return false
      if (f.from !== null && (e.ts === null || e.ts < f.from)) return false
      if (f.to !== null && (e.ts === null || e.ts >= f.to)) return false
      return true
    })
    .sort((a, b) => (a.ts ?? Number.POSITIVE_INFINITY) - (b.ts ?? Number.POSITIVE_INFINITY) || a.id - b.id)
}

const FILTERS: Readonly<Record<string, Partial<Filter>>> = {
  'no filter': {},
  'text in any case': { text: 'failed PASSWORD' },
  'text in the second line of an event': { text: 'needle1' },
  'text beyond ASCII': { text: 'élodie' },
  'text that nothing holds': { text: 'nowhere at all' },
  'text of a summary': { text: "O'BRIEN" },
  severity: { severity: 3 },
  program: { programs: ['sshd', 'kernel', "x' OR 1=1 --"] },
  kind: { kinds: ['file', 'capture', 'no such kind'] },
  host: { hosts: [2] },
  'entity by value': { entity: { kind: 'address', id: '10.0.0.1' } },
  'all events of a file': { entity: { kind: 'artifact', id: '3' } },
  'range of time': { from: instant(T0), to: instant(T0 + 3_600_000_000) },
  'an empty range': { from: instant(T0 - 10_000_000), to: instant(T0 - 5_000_000) },
  'everything at once': {
    text: 'session',
    severity: 6,
    programs: ['cron'],
    hosts: [1],
    from: instant(T0),
    entity: { kind: 'address', id: '10.0.0.1' },
  },
}

const WAYS = {
  'rows kept in order': {},
  'ranges of time, sifted here': { keptRows: 0, heavy: 60 },
  'ranges of time, joined in SQL': { keptRows: 0, heavy: 200, sifted: 0 },
}

describe.each(Object.entries(WAYS))('by %s', (_, way) => {
  let views: Views
  let timeline: Timeline
  beforeAll(() => {
    views = makeViews({
      db,
      plainPath: (artifact) => paths.get(artifact)!,
      sizeOf: files.size,
      worker: null,
      ...way,
    })
    timeline = makeTimeline(db, views, files, way)
  })
  afterAll(() => views.close())

  test.each(Object.entries(FILTERS))('%s: every page, any ordinal', async (_name, part) => {
    const filter = { ...NO_FILTER, ...part }
    const all = expected(filter)
    for (let first = 0; first <= all.length; first += 1 + next(700)) {
      const page = await timeline.events({ filter, first, count: 211 })
      expect(page.total).toBe(all.length)
      expect(page.rows.map((row) => row.id)).toEqual(all.slice(first, first + 211).map((e) => e.id))
    }
    const tail = await timeline.events({ filter, first: Math.max(0, all.length - 5), count: 50 })
    expect(tail.rows.map((row) => row.ts)).toEqual(all.slice(-5).map((e) => e.ts))
  })

  test.each(Object.entries(FILTERS))('%s: ordinals of events and instants', async (_name, part) => {
    const filter = { ...NO_FILTER, ...part }
    const all = expected(filter)
    for (let round = 0; round < 25 && all.length > 0; round++) {
      const at = next(all.length)
      expect((await timeline.locate({ filter, event: all[at]!.id })).ordinal).toBe(at)
      const ts = all[at]!.ts
      if (ts === null) continue
      const first = all.findIndex((e) => e.ts === null || e.ts >= ts)
      expect((await timeline.locate({ filter, ts: instant(ts) })).ordinal).toBe(first)
    }
    const timed = all.filter((e) => e.ts !== null).length
    expect(await timeline.locate({ filter, ts: instant(T0 * 2) })).toEqual({ ordinal: timed, total: all.length })
    expect((await timeline.locate({ filter, ts: instant(0) })).ordinal).toBe(0)
  })

  test.each(Object.entries(FILTERS))('%s: histograms of wide and narrow windows', async (_name, part) => {
    const filter = { ...NO_FILTER, ...part }
    const all = expected(filter)
    const untimed = all.filter((e) => e.ts === null).length
    for (const [from, to] of [
      [0, T0 + 10_000_000_000],
      [T0, T0 + 900_000_000],
      [T0 + 5, T0 + 400],
      [T0 + 100_000_000, T0 + 100_000_001],
    ] as const) {
      const h = await timeline.histogram({ filter, from: instant(from), to: instant(to), buckets: 100 })
      expect(h.buckets).toBeLessThanOrEqual(100)
      expect(h.from).toBeLessThanOrEqual(from)
      expect(h.from).toBeGreaterThan(from - h.step)
      expect(h.from + h.step * h.buckets).toBeGreaterThanOrEqual(to)
      expect(h.untimed).toBe(untimed)
      const counts = new Map<string, number>()
      for (const e of all) {
        if (e.ts === null || e.ts < h.from || e.ts >= h.from + h.step * h.buckets) continue
        const key = `${e.severity ?? 8}:${Math.floor((e.ts - h.from) / h.step)}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      const got = new Map<string, number>()
      for (const { severity, counts: list } of h.series)
        list.forEach((n, b) => {
          if (n > 0) got.set(`${severity}:${b}`, n)
        })
      expect(Object.fromEntries(got)).toEqual(Object.fromEntries(counts))
      expect(h.total).toBe([...counts.values()].reduce((a, b) => a + b, 0))
    }
  })

  test('programs, most frequent first', async () => {
    const got = await timeline.programs({})
    const count = (name: string) => made.filter((e) => e.program !== null && PROGRAMS[e.program] === name).length
    expect(got).toEqual(
      PROGRAMS.map((name) => ({ name, events: count(name) })).sort(
        (a, b) => b.events - a.events || (a.name < b.name ? -1 : 1),
      ),
    )
  })

  test('text is the message without its head, or the summary', async () => {
    const { rows } = await timeline.events({ filter: NO_FILTER, first: 0, count: 400 })
    for (const row of rows) {
      const e = made[row.id - 1]!
      expect(row.text).toBe(e.summary ?? e.raw.slice(e.msg))
      expect(row.program).toBe(e.program === null ? null : PROGRAMS[e.program])
      expect(row.kind).toBe(EVENT_KINDS[e.kind])
    }
  })

  test('an aborted filter is cancelled, and works when asked again', async () => {
    const filter = { ...NO_FILTER, text: 'frame needle' }
    const stop = new AbortController()
    const asked = timeline.events({ filter, first: 0, count: 10 }, stop.signal)
    stop.abort()
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
    expect((await timeline.events({ filter, first: 0, count: 10 })).total).toBe(expected(filter).length)
  })

  test('after the case changed, answers are new', async () => {
    const filter = { ...NO_FILTER, hosts: [9] }
    expect((await timeline.events({ filter, first: 0, count: 10 })).total).toBe(0)
    const origin = originSql({ ...PARTS, artifact: '0', host: '9', kind: '7', severity: 'NULL', summarised: 'true' })
    await db.run(`INSERT INTO event_rows VALUES (1000000, NULL, ${origin}, 0, 0, 0, 0, -1)`)
    await db.run(`UPDATE event_rows SET ${BY_EXAMINER} WHERE id = 1000000`)
    await db.run(`INSERT INTO summaries VALUES (1000000, 'late')`)
    views.invalidate()
    const page = await timeline.events({ filter, first: 0, count: 10 })
    expect(page.rows).toMatchObject([{ id: 1_000_000, ts: null, text: 'late', examiner: true }])
    await db.run(`DELETE FROM event_rows WHERE id = 1000000`)
    views.invalidate()
  })
})
