/** Ingest with real threads: the worker is bundled as the build does it, with parsers that misbehave. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wasmCore } from '../../../scripts/lib/wasm.mjs'
import { instant } from '../../shared/time'
import { defineProbe, text } from '../define'
import type { LogTask } from '../parse/batch'
import type { Parsers } from '../parse/runner'
import type { ArtifactJob } from '../parse/types'
import { logs } from '../registry'
import { openDb } from './db'
import { openIngest } from './ingest'
import { beginEarly } from './ingest-early'
import { planLog } from './ingest-plan'

const root = mkdtempSync(join(tmpdir(), 'vestigo-workers-'))
const workerFile = join(root, 'out', 'entry.js')
const here = (path: string) => JSON.stringify(resolve(import.meta.dirname, path))

/** The same ids on this side: only their columns are looked at here. */
const words = defineProbe({
  title: 'Words (test)',
  commands: ['test'],
  recognise: {},
  columns: { word: text('A word') },
})
const parsers: Parsers = {
  probes: new Map(Object.entries({ words, hangs: words, dies: words })) as unknown as Parsers['probes'],
  logs,
  messages: new Map(),
}

beforeAll(async () => {
  const entry = join(root, 'entry.ts')
  writeFileSync(
    entry,
    `import { serve } from ${here('../parse/serve.ts')}
import { logs } from ${here('../registry.ts')}
const columns = { word: { type: 'text', about: 'A word', optional: false } }
const probe = (parse) => ({ title: 'test', commands: ['test'], recognise: {}, columns, parse })
const words = probe((lines, out) => { for (const line of lines) out.row({ word: line.text }, line) })
const hangs = probe((lines, out) => { for (const line of lines) { out.row({ word: line.text }, line); for (;;) {} } })
const dies = probe(() => process.exit(3))
serve({ logs, messages: new Map() }, async () => new Map(Object.entries({ words, hangs, dies })))
`,
  )
  await build({
    plugins: [wasmCore()],
    configFile: false,
    root: resolve(import.meta.dirname, '../../..'),
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: join(root, 'out'),
      rolldownOptions: { input: entry, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  })
  writeFileSync(join(root, 'out', 'package.json'), '{"type":"module"}')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Small, so that files of ordinary size come apart. */
const PART = 1 << 20
let n = 0
const file = (content: string): string => {
  const path = join(root, `file-${n++}`)
  writeFileSync(path, content)
  return path
}
const job = (artifact: number, parser: string, path: string): ArtifactJob => ({
  artifact,
  capture: 1,
  host: 1,
  file: path,
  kind: logs.has(parser) ? 'log' : 'probe',
  parser,
  context: {
    path: 'var/log/messages',
    command: null,
    host: null,
    capturedAt: instant(Date.UTC(2025, 5, 1) * 1000),
    bootedAt: null,
    zone: 'Europe/Paris',
  },
})
async function indexed(jobs: readonly ArtifactJob[], options: Parameters<typeof openIngest>[1]) {
  const db = await openDb(mkdtempSync(join(root, 'case-')))
  const connection = await db.connect()
  const ingest = await openIngest(connection, { parsers, part: PART, ...options })
  const outcomes = await Promise.all(jobs.map((j) => ingest.parse(j)))
  await ingest.close()
  const events = await db.all('SELECT * FROM events ORDER BY id')
  const rest = {
    ties: await db.all('SELECT * FROM event_entities ORDER BY ALL'),
    entities: await db.all('SELECT * FROM entities ORDER BY id'),
    words: await db.all('SELECT * FROM words ORDER BY id'),
    lines: await db.all('SELECT * FROM line_index ORDER BY ALL'),
  }
  const rows = await db.all(`SELECT table_name FROM duckdb_tables() WHERE table_name IN ('words', 'hangs')`)
  await db.close()
  return { outcomes, events, rest, rows }
}
const log = (lines: number, from: number) => {
  let out = ''
  for (let i = 0; i < lines; i++)
    out += `Mar  4 0${i % 10}:12:44 web${i % 5} app${i % 11}[${i}]: for user u${i % 97} from 10.${from}.${i % 256}.7 port ${1024 + (i % 5000)} at /srv/p${i % 1000} ${'x'.repeat(i % 200)}\n`
  return out
}

describe('with threads', () => {
  it('gives the same index as without them, run after run', async () => {
    const big = file(log(60_000, 1))
    const jobs = [job(1, 'rfc3164', file(log(1000, 2))), job(2, 'rfc3164', big), job(3, 'rfc3164', file(log(3000, 3)))]
    const alone = await indexed(jobs, { workers: 0 })
    expect(alone.events).toHaveLength(64_000)
    expect(log(60_000, 1).length).toBeGreaterThan(8 * PART)
    for (const workers of [1, 3]) {
      const threaded = await indexed(jobs, { workers, workerFile })
      expect(threaded.outcomes).toEqual(alone.outcomes)
      expect(threaded.events).toEqual(alone.events)
      expect(threaded.rest).toEqual(alone.rest)
    }
  })

  it('gives the same of a file that it began to read while it was written', async () => {
    const content = Buffer.from(log(60_000, 1))
    const whole = file('')
    writeFileSync(whole, content)
    const alone = await indexed([job(1, 'rfc3164', whole)], { workers: 0 })
    const grown = file('')
    const state = new Int32Array(new SharedArrayBuffer(8))
    const { tasks } = planLog(job(1, 'rfc3164', whole), logs.get('rfc3164')!, PART)
    expect(tasks.length).toBeGreaterThan(8)
    const early = beginEarly(
      workerFile,
      tasks.map((task) => ({ ...(task as LogTask), file: grown, growing: state })),
    )
    // In pieces that end in the midst of lines, some of them late.
    for (let at = 0; at < content.length; ) {
      const n = Math.min(content.length - at, 4096 * (1 + (at % 300)))
      appendFileSync(grown, content.subarray(at, at + n))
      at += n
      Atomics.store(state, 0, Math.floor(at / 4096))
      Atomics.notify(state, 0)
      await new Promise((go) => setTimeout(go, 2))
    }
    Atomics.store(state, 1, 1)
    Atomics.add(state, 0, 1)
    Atomics.notify(state, 0)
    const taken = early.take(whole)
    expect(taken!.begun.length).toBeGreaterThan(1)
    const threaded = await indexed([job(1, 'rfc3164', whole)], { workerFile, early: taken })
    expect(threaded.outcomes).toEqual(alone.outcomes)
    expect(threaded.events).toEqual(alone.events)
    expect(threaded.rest).toEqual(alone.rest)
  })

  it('begins no file that was given up before it was whole', async () => {
    const state = new Int32Array(new SharedArrayBuffer(8))
    const path = file(log(20_000, 1))
    const { tasks } = planLog(job(1, 'rfc3164', path), logs.get('rfc3164')!, PART)
    const early = beginEarly(
      workerFile,
      tasks.map((task) => ({ ...(task as LogTask), growing: state })),
    )
    Atomics.store(state, 1, 2)
    Atomics.add(state, 0, 1)
    Atomics.notify(state, 0)
    while (early.take(path) !== null) await new Promise((go) => setTimeout(go, 20))
    await early.close()
  })

  it('ends a parser that hangs, and goes on with the others', async () => {
    const jobs = [
      job(1, 'rfc3164', file(log(100, 1))),
      job(2, 'hangs', file('one\ntwo\n')),
      job(3, 'rfc3164', file(log(100, 2))),
      job(4, 'rfc3164', file(log(100, 3))),
      job(5, 'dies', file('x\n')),
      job(6, 'rfc3164', file(log(100, 4))),
    ]
    const { outcomes, events } = await indexed(jobs, { workers: 1, workerFile, patience: 1 })
    expect(outcomes.map((o) => o.state)).toEqual(['parsed', 'failed', 'parsed', 'parsed', 'failed', 'parsed'])
    expect(outcomes[1]!.fault).toMatch(/no sign of life for 1 s/)
    expect(outcomes[4]!.fault).toMatch(/ended with status 3/)
    expect(events).toHaveLength(400)
  })

  it('can be cancelled in the midst of a file', async () => {
    const db = await openDb(mkdtempSync(join(root, 'case-')))
    const ingest = await openIngest(await db.connect(), { parsers, workers: 1, workerFile })
    const stop = new AbortController()
    const path = file(log(400_000, 5))
    const first = ingest.parse(job(1, 'rfc3164', path), stop.signal)
    const second = ingest.parse(job(2, 'rfc3164', file(log(10, 6))))
    setTimeout(() => stop.abort(), 50)
    expect(await first).toMatchObject({ state: 'cancelled' })
    expect(await second).toMatchObject({ state: 'parsed', events: 10 })
    await ingest.close()
    await db.close()
  })
})
