/**
 * Import of RFC 3164 lines into a case on disk (hashing, custody, parsing, entities and timeline included) beside
 * lnav's indexing of the same file, in the same run.
 *
 *   npm run bench -- import              5 million lines
 *   npm run bench -- import --20m        and 20 million
 *   npm run bench -- import --runs=5     best of five (default three)
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './lib/generate.mjs'
import { measure } from './lib/measure.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const DATA = join(ROOT, 'bench', 'data')
const argv = process.argv.slice(2)
const runs = Number(/--runs=(\d+)/.exec(argv.join(' '))?.[1] ?? 3)
const sizes = argv.includes('--20m') ? [5, 20] : [5]

const lnavVersion = () => {
  const { status, stdout } = spawnSync('lnav', ['-V'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split('\n')[0] : null
}

/** Puts the file into the page cache, so that the first to read it does not pay for the disk. */
const warm = (file) => spawnSync('cat', [file], { stdio: ['ignore', 'ignore', 'ignore'] })

async function vestigo(file) {
  const folder = mkdtempSync(join(DATA, 'case-'))
  try {
    const args = [join(ROOT, 'bin', 'vestigo'), 'import', file, '--case', join(folder, 'bench.vestigo'), '--json']
    const result = await measure(process.execPath, args)
    if (result.status !== 0) throw new Error(`vestigo import exited with ${result.status}: ${result.err.slice(-500)}`)
    return result
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const lnav = (file) => measure('lnav', ['-n', '-c', ';SELECT count(*) FROM syslog_log', file])

const best = (results) => results.reduce((a, b) => (b.seconds < a.seconds ? b : a))
const peak = (results) => Math.max(...results.map((r) => r.peak ?? 0))

const rows = []
function note(what, million, bytes, results) {
  const one = best(results)
  rows.push({
    what,
    lines: `${million} M`,
    seconds: one.seconds,
    all: results.map((r) => r.seconds.toFixed(1)).join(' '),
    speed: bytes / 1e6 / one.seconds,
    memory: peak(results),
  })
  return one.seconds
}

const version = lnavVersion()
const seconds = {}
for (const million of sizes) {
  const file = join(DATA, `syslog-${million}m.log`)
  console.log(`${million} million lines: ${file}`)
  const bytes = generate(million * 1_000_000, file)
  warm(file)
  const ours = []
  const theirs = []
  // In turns, so that a busy moment of the machine meets both.
  for (let run = 0; run < runs; run++) {
    if (version) theirs.push(await lnav(file))
    ours.push(await vestigo(file))
  }
  const mine = note('vestigo import', million, bytes, ours)
  seconds[million] = { mine, lnav: version ? note('lnav', million, bytes, theirs) : null }
}

const columns = ['what', 'lines', 'best s', 'MB/s', 'peak MB', 'all runs (s)']
const table = rows.map((r) => [r.what, r.lines, r.seconds.toFixed(2), r.speed.toFixed(0), r.memory.toFixed(0), r.all])
console.log(`\n| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`)
for (const cells of table) console.log(`| ${cells.join(' | ')} |`)
for (const [million, { mine, lnav: other }] of Object.entries(seconds))
  if (other !== null) console.log(`${million} M: vestigo takes ${(mine / other).toFixed(2)} times what lnav takes`)
if (seconds[5] && seconds[20])
  console.log(`20 M takes ${(seconds[20].mine / seconds[5].mine).toFixed(2)} times what 5 M takes`)
if (!version) console.log('lnav is not installed, so there is nothing to compare with: apt-get install lnav')
const model = cpus()[0]?.model ?? 'unknown processor'
console.log(
  `\n${availableParallelism()} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${version ?? 'no lnav'}, load ${readFileSync('/proc/loadavg', 'latin1').split(' ')[0]}`,
)
