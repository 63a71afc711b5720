/** Where there are no namespaces: one sshd on loopback, as the user who runs this, with a key and nothing planted. */
import { existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { KEY, LAB } from './places.mjs'
import { must, start, until, works } from './run.mjs'

const PORT = 22022

export const sshd = () =>
  ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path)) ?? null

const POLICY = '/usr/sbin/policy-rc.d'

/** As root on Debian the daemon's package is installed; its own service is kept from starting. Gives the path, or null. */
function ensureSshd() {
  const there = sshd()
  if (there || process.getuid() !== 0 || !works('sh', ['-c', 'command -v apt-get'])) return there
  const own = !existsSync(POLICY)
  if (own) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    console.error('lab: installing openssh-server, without starting its service')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    must('apt-get', ['update', '-qq'], { env })
    must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'openssh-server'], { env })
  } finally {
    if (own) rmSync(POLICY)
  }
  return sshd()
}

/** Errors: when there is no sshd, and none can be installed. */
export async function startLoopback() {
  const program = ensureSshd()
  if (!program) throw new Error('there is no sshd on this machine, and none can be installed')
  if (process.getuid() === 0) {
    // As root the daemon insists on its own folder and account; both come with its package.
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  }
  const hostKey = join(LAB, 'keys', 'host')
  if (!existsSync(hostKey)) must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKey])
  const config = join(LAB, 'sshd_config')
  const lines = [
    `Port ${PORT}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${KEY}.pub`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PidFile none',
    'Subsystem sftp internal-sftp',
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  const pid = start(program, ['-D', '-e', '-f', config], openSync(join(LAB, 'loopback.log'), 'w'))
  writeFileSync(join(LAB, 'loopback.pid'), String(pid))
  await until(
    () => works('bash', ['-c', `exec 3<>/dev/tcp/127.0.0.1/${PORT}`]),
    5,
    () => 'the sshd on loopback does not answer',
  )
  return { address: '127.0.0.1', port: PORT, user: userInfo().username }
}
