/** A password guessed over ssh: a dozen that fail from the far host, then the one that works. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { inNamespace } from './hosts.mjs'
import { ADDRESS, HERE, PASSWORD } from './places.mjs'

function attempt(password) {
  const ssh = ['ssh', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR']
  const only = [
    '-o',
    'PreferredAuthentications=password',
    '-o',
    'PubkeyAuthentication=no',
    '-o',
    'NumberOfPasswordPrompts=1',
  ]
  const args = inNamespace('far', [...ssh, ...only, `victim@${ADDRESS.suspect}`, 'id'])
  const env = {
    ...process.env,
    SSH_ASKPASS: join(HERE, 'askpass.sh'),
    SSH_ASKPASS_REQUIRE: 'force',
    LAB_PASSWORD: password,
  }
  return new Promise((resolve) => {
    spawn('ip', args, { stdio: 'ignore', env }).on('close', (status) => resolve(status === 0))
  })
}

export async function guess() {
  const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => attempt(`wrong-${i}`)))
  if (tries.some(Boolean)) throw new Error('a wrong password was accepted')
  if (!(await attempt(PASSWORD))) throw new Error('the right password was refused')
}
