/** The whole path on the sample incident: import, again, rebuild, override, policy, verify, cancel. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NO_FILTER } from '../shared/model'
import { createEngine, type Engine } from './engine'

const INCIDENT = join(import.meta.dirname, '../../fixtures/incident')
const folder = mkdtempSync(join(tmpdir(), 'vestigo-engine-'))
const path = join(folder, 'incident.vestigo')
const HEADER = { name: 'incident', number: 'C-1', examiner: 'Helen', evidenceNumber: 'E-1' }
const context = () => ({ signal: new AbortController().signal })
let engine: Engine

/** Everything that a reader of the case sees, without what differs between two runs. */
async function seen(): Promise<unknown> {
  const { handlers } = engine
  const { id: _, created: __, ...info } = (await handlers.caseInfo({}, context()))!
  const page = await handlers.events({ filter: NO_FILTER, first: 0, count: 500 }, context())
  const tables = await handlers.tables({}, context())
  const sockets = await handlers.rows({ table: 'sockets', first: 0, count: 100 }, context())
  const findings = await handlers.findings({}, context())
  return JSON.parse(JSON.stringify({ info, page, tables, sockets, findings }))
}

beforeAll(async () => {
  engine = createEngine({ push: () => {} })
  await engine.handlers.openCase({ path, create: HEADER }, context())
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the engine', () => {
  it('imports the sample incident and finds its story', async () => {
    const report = await engine.handlers.importBundle({ paths: [INCIDENT] }, context())
    expect(report).toMatchObject({ known: 0, refused: [], truncated: [], coverage: { unparsed: 0 } })
    const { findings, blind } = await engine.handlers.findings({}, context())
    const rules = findings.map((f) => f.rule)
    for (const rule of [
      'password_guessed',
      'promiscuous_interface',
      'listener_without_owner',
      'listener_not_expected',
      'process_not_expected',
      'deleted_program_running',
      'interface_errors',
      'process_hidden',
      'second_root_account',
      'logging_stopped',
    ])
      expect(rules).toContain(rule)
    // What could not look lacks a table that this capture does not hold; none of them failed.
    for (const { rule, why } of blind) expect(why, rule).toMatch(/^no (?:output|capture) of /)
    expect(blind.map((b) => b.rule)).toContain('program_without_package')
    for (const f of findings) {
      expect(f.evidence.length, f.summary).toBeGreaterThan(0)
      for (const proof of f.evidence) expect(proof.sha256).toMatch(/^[0-9a-f]{64}$/)
    }
    const [capture] = report.captures
    expect(capture).toMatchObject({ zone: 'America/New_York', capturedAt: Date.UTC(2002, 6, 1, 15, 20, 9) * 1000 })
  })

  it('adds nothing when the same bundle is opened again', async () => {
    const before = await seen()
    const report = await engine.handlers.importBundle({ paths: [INCIDENT] }, context())
    expect(report.artifacts).toBe(0)
    expect(report.known).toBeGreaterThan(20)
    expect(await seen()).toEqual(before)
  })

  it('knows the same folder when it is opened from another place', async () => {
    const copy = join(folder, 'incident')
    cpSync(INCIDENT, copy, { recursive: true, preserveTimestamps: true })
    const report = await engine.handlers.importBundle({ paths: [copy] }, context())
    expect(report.artifacts).toBe(0)
  })

  it('rebuilds a deleted index from the evidence, and it is the same', async () => {
    const before = await seen()
    await engine.handlers.closeCase({}, context())
    for (const name of ['index.duckdb', 'index.duckdb.wal']) rmSync(join(path, name), { force: true })
    rmSync(join(path, 'derived'), { recursive: true, force: true })
    await engine.handlers.openCase({ path }, context())
    expect(await seen()).toEqual(before)
  })

  it('reads a log again in another zone, and back', async () => {
    const artifacts = await engine.handlers.artifacts({}, context())
    const secure = artifacts.find((a) => a.path === 'var/log/secure')!
    const first = async () => {
      const filter = { ...NO_FILTER, text: 'Accepted password for root from 203.0.113.66' }
      return (await engine.handlers.events({ filter, first: 0, count: 1 }, context())).rows[0]!.ts!
    }
    const before = await first()
    expect(before).toBe(Date.UTC(2002, 6, 1, 6, 14, 52) * 1000)
    const changed = await engine.handlers.setZone({ artifact: secure.id, zone: 'Europe/Paris', year: null }, context())
    expect(changed).toMatchObject({ zone: 'Europe/Paris', zoneReason: 'Set by the analyst.' })
    expect(await first()).toBe(Date.UTC(2002, 6, 1, 0, 14, 52) * 1000)
    await engine.handlers.setZone({ artifact: secure.id, zone: null, year: 2001 }, context())
    expect(await first()).toBe(Date.UTC(2001, 6, 1, 6, 14, 52) * 1000)
    await engine.handlers.setZone({ artifact: secure.id, zone: null, year: null }, context())
    expect(await first()).toBe(before)
    await expect(
      engine.handlers.setZone({ artifact: secure.id, zone: 'Mars/Olympus', year: null }, context()),
    ).rejects.toMatchObject({ code: 'bad-use' })
  })

  it('is quiet about what an adopted policy names, and speaks of each process by itself', async () => {
    const policy = await engine.handlers.adoptPolicy({}, context())
    expect(policy.listeners).toContain('nscdd tcp/48411')
    const { findings } = await engine.handlers.findings({}, context())
    const rules = findings.map((f) => f.rule)
    expect(rules).not.toContain('listener_not_expected')
    expect(rules).not.toContain('process_not_expected')
    expect(rules).toContain('password_guessed')
  })

  it('verifies what it keeps', async () => {
    expect(await engine.handlers.verify({}, context())).toMatchObject({ ok: true, problems: [] })
  })

  it('keeps notes apart from evidence', async () => {
    const ref = { kind: 'address', id: '203.0.113.66' } as const
    await engine.handlers.note({ ref, star: true, comment: 'the intruder' }, context())
    await engine.handlers.note({ ref, star: true, comment: 'the intruder, again' }, context())
    expect(await engine.handlers.notes({}, context())).toMatchObject([{ ref, comment: 'the intruder, again' }])
  })

  it('stops when asked to, and what came in stays', async () => {
    const other = join(folder, 'cancelled.vestigo')
    const two = createEngine({ push: () => {} })
    try {
      await two.handlers.openCase({ path: other, create: HEADER }, context())
      const stop = new AbortController()
      stop.abort()
      const stopped = async () => two.handlers.importBundle({ paths: [INCIDENT] }, { signal: stop.signal })
      await expect(stopped()).rejects.toMatchObject({ code: 'cancelled' })
      expect((await two.handlers.verify({}, context())).ok).toBe(true)
      const report = await two.handlers.importBundle({ paths: [INCIDENT] }, context())
      expect(report.events).toBeGreaterThan(300)
    } finally {
      await two.close()
    }
  })

  it('reads the bundles that can be read when another cannot', async () => {
    const two = createEngine({ push: () => {} })
    try {
      await two.handlers.openCase({ path: join(folder, 'half.vestigo'), create: HEADER }, context())
      const both = async () => two.handlers.importBundle({ paths: [INCIDENT, join(folder, 'gone.tar')] }, context())
      await expect(both()).rejects.toMatchObject({ code: 'unreadable' })
      expect((await two.handlers.caseInfo({}, context()))!.counts.sockets).toBeGreaterThan(20)
    } finally {
      await two.close()
    }
  })

  it('says in one line what a missing bundle is', async () => {
    await expect(
      engine.handlers.importBundle({ paths: [join(folder, 'no-such-bundle.tar')] }, context()),
    ).rejects.toMatchObject({ code: 'unreadable' })
  })
})
