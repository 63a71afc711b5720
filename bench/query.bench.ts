/**
 * How long questions to the timeline take, on 5 and 20 million lines, beside public tools on the same file in the same
 * run. Prints a table; it fails only when an answer is wrong.
 *
 *   npm run bench -- query            both sizes
 *   npm run bench -- query --small    5 million only
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { createReader } from '../src/engine/store/create-reader'
import { openDb } from '../src/engine/store/db'
import { openIngest } from '../src/engine/store/ingest'
import { type Filter, NO_FILTER } from '../src/shared/model'
import { type Instant, instant } from '../src/shared/time'
// @ts-expect-error: plain JavaScript, without types
import { generate } from './lib/generate.mjs'

const DATA = join(import.meta.dirname, 'data')
const BUILT = join(import.meta.dirname, '..', 'out', 'main')
const BUCKETS = 1200
const PAGE = 200
const sizes = process.argv.includes('--small') ? [5] : [5, 20]

/** What the texts stand for, and the texts. */
const TEXTS = [
  ['common', 'from'],
  ['one in ten', 'failed PASSWORD for invalid'],
  ['short', 'ssh'],
  ['rare', 'port 51234'],
  ['absent', 'zzqqxx nowhere'],
] as const

interface Row {
  readonly question: string
  readonly ms: number
  readonly again: string
  readonly tool: string
  readonly toolMs: number | null
}

const milli = (ms: number) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0))
async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now()
  const value = await work()
  return [value, performance.now() - begun]
}
const median = (list: number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1]!

const has = (tool: string): boolean => !spawnSync(tool, ['--version'], { stdio: 'ignore' }).error
/** Best of two runs of a public tool, and what it printed; null when it is not installed. */
function tool(command: string, args: readonly string[], runs = 2): { ms: number; out: string } | null {
  if (!has(command)) return null
  let best = Number.POSITIVE_INFINITY
  let out = ''
  for (let i = 0; i < runs; i++) {
    const begun = performance.now()
    const ran = spawnSync(command, args, { env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8', maxBuffer: 1 << 28 })
    best = Math.min(best, performance.now() - begun)
    out = ran.stdout ?? ''
  }
  return { ms: best, out }
}

/** The index of a generated log, made by the product's own ingest; kept between runs. */
async function indexOf(log: string, folder: string) {
  mkdirSync(folder, { recursive: true })
  let db = await openDb(folder)
  const done = await db.one(`SELECT 1 FROM meta WHERE key = 'bench' AND value = ?`, [String(statSync(log).size)])
  if (done) return db
  await db.close()
  for (const name of ['index.duckdb', 'index.duckdb.wal']) rmSync(join(folder, name), { force: true })
  db = await openDb(folder)
  const own = await db.connect()
  const ingest = await openIngest(own, { workerFile: join(BUILT, 'parse-worker.js') })
  const [outcome, ms] = await timed(async () => {
    const outcome = await ingest.parse({
      artifact: 1,
      capture: 1,
      host: 1,
      file: log,
      kind: 'log',
      parser: 'rfc3164',
      context: {
        path: 'var/log/syslog',
        command: null,
        host: 'web1',
        capturedAt: instant(Date.UTC(2025, 3, 1) * 1000),
        bootedAt: null,
        zone: 'UTC',
      },
    })
    await ingest.close()
    return outcome
  })
  own.close()
  if (outcome.state !== 'parsed') throw new Error(`${log}: ${outcome.fault}`)
  console.log(`  indexed ${outcome.events} events in ${(ms / 1000).toFixed(1)} s (the import bench times this)`)
  await db.run(
    `INSERT INTO artifacts (id, capture, host, path, size, state) VALUES (1, 1, 1, 'var/log/syslog', ?, 'parsed')`,
    [statSync(log).size],
  )
  await db.run(`INSERT INTO meta VALUES ('bench', ?)`, [String(statSync(log).size)])
  await db.run('CHECKPOINT')
  return db
}

async function run(millions: number): Promise<Row[]> {
  const log = join(DATA, `syslog-${millions}m.log`)
  const bytes = generate(millions * 1_000_000, log) as number
  const db = await indexOf(log, join(DATA, `query-${millions}m`))
  const script = join(BUILT, 'scan-worker.js')
  const reader = createReader({
    db,
    catalogue: { probes: new Map(), logs: new Map(), messages: new Map() },
    plainPath: () => log,
    worker: existsSync(script) ? script : null,
  })
  const rows: Row[] = []
  const span = (await db.one<{ lo: Instant; hi: Instant }>(
    'SELECT epoch_us(min(ts)) AS lo, epoch_us(max(ts)) + 1 AS hi FROM events',
  ))!
  let seed = 1
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const histogram = (filter: Filter, from = span.lo, to = span.hi) =>
    reader.histogram({ filter, from, to, buckets: BUCKETS })
  const pages = async (filter: Filter, total: number) => {
    const times: number[] = []
    for (let i = 0; i < 50; i++) {
      const first = Math.floor(random() * Math.max(1, total - PAGE))
      times.push((await timed(() => reader.events({ filter, first, count: PAGE })))[1])
    }
    return { median: median(times), worst: Math.max(...times) }
  }
  // Both sides read from the page cache.
  tool('wc', ['-l', log], 1)

  const [all, first] = await timed(() => histogram(NO_FILTER))
  const again = (await timed(() => histogram(NO_FILTER)))[1]
  const lnav =
    millions <= 5
      ? tool(
          'lnav',
          [
            '-n',
            '-c',
            `;SELECT strftime('%Y-%m-%d %H', log_time) AS hour, count(*) FROM syslog_log GROUP BY hour`,
            log,
          ],
          1,
        )
      : null
  rows.push({ question: 'histogram, all', ms: first, again: milli(again), tool: 'lnav', toolMs: lnav?.ms ?? null })
  const narrowed: number[] = []
  for (const { name } of (await reader.programs({})).slice(0, 7))
    narrowed.push((await timed(() => histogram({ ...NO_FILTER, programs: [name] })))[1])
  rows.push({
    question: 'histogram of one program, first time',
    ms: median(narrowed),
    again: '',
    tool: '',
    toolMs: null,
  })
  const width = (span.hi - span.lo) / 20
  const zooms: number[] = []
  for (let i = 0; i < 9; i++) {
    const from = instant(Math.floor(span.lo + random() * (span.hi - span.lo - width)))
    zooms.push((await timed(() => histogram(NO_FILTER, from, instant(Math.floor(from + width)))))[1])
  }
  rows.push({ question: 'histogram, a twentieth of the time', ms: median(zooms), again: '', tool: '', toolMs: null })

  const sed = tool('sed', [
    '-n',
    `${Math.floor(all.total * 0.63)},+${PAGE - 1}p;${Math.floor(all.total * 0.63) + PAGE}q`,
    log,
  ])
  const everywhere = await pages(NO_FILTER, all.total)
  rows.push({
    question: `page of ${PAGE} anywhere, all`,
    ms: everywhere.median,
    again: `worst ${milli(everywhere.worst)}`,
    tool: 'sed -n',
    toolMs: sed?.ms ?? null,
  })

  const [, warmed] = await timed(() => reader.warm())
  rows.push({ question: 'reading ahead for text filters, once', ms: warmed, again: '', tool: '', toolMs: null })
  for (const [how, text] of TEXTS) {
    const filter = { ...NO_FILTER, text }
    const [found, ms] = await timed(() => histogram(filter))
    const rg = tool('rg', ['-c', '-i', '-F', text, log])
    const grep = rg ?? tool('grep', ['-c', '-i', '-F', text, log])
    if (grep && Number(grep.out.trim() || 0) !== found.total)
      throw new Error(`"${text}": ${found.total} here, ${grep.out.trim()} by ${rg ? 'rg' : 'grep'}`)
    const page = await pages(filter, found.total)
    rows.push({
      question: `text filter, ${how} (${found.total})`,
      ms,
      again: `page ${milli(page.median)}, worst ${milli(page.worst)}`,
      tool: rg ? 'rg -c -i -F' : 'grep -c -i -F',
      toolMs: grep?.ms ?? null,
    })
  }
  const locates: number[] = []
  for (let i = 0; i < 21; i++) {
    const ts = instant(Math.floor(span.lo + random() * (span.hi - span.lo)))
    locates.push((await timed(() => reader.locate({ filter: NO_FILTER, ts })))[1])
  }
  rows.push({ question: 'ordinal of an instant', ms: median(locates), again: '', tool: '', toolMs: null })
  const raws: number[] = []
  for (let i = 0; i < 21; i++) {
    const off = Math.floor(random() * bytes)
    raws.push((await timed(() => reader.raw({ artifact: 1, off, before: 100, after: 100 })))[1])
  }
  rows.push({
    question: '200 raw lines around an offset',
    ms: median(raws),
    again: `worst ${milli(Math.max(...raws))}`,
    tool: '',
    toolMs: null,
  })
  await reader.close()
  await db.close()
  return rows
}

for (const millions of sizes) {
  console.log(`\n${millions} million lines`)
  const rows = await run(millions)
  const table = [
    ['question', 'ms', '', 'beside', 'ms', 'ratio'],
    ...rows.map((row) => [
      row.question,
      milli(row.ms),
      row.again,
      row.toolMs === null ? row.tool && 'not run' : row.tool,
      row.toolMs === null ? '' : milli(row.toolMs),
      row.toolMs === null ? '' : (row.ms / row.toolMs).toFixed(3),
    ]),
  ]
  const widths = table[0]!.map((_, c) => Math.max(...table.map((line) => line[c]!.length)))
  for (const line of table)
    console.log(
      `  ${line.map((cell, c) => (c === 1 || c > 3 ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!))).join('  ')}`,
    )
}
console.log(
  `\n${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
)
