/** Lab hosts: each its own PIDs, mounts, host name, IPC and uptime on the shared root file system. */
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADDRESS, HERE, LAB, namespace, ROOTFS } from './places.mjs'
import { must, start, until, works } from './run.mjs'

const pidFile = (name) => join(LAB, `host-${name}.pid`)
const alive = (pid) => existsSync(`/proc/${pid}`)

/** Days since each host's boot, as its uptime tells. */
const UPTIME_SECONDS = 864000

export async function boot(name) {
  const place = join(LAB, `host-${name}`)
  mkdirSync(place, { recursive: true })
  rmSync(`${place}.ready`, { force: true })
  const log = `${place}.log`
  const inside = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--uts', '--ipc']
  const time = ['--time', '--boottime', String(UPTIME_SECONDS)]
  const script = ['bash', join(HERE, 'hosts', 'boot.sh'), name, ROOTFS, LAB, HERE]
  const args = ['netns', 'exec', namespace(name), 'unshare', ...inside, ...time, ...script]
  const pid = start('ip', args, openSync(log, 'w'))
  writeFileSync(pidFile(name), String(pid))
  await until(
    () => existsSync(`${place}.ready`) || !alive(pid),
    30,
    () => `${name} did not boot: ${readFileSync(log, 'utf8')}`,
  )
  if (!existsSync(`${place}.ready`)) throw new Error(`${name} did not boot: ${readFileSync(log, 'utf8')}`)
}

/** The PID, as this machine counts, of a host's init. */
export function initOf(name) {
  const pid = readFileSync(pidFile(name), 'utf8').trim()
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]
  if (!child) throw new Error(`${name} is not running`)
  return child
}

/** Arguments of nsenter that run a program as root inside a host. */
export const inside = (name, command) => ['-t', initOf(name), '-a', '-r', '-w', ...command]
export const onHost = (name, command) => must('nsenter', inside(name, command))
export const inNamespace = (name, command) => ['netns', 'exec', namespace(name), ...command]

export const listening = (name, port) =>
  until(
    () => works('ip', inNamespace('an', ['bash', '-c', `exec 3<>/dev/tcp/${ADDRESS[name]}/${port}`])),
    10,
    () => `${name} does not answer on port ${port}`,
  )

/** Ends what the lab started, by PID, and nothing that merely has the same number. */
export function endAll() {
  if (!existsSync(LAB)) return
  for (const file of readdirSync(LAB).filter((f) => f.endsWith('.pid'))) {
    const path = join(LAB, file)
    const pid = readFileSync(path, 'utf8').trim()
    const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : ''
    if (/boot\.sh|slow-link\.py|sshd/.test(command)) process.kill(Number(pid), 'SIGKILL')
    rmSync(path)
  }
}
