/**
 * `npm test`: installs, type-checks, lints, builds, runs the unit tests, then the end-to-end tests in a real Electron.
 * The last line is `N passed, N failed` (and `, N skipped`): type check, lint and build count as one each. A step that
 * dies without a report counts as a failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveElectron, sandboxHelper } from './electron.mjs'
import { build } from './lib/build.mjs'
import { playwrightCounts, vitestCounts } from './lib/counts.mjs'
import { withVirtualDisplay } from './lib/display.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { bin, node, ROOT } from './lib/run.mjs'
import { step, warn } from './lib/say.mjs'
import { ensureSystem, hasDisplay, sandboxProblem } from './lib/system.mjs'

const reports = mkdtempSync(join(tmpdir(), 'vestigo-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const lines = []

function add(name, counts, began) {
  for (const key of Object.keys(total)) total[key] += counts[key]
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  lines.push(`${name.padEnd(12)} ${counts.passed} passed, ${counts.failed} failed${skipped} (${seconds} s)`)
}

/** One step; whatever it throws is one failure, and the steps after it still run. */
async function part(name, body) {
  step(name)
  const began = Date.now()
  try {
    add(name, await body(), began)
  } catch (error) {
    warn(`${name}: ${error.message}`)
    add(name, { passed: 0, failed: 1, skipped: 0 }, began)
  }
}

const single = (status) => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 })

/** Counts of a runner's JSON report; a bad exit that the report does not explain is one more failure. */
function reported(file, read, status) {
  if (!existsSync(file)) throw new Error(`ended with status ${status} and left no report`)
  const counts = read(JSON.parse(readFileSync(file, 'utf8')))
  if (status !== 0 && counts.failed === 0) counts.failed += 1
  return counts
}

async function unit() {
  const file = join(reports, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const status = await node([bin('vitest/vitest.mjs'), 'run', ...reporters])
  return reported(file, vitestCounts, status)
}

async function endToEnd() {
  const file = join(reports, 'e2e.json')
  const display = hasDisplay()
  const { path } = await resolveElectron()
  await ensureSystem(path, { display: !display })
  const { helper, mode } = sandboxHelper(path)
  const problem = sandboxProblem(helper, mode)
  if (problem) throw problem
  const env = { VESTIGO_ELECTRON: path, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const runner = [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json']
  const status = display
    ? await node(runner, { env })
    : await withVirtualDisplay((virtual) => node(runner, { env: { ...env, ...virtual } }))
  return reported(file, playwrightCounts, status)
}

/** Against real hosts in namespaces, by the engine and by the window; the lab says what it had to leave out. */
async function lab() {
  const unit = join(reports, 'lab-unit.json')
  const e2e = join(reports, 'lab-e2e.json')
  const { path } = await resolveElectron()
  const args = [join(ROOT, 'e2e', 'lab', 'test.mjs'), '--unit', unit, '--e2e', e2e]
  const env = { VESTIGO_ELECTRON: path }
  const status = hasDisplay()
    ? await node(args, { env })
    : await withVirtualDisplay((virtual) => node(args, { env: { ...env, ...virtual } }))
  if (status !== 0 && !existsSync(unit)) throw new Error('the lab did not come up')
  const both = [reported(unit, vitestCounts, 0), reported(e2e, playwrightCounts, 0)]
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const counts of both) for (const key of Object.keys(sum)) sum[key] += counts[key]
  if (status !== 0 && sum.failed === 0) sum.failed += 1
  return sum
}

try {
  const began = Date.now()
  await ensureInstalled()
  await part('type check', async () => single(await node([join(ROOT, 'scripts', 'typecheck.mjs')])))
  await part('lint', async () => single(await node([bin('@biomejs/biome/bin/biome'), 'check', '.'])))
  await part('build', async () => single(await build()))
  await part('unit', unit)
  await part('end to end', endToEnd)
  await part('lab', lab)
  console.log(`\n${lines.join('\n')}\n${((Date.now() - began) / 1000).toFixed(0)} s in all`)
} catch (error) {
  warn(error.message)
  total.failed += 1
}
rmSync(reports, { recursive: true, force: true })
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.exitCode = total.failed > 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
