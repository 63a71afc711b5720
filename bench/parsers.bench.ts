/**
 * How many lines a second each parser of a command output reads, beside jc (a public tool in Python) on the same file in the
 * same run. Ours runs inside this process, from the file's bytes to rows with their lines, nothing taken off, the first run
 * included in the choice of the best. jc runs as a process that writes its JSON to nowhere; what it takes for the head of
 * the same file alone is taken off, so that its start-up does not count (`with start` leaves it on, for jc only). The last
 * column compares the commands as a person runs them, `vestigo parse` and `jc`, start-up and JSON included on both sides.
 *
 *   npm run bench -- parsers                    all kinds, 100,000 lines each
 *   npm run bench -- parsers --kind=ss          those whose kind or command contains the word
 *   npm run bench -- parsers --lines=20000
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { runProbe } from '../src/engine/parse/run-probe'
import { probes } from '../src/engine/registry'
import { CONTEXT } from '../src/engine/testing'
import { type Output, write } from './lib/outputs/output'

const WANTED = 20
const RUNS = 3
const option = (name: string): string | null =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null
const lines = Number(option('lines') ?? 100_000)
const word = option('kind')
const data = join(import.meta.dirname, 'data', 'parsers')
const cli = join(import.meta.dirname, '..', 'bin', 'vestigo')

const found = import.meta.glob('./lib/outputs/*.ts', { eager: true }) as Record<string, { outputs?: readonly Output[] }>
const all = Object.values(found)
  .flatMap((m) => m.outputs ?? [])
  .filter((o) => word === null || o.kind.includes(word) || o.command.includes(word))

/** Best of `runs` in seconds; null when the command is not there or refuses. */
function command(name: string, args: readonly string[], input: string, runs: number): number | null {
  let best: number | null = null
  for (let i = 0; i < runs; i++) {
    const stdin = openSync(input, 'r')
    const begun = performance.now()
    const ran = spawnSync(name, args, { stdio: [stdin, 'ignore', 'ignore'] })
    const seconds = (performance.now() - begun) / 1000
    closeSync(stdin)
    if (ran.error || ran.status !== 0) return null
    best = Math.min(best ?? seconds, seconds)
  }
  return best
}

const rate = (n: number): string => (n >= 1e6 ? `${(n / 1e6).toFixed(2)} M` : `${(n / 1000).toFixed(0)} k`)
const table = [['kind', 'output of', 'lines', 'ours, lines/s', 'jc, lines/s', 'ratio', 'with start', 'as commands']]
const slow: string[] = []
const wrong: string[] = []
mkdirSync(data, { recursive: true })
for (const output of all) {
  const probe = probes.get(output.kind)
  if (!probe) {
    wrong.push(`${output.kind}: there is no such probe`)
    continue
  }
  const made = write(output, lines)
  const name = `${output.kind}-${output.command.replace(/[^\w-]+/g, '_')}`
  const file = join(data, `${name}.txt`)
  const head = join(data, `${name}.head`)
  writeFileSync(file, made.text)
  writeFileSync(head, `${write(output, output.head.length + 1).text}`)
  const bytes = new TextEncoder().encode(made.text)
  const context = { ...CONTEXT, path: output.path ?? 'a.txt' }
  let ours = Number.POSITIVE_INFINITY
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now()
    const parsed = runProbe(probe, bytes, context)
    ours = Math.min(ours, (performance.now() - begun) / 1000)
    const first = parsed.unparsed[0]
    if (first) wrong.push(`${output.command}: ${parsed.unparsed.length} lines unparsed, ${first.line}: ${first.text}`)
    if (parsed.rows.length === 0) wrong.push(`${output.command}: no rows`)
    if (first || parsed.rows.length === 0) break
  }
  const whole = output.jc === null ? null : command('jc', [output.jc], file, 1)
  const start = output.jc === null ? null : command('jc', [output.jc], head, 2)
  const theirs = whole === null || start === null ? null : Math.max(whole - start, 0.001)
  const ratio = theirs === null ? null : theirs / ours
  const own =
    whole === null ? null : command(process.execPath, [cli, 'parse', output.kind, '--as', context.path], file, 1)
  if (ratio !== null && ratio < WANTED) slow.push(`${output.command}: ${ratio.toFixed(1)}`)
  if (output.jc !== null && theirs === null) slow.push(`${output.command}: jc does not read it, or is not installed`)
  table.push([
    output.kind,
    output.command,
    String(made.lines),
    rate(made.lines / ours),
    theirs === null ? (output.jc === null ? 'no parser' : 'not run') : rate(made.lines / theirs),
    ratio === null ? '' : ratio.toFixed(1),
    whole === null ? '' : (whole / ours).toFixed(1),
    whole === null || own === null ? '' : (whole / own).toFixed(1),
  ])
}

const widths = table[0]!.map((_, c) => Math.max(...table.map((row) => row[c]!.length)))
for (const row of table)
  console.log(row.map((cell, c) => (c < 2 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '))
for (const text of wrong) console.log(`WRONG ${text}`)
for (const text of slow) console.log(`below ${WANTED} times jc: ${text}`)
const jc = spawnSync('jc', ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0] ?? 'no jc'
console.log(
  `\n${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${jc}, load ${loadavg()[0]!.toFixed(1)}`,
)
if (wrong.length > 0) process.exitCode = 1
