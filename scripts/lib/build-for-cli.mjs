import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

/** Installs and builds in a process of its own, all it says going to standard error: standard output is the command's. */
export function buildForCli() {
  const done = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  return done.status ?? 3
}
