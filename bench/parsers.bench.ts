/**
 * How many lines a second each parser of a command output reads, beside jc (a public tool in Python) on the same file in the
 * same run. Both are measured by the processor time that they take, all their threads together, so that a busy machine
 * slows neither down.
 *
 *   large: a file of 100,000 lines. Ours is the best of some runs inside this process, from the file's bytes to rows with their
 *          lines; jc's is what it takes as a process, less what it takes for the head of the file alone: its start-up does not count.
 *   usual: a file of 200 lines, as a host prints it. Ours is the median of runs inside this process; jc is taken as it is run,
 *          with its start-up.
 *   command: `vestigo parse` beside `jc` on the large file, both as a person runs them, start-up and JSON included.
 *
 *   npm run bench -- parsers                    all kinds
 *   npm run bench -- parsers --kind=ss,arp      those whose kind or command contains one of the words
 *   npm run bench -- parsers --lines=20000
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { runProbe } from '../src/engine/parse/run-probe'
import { probes } from '../src/engine/registry'
import { CONTEXT } from '../src/engine/testing'
import { type Output, write } from './lib/outputs/output'

const WANTED = 20
const RUNS = 5
const USUAL = 200
const option = (name: string): string | null =>
  process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? null
const lines = Number(option('lines') ?? 100_000)
const word = option('kind')
const data = join(import.meta.dirname, 'data', 'parsers')
const cli = join(import.meta.dirname, '..', 'bin', 'vestigo')

const found = import.meta.glob('./lib/outputs/*.ts', { eager: true }) as Record<string, { outputs?: readonly Output[] }>
const all = Object.values(found)
  .flatMap((m) => m.outputs ?? [])
  .filter((o) => word === null || word.split(',').some((w) => o.kind.includes(w) || o.command.includes(w)))

/** Processor time of this process, in seconds. */
const used = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Processor time that a command takes on this input, best of `runs` in seconds; null when it is not there or refuses. */
function command(words: readonly string[], input: string, runs: number): number | null {
  let best: number | null = null
  for (let i = 0; i < runs; i++) {
    // The shell's `time` is what tells a child's processor time.
    const script = `TIMEFORMAT='%U %S'; time "$@" < "$INPUT" > /dev/null 2>&1`
    const env = { ...process.env, INPUT: input, LC_ALL: 'C' }
    const ran = spawnSync('bash', ['-c', script, 'bash', ...words], { env, encoding: 'utf8' })
    const m = /([\d.]+) ([\d.]+)\s*$/.exec(ran.stderr ?? '')
    if (ran.status !== 0 || !m) return null
    const seconds = Number(m[1]) + Number(m[2])
    best = Math.min(best ?? seconds, seconds)
  }
  return best
}

const rate = (n: number): string => (n >= 1e6 ? `${(n / 1e6).toFixed(2)} M` : `${(n / 1000).toFixed(0)} k`)
const table = [['kind', 'output of', 'ours, lines/s', 'jc, lines/s', 'large', 'usual', 'command']]
const slow: string[] = []
const wrong: string[] = []
mkdirSync(data, { recursive: true })
for (const output of all) {
  const probe = probes.get(output.kind)
  if (!probe) {
    wrong.push(`${output.kind}: there is no such probe`)
    continue
  }
  const name = join(data, `${output.kind}-${output.command.replace(/[^\w-]+/g, '_')}`)
  const context = { ...CONTEXT, path: output.path ?? 'a.txt' }
  const large = write(output, lines)
  const usual = write(output, USUAL)
  writeFileSync(`${name}.txt`, large.text)
  writeFileSync(`${name}.usual`, usual.text)
  writeFileSync(`${name}.head`, write(output, output.head.length + 1).text)
  const timed = (bytes: Uint8Array, runs: number): number[] => {
    const times: number[] = []
    for (let i = 0; i < runs; i++) {
      const begun = used()
      const parsed = runProbe(probe, bytes, context)
      times.push(used() - begun)
      const first = parsed.unparsed[0]
      if (i > 0) continue
      if (first) wrong.push(`${output.command}: ${parsed.unparsed.length} lines unparsed, ${first.line}: ${first.text}`)
      if (parsed.rows.length === 0) wrong.push(`${output.command}: no rows`)
    }
    return times.sort((a, b) => a - b)
  }
  const encoder = new TextEncoder()
  const small = timed(encoder.encode(usual.text), 20)[10]!
  const ours = timed(encoder.encode(large.text), RUNS)[0]!
  const start = output.jc === null ? null : command(['jc', output.jc], `${name}.head`, 2)
  const whole = start === null ? null : command(['jc', output.jc!], `${name}.txt`, 1)
  const little = start === null ? null : command(['jc', output.jc!], `${name}.usual`, 1)
  const cmd = [process.execPath, cli, 'parse', output.kind, '--as', context.path]
  const own = whole === null ? null : command(cmd, `${name}.txt`, 1)
  const theirs = whole === null || start === null ? null : Math.max(whole - start, 0.001)
  const ratio = theirs === null ? null : theirs / ours
  if (ratio !== null && ratio < WANTED) slow.push(`${output.command}: ${ratio.toFixed(1)}`)
  if (output.jc !== null && theirs === null) slow.push(`${output.command}: jc does not read it, or is not installed`)
  const times = (a: number | null, b: number | null): string => (a === null || b === null ? '' : (a / b).toFixed(1))
  table.push([
    output.kind,
    output.command,
    rate(large.lines / ours),
    theirs === null ? (output.jc === null ? 'no parser' : 'not run') : rate(large.lines / theirs),
    times(theirs, ours),
    times(little, small),
    times(whole, own),
  ])
}

const widths = table[0]!.map((_, c) => Math.max(...table.map((row) => row[c]!.length)))
for (const row of table)
  console.log(row.map((cell, c) => (c < 2 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '))
for (const text of wrong) console.log(`WRONG ${text}`)
for (const text of slow) console.log(`large, below ${WANTED} times jc: ${text}`)
const jc = spawnSync('jc', ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0] ?? 'no jc'
console.log(
  `\n${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${jc}, load ${loadavg()[0]!.toFixed(1)}`,
)
if (wrong.length > 0) process.exitCode = 1
