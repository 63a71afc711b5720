import { spawn, spawnSync } from 'node:child_process'

/** Runs to the end; throws with the program's own words when it fails. Gives its standard output. */
export function must(program, args, options = {}) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options })
  if (done.status === 0) return done.stdout
  const words = (done.stderr || done.error?.message || `status ${done.status}`).trim()
  throw new Error(`${program} ${args.join(' ')}: ${words}`)
}

export const works = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0

/** Starts a program in a session of its own, with its output in an open file; gives its PID. */
export function start(program, args, log, env = {}) {
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } })
  child.unref()
  return child.pid
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks every 30 ms until the answer is true; throws what `otherwise` says after `seconds`. */
export async function until(ready, seconds, otherwise) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(30)) if (await ready()) return
  throw new Error(otherwise())
}
