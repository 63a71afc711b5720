import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the checkout. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const windows = process.platform === 'win32'

/**
 * Runs a command with this terminal's output; resolves to its exit status (128 + n when signal n ended it, 127 when
 * it could not be started). Ctrl+C reaches the child by the terminal; a TERM sent to us is passed on.
 */
export function run(command, args, { env, cwd = ROOT, stdout = 'inherit' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdout, 'inherit'],
    })
    const pass = (signal) => child.kill(signal)
    const wait = () => {}
    process.on('SIGTERM', pass).on('SIGINT', wait)
    const done = (status) => {
      process.off('SIGTERM', pass).off('SIGINT', wait)
      resolve(status)
    }
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      done(127)
    })
    child.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)))
  })
}

/** Runs a Node script or a package's command from node_modules with this same Node. */
export const node = (args, options) => run(process.execPath, args, options)

/** Standard output of a command, or null when it fails. */
export function output(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options })
  return done.status === 0 ? done.stdout : null
}

/** npm, by the path npm itself gave when it started us, so that the same npm is used. */
export function npm(args, options) {
  const own = process.env.npm_execpath
  if (own && /npm-cli\.[cm]?js$/.test(own)) return node([own, ...args], options)
  return windows ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options) : run('npm', args, options)
}

/** Full path of a program on the PATH, or null. */
export function which(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', program)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {}
  }
  return null
}

/** The script behind a package's command, without npx (which would go to the network for an unknown name). */
export function bin(path) {
  const full = join(ROOT, 'node_modules', path)
  if (!existsSync(full)) throw new Error(`${path} is not installed`)
  return full
}
