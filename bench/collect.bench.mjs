/**
 * Collecting from a real host of the lab beside plain ssh, in the same run.
 *
 *   npm run bench -- collect              best of three
 *   npm run bench -- collect --runs=5
 *
 * 1. Quick triage over one connection beside the same commands in one `ssh host sudo sh -s`.
 * 2. A log of 200 MB: until it is here, and until it is in the case and indexed, beside `ssh host sudo cat` into a file; over
 *    the lab's own wire and over one of 100 Mbit/s.
 * Needs root and network namespaces; says so and measures nothing elsewhere.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './lib/measure.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const LAB = join(ROOT, 'e2e', 'lab', 'lab.mjs')
const runs = Number(/--runs=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 3)
const BYTES = 200_000_000
const folder = mkdtempSync(join(process.env.VESTIGO_BENCH_DIR ?? tmpdir(), 'vestigo-bench-'))

const lab = (...args) => {
  const done = spawnSync(process.execPath, [LAB, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.status !== 0) throw new Error(`lab ${args.join(' ')}: ${done.stderr}`)
  return done.stdout
}
const inSuspect = (script) => lab('exec', 'suspect', 'sh', '-c', script)
const best = (results) => results.reduce((a, b) => (b.seconds < a.seconds ? b : a))

const state = JSON.parse(lab('up'))
try {
  if (state.mode !== 'namespaces') console.log(`Nothing is measured: ${state.why}.`)
  else await bench()
} finally {
  lab('down')
  rmSync(folder, { recursive: true, force: true })
}

async function bench() {
  const target = `triage@${state.suspect.address}`
  const key = lab('exec', 'suspect', 'ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub').split(' ')[1]
  const options = [
    '-i',
    state.key,
    '-o',
    'StrictHostKeyChecking=no',
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-o',
    'LogLevel=ERROR',
  ]
  const an = (program, ...args) => measure('ip', ['netns', 'exec', 'vglab-an', program, ...args])
  const ssh = async (script, to) => {
    const input = join(folder, 'script')
    writeFileSync(input, script)
    const line = `ssh ${options.join(' ')} ${target} sudo -n sh -s < ${input} > ${to}`
    const result = await an('sh', '-c', line)
    if (result.status !== 0 && statSync(to).size === 0) throw new Error(`ssh: ${result.err}`)
    return result
  }
  let serial = 0
  const vestigo = async (profile) => {
    const path = join(folder, `${++serial}.vestigo`)
    const args = [
      join(ROOT, 'bin', 'vestigo'),
      'collect',
      target,
      '--case',
      path,
      '--identity',
      state.key,
      '--no-agent',
      '--sudo',
      '--accept-key',
      key,
      '--profile',
      profile,
      '--json',
    ]
    const result = await an(process.execPath, ...args)
    rmSync(path, { recursive: true, force: true })
    const [host] = JSON.parse(result.out).hosts
    if (host.state !== 'done') throw new Error(host.fault)
    return { ...result, capture: host.captureSeconds, taken: host.seconds, bytes: host.bytes }
  }

  const plan = JSON.parse(
    spawnSync(
      process.execPath,
      [join(ROOT, 'bin', 'vestigo'), 'collect', 'x', '--dry-run', '--profile', 'quick', '--json'],
      { encoding: 'utf8' },
    ).stdout,
  )
  // What Vestigo ends up running: the first command of each step whose program is there, and its files.
  const there = (command) =>
    inSuspect(`command -v ${command.split(' ')[0]} > /dev/null && echo yes; true`).trim() === 'yes'
  const steps = plan.steps.flatMap((s) => [
    ...[s.commands.find(there)].filter(Boolean),
    ...(s.files.length > 0 ? [`cat ${s.files.filter((f) => !f.includes('**')).join(' ')}`] : []),
  ])
  const script = `${steps.map((s) => `${s} 2>/dev/null`).join('\n')}\ntrue\n`
  const plain = []
  const ours = []
  for (let i = 0; i < runs; i++) {
    plain.push(await ssh(script, join(folder, 'out')))
    ours.push(await vestigo('quick'))
  }
  const one = best(plain)
  const quickest = ours.reduce((a, b) => (b.capture < a.capture ? b : a))
  console.log(`\nQuick triage, ${steps.length} commands, ${(quickest.bytes / 1024).toFixed(0)} KiB (best of ${runs})`)
  console.log('| what | seconds | times |\n|---|---|---|')
  row('the same commands in one `ssh host sudo sh -s`', one.seconds, one.seconds)
  row('Vestigo, connected and all of it here', quickest.capture, one.seconds)
  row('Vestigo, in the case, tied and judged', Math.min(...ours.map((o) => o.taken)), one.seconds)
  row('`vestigo collect` from start to end', best(ours).seconds, one.seconds)

  // Lines that differ as real ones do: a log of one line over and over would pack to nothing.
  const perl = [
    'srand 7; my $n = 0; my $t = 0;',
    'my @who = map { "user$_" } 1 .. 400;',
    `while ($n < ${BYTES}) {`,
    '$t += int rand 3; my ($h, $m, $s) = (int($t / 3600) % 24, int($t / 60) % 60, $t % 60);',
    'my $l = sprintf "2026-01-%02dT%02d:%02d:%02d.%06d+00:00 suspect sshd[%d]: %s password for %s from 203.0.%d.%d port %d ssh2", 1 + int($t / 86400) % 28, $h, $m, $s, int rand 1000000, 400 + int rand 32000, (rand() < 0.9 ? "Failed" : "Accepted"), $who[rand @who], int rand 256, int rand 256, 1024 + int rand 64000;',
    'print "$l\\n"; $n += 1 + length $l }',
  ].join(' ')
  inSuspect(`perl -e '${perl}' > /var/log/big.log`)
  const profile = join(folder, 'big.json')
  writeFileSync(
    profile,
    JSON.stringify({
      title: 'One log',
      about: 'For measuring',
      probes: ['date', 'clock-files'],
      logs: { files: ['/var/log/big.log'], most: 1e9 },
    }),
  )
  const tbf = (verb) =>
    spawnSync(
      'ip',
      [
        'netns',
        'exec',
        'vglab-suspect',
        'tc',
        'qdisc',
        verb,
        'dev',
        'eth0',
        'root',
        ...(verb === 'add' ? ['tbf', 'rate', '100mbit', 'burst', '64kb', 'latency', '50ms'] : []),
      ],
      { encoding: 'utf8' },
    )
  for (const wire of ['the lab’s own wire', '100 Mbit/s']) {
    if (wire === '100 Mbit/s') {
      const set = tbf('add')
      if (set.status !== 0) {
        console.log(`\nNot measured over 100 Mbit/s: ${set.stderr.trim()}`)
        continue
      }
    }
    const cats = []
    const logs = []
    for (let i = 0; i < runs; i++) {
      cats.push(await ssh('cat /var/log/big.log\n', join(folder, 'big')))
      logs.push(await vestigo(profile))
    }
    const cat = best(cats)
    console.log(`\nA log of ${BYTES / 1e6} MB over ${wire} (best of ${runs})`)
    console.log('| what | seconds | times |\n|---|---|---|')
    row('`ssh host sudo cat` into a file', cat.seconds, cat.seconds)
    row('Vestigo, all of it here', Math.min(...logs.map((l) => l.capture)), cat.seconds)
    row('Vestigo, in the case, indexed and judged', Math.min(...logs.map((l) => l.taken)), cat.seconds)
  }
  console.log(`\nload ${readFileSync('/proc/loadavg', 'latin1').split(' ')[0]}, Node ${process.versions.node}`)
}

function row(what, seconds, beside) {
  console.log(`| ${what} | ${seconds.toFixed(2)} | ${(seconds / beside).toFixed(2)} |`)
}
