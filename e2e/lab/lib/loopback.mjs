/** Where there are no namespaces: one sshd on loopback, as the user who runs this, with a key and nothing planted. */
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { KEY, LAB } from './places.mjs'
import { must, start, until, works } from './run.mjs'

const PORT = 22022

export const sshd = () =>
  ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path)) ?? null

export async function startLoopback() {
  const program = sshd()
  if (!program) throw new Error('there is no sshd on this machine')
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
