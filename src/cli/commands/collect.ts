import { basename, resolve } from 'node:path'
import type {
  CollectAnswer,
  CollectHost,
  CollectPlan,
  CollectProgress,
  CollectQuestion,
  CollectReport,
} from '../../shared/collect'
import { Fault } from '../../shared/fault'
import { inert, inertJson } from '../../shared/inert'
import type { CaseHeader } from '../../shared/model'
import { badUse } from '../argv'
import { defineCommand, type Given } from '../command'
import type { Io } from '../io'
import { type Engine, type Pushed, withCase } from '../open-case'
import { FAIL_ON, failCode } from '../severity'
import { readLine } from '../terminal'
import { nouns } from '../words'

const size = (bytes: number) =>
  bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`

function progressText({ host, state, label, done, total, bytes }: CollectProgress): string {
  const word = {
    connecting: 'connecting',
    asking: 'asking',
    running: 'collecting',
    reconnecting: 'connecting again',
    'taking-in': 'taking in',
    done: 'done',
    failed: 'failed',
    stopped: 'stopped',
  }[state]
  return `${host}  ${word}  ${total > 0 ? `${done}/${total}  ` : ''}${size(bytes)}  ${label}`
}

async function printPlan(io: Io, plan: CollectPlan): Promise<void> {
  await io.line(io.paint(`${plan.title}: ${plan.about}`, 'bold'))
  for (const sentence of plan.always) await io.line(`  always: ${sentence}`)
  for (const [i, s] of plan.steps.entries()) {
    await io.line()
    const limits = [
      s.seconds > 0 ? `at most ${s.seconds} s` : '',
      `${size(s.bytes)}`,
      s.root === 'needed' ? 'needs root' : s.root === 'more' ? 'root shows more' : '',
    ].filter(Boolean)
    await io.line(`${String(i + 1).padStart(2)}. ${io.paint(s.title, 'bold')} (${s.probe}; ${limits.join(', ')})`)
    await io.line(`    for:   ${s.purpose}`)
    for (const [j, command] of s.commands.entries()) await io.line(`    ${j === 0 ? 'runs:  ' : 'else:  '}${command}`)
    if (s.files.length > 0) await io.line(`    reads: ${s.files.join(' ')}`)
    await io.line(`    trace: ${s.trace}`)
  }
}

/** What is asked is answered by what was given, then by the person at the terminal, then by no. */
async function answer(
  question: CollectQuestion,
  given: Given,
  io: Io,
  password: string | null,
): Promise<CollectAnswer> {
  io.quiet()
  if (question.kind === 'host-key') {
    const { host, port, algorithm, fingerprint } = question
    if (given.list('accept-key').includes(fingerprint)) return true
    io.say(`${host} port ${port} is not known. It shows this ${algorithm} key:\n  ${fingerprint}`)
    if (!io.stdin.isTTY) {
      io.say(`To accept it: --accept-key ${fingerprint}`)
      return false
    }
    return (await readLine(io, 'Is this the right host? Type yes to go on: ', true))?.trim() === 'yes'
  }
  if (password !== null && question.what !== 'passphrase') return password
  if (!io.stdin.isTTY) return null
  return readLine(io, `${question.host}: ${question.prompt.trim()}: `, question.echo)
}

async function tell(io: Io, report: CollectReport, engine: Engine): Promise<void> {
  for (const h of report.hosts) {
    const done = `${nouns(h.commands, 'command')}, ${nouns(h.files, 'file')}, ${size(h.bytes)} in ${h.seconds.toFixed(1)} s`
    await io.line(inert(`${h.host}: ${h.state}${h.fault ? `: ${h.fault}` : ''}${h.bytes > 0 ? ` (${done})` : ''}`))
    if (h.clock) {
      const ms = (micros: number) => `${(micros / 1000).toFixed(1)} ms`
      await io.line(
        `  clock: ${h.clock.offset >= 0 ? '+' : ''}${ms(h.clock.offset)} against this machine, give or take ${ms(h.clock.band)}`,
      )
    }
    for (const b of h.blind) await io.line(`  could not see: ${inert(b)}`)
  }
  const { findings } = await engine.findings({})
  await io.line(findings.length === 0 ? 'No findings' : nouns(findings.length, 'finding'))
}

export default defineCommand({
  order: 2,
  summary: 'Connects to hosts over ssh and collects from them into a case',
  usage:
    'user@host[:port]... --case <dir> [--profile quick|full|logs] [--identity <key>] [--sudo] [--jump <host>] [--sftp-only] [--dry-run] [--json]',
  about: [
    'Collects what is most volatile first and takes it into the case as a bundle. Names are looked up in ~/.ssh/config;',
    'host keys in ~/.ssh/known_hosts and in the case. Nothing is written to a host. --dry-run prints every command with its',
    'purpose and what it leaves behind. A host that fails does not stop the others. Ctrl-C ends; what came stays.',
  ]
    .join('\n')
    .split('\n\n'),
  examples: [
    'vestigo collect alice@web1 --case web1.vestigo --profile quick --sudo',
    'vestigo collect root@10.0.0.5:2222 db2 --case incident.vestigo --jump bastion',
    'vestigo collect alice@web1 --dry-run --profile full',
  ],
  words: [1, 64],
  options: {
    case: { value: '<dir>', about: 'the case’s folder; made when it does not exist' },
    profile: { value: '<name>', about: 'quick (default), full, logs, or the path of a profile of your own' },
    identity: { value: '<key>', short: 'i', many: true, about: 'a private key file' },
    'no-agent': { value: null, about: 'do not ask the ssh agent' },
    'password-stdin': { value: null, about: 'read the password (for the login and for sudo) from standard input' },
    sudo: { value: null, about: 'run commands as root by sudo' },
    jump: { value: '<host>', short: 'J', many: true, about: 'a host to go through; first hop first' },
    'sftp-only': { value: null, about: 'read files alone, run no command on the host' },
    legacy: { value: null, about: 'allow outdated algorithms that old hosts need; kept in custody' },
    'accept-key': { value: '<SHA256:..>', many: true, about: 'accept this key of a host that is not known' },
    'forget-key': { value: null, about: 'forget the key by which the case knows the hosts, then connect' },
    busybox: { value: '<file>', about: 'send this static busybox, use it instead of the host’s tools' },
    reach: { value: null, about: 'ping and traceroute from both sides; which ports answer' },
    ping: { value: '<host>', many: true, about: 'with --reach: what the host pings and traces' },
    ports: { value: '<ports>', about: 'with --reach: 22,8000-8100, tried too from outside' },
    'dry-run': { value: null, about: 'print what would be done, and do nothing' },
    name: { value: '<text>', about: 'name of a new case' },
    examiner: { value: '<text>', about: 'who examines' },
    'fail-on': FAIL_ON,
    json: { value: null, about: 'print what came in as JSON' },
  },
  run: async (given, io) => {
    const profile = given.text('profile') ?? 'quick'
    const request = {
      profile: /[/\\]/.test(profile) || profile.endsWith('.json') ? resolve(profile) : profile,
      mode: given.flag('sftp-only') ? ('sftp' as const) : ('exec' as const),
      reach: given.flag('reach') ? { targets: given.list('ping'), ports: given.text('ports') } : null,
      trusted: given.text('busybox') === null ? null : resolve(given.text('busybox')!),
    }
    if (given.flag('dry-run')) {
      const { planCollect } = await import('../../engine/collect/collect')
      const plan = planCollect(request)
      if (given.flag('json')) await io.write(`${inertJson(plan, 2)}\n`)
      else await printPlan(io, plan)
      return 0
    }
    const folder = given.text('case')
    if (folder === null) throw badUse('--case <dir> says which case the evidence goes into')
    const password = given.flag('password-stdin') ? await readLine(io, '', false) : null
    const hosts: CollectHost[] = given.words.map((target) => ({
      target,
      credentials: {
        identities: given.list('identity').map((p) => resolve(p)),
        agent: !given.flag('no-agent'),
        password,
      },
      jumps: given.list('jump').flatMap((j) => j.split(',')),
      privilege: given.flag('sudo') ? 'sudo' : 'none',
      legacy: given.flag('legacy'),
    }))
    const create: CaseHeader = {
      name: given.text('name') ?? basename(resolve(folder)).replace(/\.vestigo$/, ''),
      number: '',
      examiner: given.text('examiner') ?? '',
      evidenceNumber: '',
    }
    const listen = (pushed: Pushed, engine: Engine) => {
      if (pushed.name === 'collectProgress') io.progress(progressText(pushed.value))
      if (pushed.name === 'collectQuestion') {
        const { id, question } = pushed.value
        void answer(question, given, io, password).then((a) => engine.collectAnswer({ id, answer: a }))
      }
    }
    return withCase(
      folder,
      io,
      async (engine) => {
        if (given.flag('forget-key')) for (const target of given.words) await engine.forgetHostKey({ target })
        const report = await engine.collect({ hosts, ...request })
        io.quiet()
        if (given.flag('json')) await io.write(`${inertJson(report, 2)}\n`)
        else await tell(io, report, engine)
        if (io.signal.aborted) throw new Fault('cancelled', 'cancelled')
        const failed = report.hosts.filter((h) => h.state !== 'done')
        if (failed.length > 0)
          throw new Fault(
            'unreadable',
            failed.length === hosts.length
              ? 'no host was collected to its end'
              : `${nouns(failed.length, 'host')} of ${hosts.length} not collected to the end: ${failed.map((h) => h.host).join(', ')}`,
          )
        return failCode((await engine.findings({})).findings, given.text('fail-on'))
      },
      create,
      listen,
    )
  },
})
