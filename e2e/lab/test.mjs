#!/usr/bin/env node
/**
 * Brings the lab up, runs the tests against it, takes it down.
 *   test.mjs [--unit FILE] [--e2e FILE]     FILE: where the runner's JSON report goes
 * Two of these at once wait for each other: there is one lab.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { LAB } from './lib/places.mjs'
import { works } from './lib/run.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const SCRIPT = join(import.meta.dirname, 'lab.mjs')
const { values } = parseArgs({ options: { unit: { type: 'string' }, e2e: { type: 'string' } } })

if (!process.env.VESTIGO_LAB_LOCKED && works('flock', ['--version'])) {
  mkdirSync(dirname(LAB), { recursive: true })
  const env = { ...process.env, VESTIGO_LAB_LOCKED: '1' }
  const args = ['--wait', '1200', `${LAB}.lock`, process.execPath, import.meta.filename, ...process.argv.slice(2)]
  process.exit(spawnSync('flock', args, { stdio: 'inherit', env }).status ?? 1)
}

const run = (args, env = {}) =>
  spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1
/** In the analyst's network. */
const inLab = (args, env) => run([SCRIPT, 'an', process.execPath, ...args], env)

let status = run([SCRIPT, 'up', ...(process.env.VESTIGO_LAB_LOOPBACK ? ['--loopback'] : [])])
try {
  if (status === 0) {
    const report = values.unit ? ['--reporter=default', '--reporter=json', `--outputFile.json=${values.unit}`] : []
    status = inLab(['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.lab.config.ts', ...report])
    if (values.e2e) {
      const env = values.e2e ? { PLAYWRIGHT_JSON_OUTPUT_FILE: values.e2e } : {}
      const reporter = values.e2e ? ['--reporter=list,json'] : []
      status =
        inLab(
          ['node_modules/@playwright/test/cli.js', 'test', '--config', 'playwright.lab.config.ts', ...reporter],
          env,
        ) || status
    }
  }
} finally {
  run([SCRIPT, 'down'])
}
process.exit(status)
