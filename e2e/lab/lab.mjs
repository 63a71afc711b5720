#!/usr/bin/env node
/**
 * A lab of real hosts: sshd, rsyslogd and the real tools, each host in namespaces of its own.
 *   lab.mjs up                 makes the lab and plants what is to be found; prints its description
 *   lab.mjs down               removes it; the root file system stays for the next time
 *   lab.mjs exec HOST CMD...   runs CMD as root inside a host
 *   lab.mjs an CMD...          runs CMD in the analyst's network (with --loopback labs: just runs it)
 *   lab.mjs up --loopback      one sshd on this machine's loopback instead
 * Needs root and Debian; installs the packages that it needs. Where that is not given it falls back to loopback and says
 * which checks are left out.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { guess } from './lib/guess.mjs'
import { boot, endAll, inNamespace, inside, listening } from './lib/hosts.mjs'
import { startLoopback } from './lib/loopback.mjs'
import { guard, makeNetwork, removeNetwork } from './lib/network.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { ADDRESS, HERE, KEY, LAB, PASSWORD, STATE } from './lib/places.mjs'
import { ensureRootfs } from './lib/rootfs.mjs'
import { must, works } from './lib/run.mjs'

/** Why there can be no namespaces here; null when there can. */
function obstacle() {
  if (process.platform !== 'linux') return 'this is not Linux'
  if (process.getuid() !== 0) return 'this is not root'
  if (!works('unshare', ['--net', '--pid', '--fork', '--mount', '--time', 'true']))
    return 'this machine makes no namespaces'
  return ensurePackages()
}

/** What cannot be checked with one sshd on loopback. */
const LEFT_OUT = [
  'what was planted on the suspect (sniffer, deleted listener, fake kernel thread, wrapped ps, guessed password)',
  'sudo, password and keyboard-interactive logins, accounts without a shell, forced commands, password changes',
  'the log host, routers and reachability',
  'outdated algorithms',
]

function keys() {
  mkdirSync(join(LAB, 'keys'), { recursive: true, mode: 0o755 })
  if (!existsSync(KEY)) must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', KEY])
}

async function up(loopback) {
  down()
  const why = loopback ? 'it was asked for' : obstacle()
  keys()
  if (why) {
    const suspect = await startLoopback()
    return { mode: 'loopback', why, leftOut: LEFT_OUT, suspect, key: KEY }
  }
  guard()
  ensureRootfs()
  await makeNetwork()
  await Promise.all([boot('loghost'), boot('suspect')])
  await Promise.all([listening('suspect', 22), listening('suspect', 2200), listening('loghost', 22)])
  must('nsenter', inside('suspect', ['bash', '-s']), { input: readFileSync(join(HERE, 'hosts', 'plant.sh')) })
  await guess()
  const suspect = { address: ADDRESS.suspect, port: 22, user: 'triage' }
  return { mode: 'namespaces', why: null, leftOut: [], suspect, password: PASSWORD, key: KEY, addresses: ADDRESS }
}

function down() {
  endAll()
  if (process.getuid?.() === 0 && existsSync('/run/netns')) removeNetwork()
  rmSync(STATE, { force: true })
}

const pass = (program, args) => process.exit(spawnSync(program, args, { stdio: 'inherit' }).status ?? 1)

const [command = 'help', ...rest] = process.argv.slice(2)
if (command === 'up') {
  const lab = await up(rest.includes('--loopback'))
  writeFileSync(STATE, `${JSON.stringify(lab, null, 2)}\n`)
  if (lab.why) console.error(`lab: one sshd on loopback, because ${lab.why}. Left out: ${lab.leftOut.join('; ')}.`)
  console.log(readFileSync(STATE, 'utf8').trim())
} else if (command === 'down') down()
else if (command === 'exec') pass('nsenter', inside(rest[0], rest.slice(1)))
else if (command === 'an') {
  const { mode } = JSON.parse(readFileSync(STATE, 'utf8'))
  if (mode === 'namespaces') pass('ip', inNamespace('an', rest))
  pass(rest[0], rest.slice(1))
} else {
  console.error(
    readFileSync(import.meta.filename, 'utf8')
      .match(/\/\*\*([\s\S]*?)\*\//)[1]
      .replaceAll('\n *', '\n'),
  )
  process.exit(2)
}
