/**
 * Runs the real rsyslogd with a configuration, in the foreground, on a socket and in a folder of its own; sends messages
 * through it, ends it, and gives what it wrote. Nothing of the machine's own logging is touched.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

/** The daemon's path; null when it is not installed, or lacks the input module that is used here. */
export function findDaemon(): string | null {
  for (const path of ['/usr/sbin/rsyslogd', '/sbin/rsyslogd'])
    if (existsSync(path))
      try {
        execFileSync(path, ['-v'], { stdio: 'pipe' })
        return path
      } catch {
        return null
      }
  return null
}

export interface DaemonResult {
  /** Files below the folder, by path, with their content. */
  readonly written: ReadonlyMap<string, string>
  /** What the daemon said on its standard error. */
  readonly said: string
  /** False when the messages did not get through in time. */
  readonly ran: boolean
  /** The signal that ended it before it was told to end: some expressions bring rsyslog itself down. */
  readonly died: string | null
}

const END = 'vestigo-end-of-messages'

/** What is put before a configuration so that messages can be sent to it and their end be seen. */
export const preamble = (folder: string): string =>
  [
    'module(load="imptcp")',
    // The daemon's own messages would go through the rules too.
    `global(workDirectory="${folder}/spool" processInternalMessages="off")`,
    `input(type="imptcp" path="${folder}/in.sock")`,
    `if $msg contains '${END}' then { action(type="omfile" file="${folder}/end") stop }`,
    '',
  ].join('\n')

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))
async function until(test: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await wait(5)) if (test()) return true
  return test()
}

/** By the number in its own pid file, as it may have been started by another program. */
function endDaemon(folder: string, signal: NodeJS.Signals): void {
  const file = join(folder, 'pid')
  // Without the file it has ended, or never began; what started it may still be putting its files aside.
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  try {
    if (pid) process.kill(pid, signal)
  } catch {
    // It has ended by itself in the meantime.
  }
}

/** False when nobody listens. */
const deliver = (socket: string, lines: string) =>
  new Promise<boolean>((done) => {
    const client = connect(socket, () => client.end(lines))
    client.on('close', (failed) => done(!failed))
    client.on('error', () => {})
  })

export function filesBelow(folder: string, into = new Map<string, string>()): Map<string, string> {
  if (!existsSync(folder)) return into
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const info = statSync(path)
    if (info.isDirectory()) filesBelow(path, into)
    else if (info.isFile()) into.set(path, readFileSync(path, 'latin1'))
  }
  return into
}

/**
 * `command` starts the daemon with its configuration; by default the daemon itself. The folder must hold nothing that
 * matters: everything below `<folder>/log` counts as written.
 */
export async function runDaemon(
  folder: string,
  config: string,
  messages: readonly string[],
  command: readonly string[],
): Promise<DaemonResult> {
  mkdirSync(join(folder, 'spool'), { recursive: true })
  mkdirSync(join(folder, 'log'), { recursive: true })
  const path = join(folder, 'daemon.conf')
  writeFileSync(path, config)
  const [program = '', ...args] = command
  const child = spawn(program, [...args, '-n', '-C', '-f', path, '-i', join(folder, 'pid')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TZ: 'UTC' },
  })
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  child.stdout.on('data', (data) => (said += data))
  let gone = false
  let died: string | null = null
  const exited = new Promise<void>((done) =>
    child.on('close', (_code, signal) => {
      gone = true
      died = signal
      done()
    }),
  )
  const socket = join(folder, 'in.sock')
  let ran = false
  if (await until(() => gone || existsSync(socket), 5000))
    if (!gone) {
      const lines = `${messages.join('\n')}\n<13>Mar  1 00:00:00 h t: ${END}\n`
      // The socket is there a moment before the daemon listens on it.
      for (let tries = 0; tries < 100 && !gone && !(await deliver(socket, lines)); tries++) await wait(10)
      ran = await until(() => gone || existsSync(join(folder, 'end')), 5000)
    }
  if (!gone) endDaemon(folder, 'SIGTERM')
  const timer = setTimeout(() => endDaemon(folder, 'SIGKILL'), 8000)
  const last = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await exited
  clearTimeout(timer)
  clearTimeout(last)
  return { written: filesBelow(join(folder, 'log')), said, ran: ran && existsSync(join(folder, 'end')), died }
}
