/**
 * How many lines a second each log format reads on one core. `reader alone`: from bytes to times, programs, PIDs and places
 * of messages. `lines/s` and `MB/s`: from the file to batches of events with all that an import makes of a line in that
 * step (typed messages, entities), without the database. Seconds are the processor's, of the best of three runs, so that a
 * busy machine does not count; memory is by how much the process grew, and by how much on a file three times as long. Beside it `wc -l` on the same file, and jc, a public
 * tool in Python, on the first lines of it where it reads the format (its start-up taken off).
 *
 *   npm run bench -- logs                        all formats, 300,000 lines each
 *   npm run bench -- logs --format=audit         those whose name contains the word
 *   npm run bench -- logs --lines=1000000
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { LogSink } from '../src/engine/define'
import type { Batch } from '../src/engine/parse/batch'
import { openDictionary } from '../src/engine/parse/dictionary'
import { openRunner } from '../src/engine/parse/runner'
import { logs, messages, probes } from '../src/engine/registry'
import { CONTEXT } from '../src/engine/testing'
// @ts-expect-error: plain JavaScript, without types
import { FORMATS, textOf } from './lib/log-formats.mjs'

const RUNS = 3
const BLOCK = 1 << 20
const HEAD_LINES = 2000
const option = (name: string): string | null =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null
const lines = Number(option('lines') ?? 300_000)
const word = option('format')
const data = join(import.meta.dirname, 'data', 'logs')
/** Lines a second that are wanted: what a line of JSON or an audit record costs is counted apart. */
const wanted = (format: string): number => (/^(?:audit|journal_(?!monotonic))/.test(format) ? 200_000 : 1_000_000)
const JC: Readonly<Record<string, string>> = {
  rfc3164: '--syslog-bsd',
  rfc5424: '--syslog',
  apache_access: '--clf',
}

/** `times` copies of the lines, one after the other. */
function write(format: string, file: string, times: number): void {
  const fd = openSync(file, 'w')
  for (let n = 0; n < times; n++) for (const piece of textOf(format, lines) as Iterable<string>) writeSync(fd, piece)
  closeSync(fd)
}

interface Read {
  readonly seconds: number
  readonly lines: number
  readonly unparsed: number
  readonly events: number
  /** Bytes beyond what was held before, at the highest of some looks. */
  readonly grown: number
}

function read(format: string, file: string): Read {
  const run = openRunner({ probes, logs, messages })
  const { zone: _, ...context } = CONTEXT
  const rss = process.memoryUsage().rss
  let top = rss
  const emit = (_batch: Batch) => {
    top = Math.max(top, process.memoryUsage().rss)
  }
  const begun = process.cpuUsage()
  const done = run(
    {
      kind: 'log',
      parser: format,
      file,
      context: { ...context, path: 'a.txt', zone: 'UTC' },
      firstYear: 2025,
      from: 0,
      to: statSync(file).size,
      split: false,
    },
    { emit, alive: () => {} },
  )
  const used = process.cpuUsage(begun)
  if (done.fault) throw new Error(`${format}: ${done.fault}`)
  return {
    seconds: (used.user + used.system) / 1e6,
    lines: done.rows + done.noise + done.unparsed,
    unparsed: done.unparsed,
    events: done.events,
    grown: top - rss,
  }
}

/** Seconds of the format's own reader alone: words are numbered, positions go nowhere. */
function bare(format: string, file: string): number {
  const bytes = readFileSync(file)
  const words = openDictionary()
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < RUNS; i++) {
    let seen = 0
    const count = () => {
      seen++
    }
    const sink: LogSink = {
      event: count,
      continuation: count,
      joined: count,
      noise: count,
      unparsed: count,
      word: (b, from, to) => words.id(0, b, from, to),
    }
    const begun = process.cpuUsage()
    const reader = logs.get(format)!.open({ ...CONTEXT, firstYear: 2025, facility: -1 })
    for (let at = 0; at < bytes.length; ) {
      let end = Math.min(at + BLOCK, bytes.length)
      if (end < bytes.length) end = bytes.lastIndexOf(10, end) + 1
      at = reader.read(bytes, at, end, sink, end === bytes.length)
    }
    const used = process.cpuUsage(begun)
    best = Math.min(best, (used.user + used.system) / 1e6)
    if (seen === 0) throw new Error(`${format} read nothing`)
  }
  return best
}

/** Best seconds of a command; null when it is not there or fails. */
function command(name: string, args: readonly string[], input: string, runs: number): number | null {
  let best: number | null = null
  for (let i = 0; i < runs; i++) {
    const stdin = openSync(input, 'r')
    const begun = performance.now()
    const ran = spawnSync(name, args, { stdio: [stdin, 'ignore', 'ignore'] })
    closeSync(stdin)
    if (ran.error || ran.status !== 0) return null
    const seconds = (performance.now() - begun) / 1000
    best = Math.min(best ?? seconds, seconds)
  }
  return best
}

/** Lines a second of jc on the first lines of a file. */
function ofJc(format: string, file: string): number | null {
  const flag = JC[format]
  if (!flag) return null
  const buffer = Buffer.alloc(4 << 20)
  const fd = openSync(file, 'r')
  const text = buffer
    .toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0))
    .split('\n')
    .slice(0, HEAD_LINES)
  closeSync(fd)
  const head = join(data, 'head')
  writeFileSync(head, `${text.join('\n')}\n`, 'latin1')
  const all = command('jc', [flag], head, 2)
  writeFileSync(head, `${text[0]}\n`, 'latin1')
  const start = command('jc', [flag], head, 2)
  return all === null || start === null || all <= start ? null : HEAD_LINES / (all - start)
}

const rate = (n: number): string =>
  n >= 1e6 ? `${(n / 1e6).toFixed(2)} M` : `${(n / 1000).toFixed(n < 1e4 ? 1 : 0)} k`
const table = [
  [
    'format',
    'lines',
    'events',
    'lines/s',
    'MB/s',
    'reader alone',
    'times wc -l',
    'jc, lines/s',
    'ratio',
    'memory, MB',
    'of 3 times the lines',
  ],
]
const slow: string[] = []
mkdirSync(data, { recursive: true })
for (const name of Object.keys(FORMATS) as string[]) {
  if (word !== null && !name.includes(word)) continue
  const format = name.replace(/ .*/, '')
  const file = join(data, `${name.replace(/\W+/g, '_')}.log`)
  const long = `${file}.long`
  write(name, file, 1)
  let best: Read | null = null
  for (let i = 0; i < RUNS; i++) {
    const one = read(format, file)
    if (!best || one.seconds < best.seconds) best = one
  }
  const ours = best!
  write(name, long, 3)
  const grown = read(format, long).grown
  rmSync(long)
  const wc = command('wc', ['-l'], file, 3)
  const jc = ofJc(format, file)
  const a = ours.lines / ours.seconds
  const alone = ours.lines / bare(format, file)
  if (alone < wanted(name)) slow.push(`${name}: ${rate(alone)} lines/s, wanted ${rate(wanted(name))}`)
  if (ours.unparsed > 0) slow.push(`${name}: ${ours.unparsed} lines could not be read`)
  table.push([
    name,
    String(ours.lines),
    String(ours.events),
    rate(a),
    (statSync(file).size / 1e6 / ours.seconds).toFixed(0),
    rate(alone),
    wc === null ? '-' : (ours.seconds / wc).toFixed(1),
    jc === null ? '-' : rate(jc),
    jc === null ? '-' : (a / jc).toFixed(0),
    (ours.grown / 1e6).toFixed(0),
    (grown / 1e6).toFixed(0),
  ])
  rmSync(file)
}
rmSync(join(data, 'head'), { force: true })
const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)))
for (const [n, row] of table.entries()) {
  console.log(
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`,
  )
  if (n === 0) console.log(`|${widths.map((w) => '-'.repeat(w + 2)).join('|')}|`)
}
console.log(
  `\n${cpus()[0]?.model ?? ''}, ${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}`,
)
for (const line of slow) console.log(line)
