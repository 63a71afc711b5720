/**
 * Reachability, from both sides: ping and traceroute from this machine and from the host, and a connection to each port that
 * the host says it listens on (and to a range that the person names), so that what the host says stands beside what the
 * outside sees. Only when it was asked for: it sends packets to the host that a collection does not need.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Reach } from '../../shared/collect'
import { Fault } from '../../shared/fault'
import type { ProbeSpec } from './catalogue'
import type { Ledger } from './ledger'
import { quote } from './quote'
import type { Session } from './session'
import { hostPlace, type Staging } from './staging'

export interface ReachContext {
  readonly staging: Staging
  readonly ledger: Ledger
  readonly blind: (sentence: string) => void
  /** Runs an ad-hoc step on the host. */
  readonly onHost: (probe: ProbeSpec) => Promise<void>
  readonly signal?: AbortSignal
}

const NAME = /^[A-Za-z0-9][\w.:%-]{0,252}$/
const PORTS_MOST = 4096

/** `22,80,8000-8100`. Errors: Fault `bad-use`. */
export function readPorts(text: string): number[] {
  const out = new Set<number>()
  for (const part of text
    .split(',')
    .map((p) => p.trim())
    .filter(Boolean)) {
    const m = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    const [from, to] = [Number(m?.[1]), Number(m?.[2] ?? m?.[1])]
    if (!m || from < 1 || to > 65535 || from > to) throw new Fault('bad-use', `"${part}" is no port or range of ports`)
    for (let port = from; port <= to && out.size <= PORTS_MOST; port++) out.add(port)
  }
  if (out.size > PORTS_MOST) throw new Fault('bad-use', `at most ${PORTS_MOST} ports are tried; "${text}" names more`)
  return [...out].sort((a, b) => a - b)
}

/** Errors: Fault `bad-use` for a target that is no name or address, or ports that are none. */
export function checkReach(reach: Reach): void {
  const odd = reach.targets.find((t) => !NAME.test(t))
  if (odd !== undefined) throw new Fault('bad-use', `"${odd}" is no name or address`)
  if (reach.ports !== null) readPorts(reach.ports)
}

/** Ports that /proc/net/tcp or tcp6 says something listens on, and that can be reached from outside. */
export function claimedPorts(text: string): number[] {
  const out = new Set<number>()
  for (const line of text.split('\n')) {
    const m = /^\s*\d{1,9}: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:0000 0A /.exec(line)
    // 127.0.0.0/8 as a little-endian word; ::1; 127.0.0.0/8 in IPv6.
    if (!m || /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/.test(m[1]!)) continue
    out.add(Number.parseInt(m[2]!, 16))
  }
  return [...out].sort((a, b) => a - b)
}

export type Outcome = 'open' | 'refused' | 'silent' | 'unreachable'

export function tryPort(
  address: string,
  port: number,
  patience: number,
  signal?: AbortSignal,
): Promise<{ result: Outcome; ms: number }> {
  const began = performance.now()
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const end = (result: Outcome) => {
      clearTimeout(late)
      signal?.removeEventListener('abort', stop)
      socket.destroy()
      resolve({ result, ms: Math.round((performance.now() - began) * 10) / 10 })
    }
    const stop = () => end('silent')
    const late = setTimeout(() => end('silent'), patience)
    signal?.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => end('open'))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'refused' : error.code === 'ETIMEDOUT' ? 'silent' : 'unreachable'),
    )
  })
}

const HERE_SECONDS = 60

/** What a program of this machine prints; null when there is none. */
function here(program: string, args: readonly string[], signal?: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C' }
    execFile(
      program,
      args,
      { timeout: HERE_SECONDS * 1000, maxBuffer: 1 << 20, env, ...(signal ? { signal } : {}) },
      (error, stdout) => {
        const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
        resolve(missing ? null : stdout)
      },
    )
  })
}

const WINDOWS = process.platform === 'win32'
const PINGS: readonly (readonly [string, readonly string[]])[] = WINDOWS
  ? [['ping', ['-n', '5']]]
  : [['ping', ['-n', '-c', '5']]]
const TRACES: readonly (readonly [string, readonly string[]])[] = WINDOWS
  ? [['tracert', ['-d']]]
  : [
      ['traceroute', ['-n', '-w', '2']],
      ['tracepath', ['-n']],
    ]

async function fromHere(address: string, context: ReachContext): Promise<void> {
  const { staging, ledger, blind, signal } = context
  for (const [what, ways] of [
    ['ping', PINGS],
    ['traceroute', TRACES],
  ] as const) {
    let done = false
    for (const [program, args] of ways) {
      const began = Date.now()
      const printed = await here(program, [...args, address], signal)
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      if (printed === null) continue
      const command = `${program} ${[...args, address].join(' ')}`
      const member = staging.member(`here/${command.replace(/[^\w.:-]+/g, '_').replaceAll(':', '-')}.txt`)
      member.write(Buffer.from(printed))
      member.close()
      ledger.add({
        kind: 'probe',
        what: command,
        probe: 'reach',
        root: false,
        began,
        ended: Date.now(),
        bytes: member.bytes,
        member: member.path,
      })
      done = true
      break
    }
    if (!done) blind(`Reachability: this machine has no ${what}.`)
  }
}

async function fromThere(targets: readonly string[], context: ReachContext): Promise<void> {
  for (const target of targets) {
    const word = quote(target)
    const step = { stage: 'neighbours', root: 'no', bytes: 1 << 20 } as const
    await context.onHost({
      ...step,
      id: 'reach',
      title: `ping from the host to ${target}`,
      purpose: 'Whether and how well the host reaches it.',
      commands: [`ping -n -c 5 ${word}`, `busybox ping -c 5 ${word}`],
      seconds: 30,
    })
    await context.onHost({
      ...step,
      id: 'reach',
      title: `traceroute from the host to ${target}`,
      purpose: 'The way from the host to it.',
      commands: [`traceroute -n -w 2 ${word}`, `tracepath -n ${word}`, `busybox traceroute -n -w 2 ${word}`],
      seconds: HERE_SECONDS,
    })
  }
}

const AT_ONCE = 32
const PORT_PATIENCE = 1500
export const CONNECTS = 'connects.jsonl'

async function fromOutside(
  address: string,
  ports: readonly number[],
  claimed: ReadonlySet<number>,
  context: ReachContext,
): Promise<void> {
  const { staging, ledger, signal } = context
  const began = Date.now()
  const lines = new Map<number, object>()
  const queue = [...ports]
  const work = async () => {
    for (let port = queue.shift(); port !== undefined; port = queue.shift()) {
      if (signal?.aborted) return
      const at = Date.now() * 1000
      const { result, ms } = await tryPort(address, port, PORT_PATIENCE, signal)
      lines.set(port, { vestigo: 'connect', at, address, port, claimed: claimed.has(port), result, ms })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const member = staging.member(CONNECTS)
  for (const port of ports) if (lines.has(port)) member.write(Buffer.from(`${JSON.stringify(lines.get(port))}\n`))
  member.close()
  ledger.add({
    kind: 'probe',
    what: `connected to ${ports.length} TCP ports of ${address}, to see which answer`,
    probe: 'reach',
    root: false,
    began,
    ended: Date.now(),
    bytes: member.bytes,
  })
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
}

/** Errors: Fault `gone`, `cancelled`. */
export async function reachBothWays(session: Session, reach: Reach, context: ReachContext): Promise<void> {
  const { host, via } = session.connected
  const direct = via.length === 0
  const ours = session.facts.seenAs?.address
  const targets = [...new Set([...(ours ? [ours] : []), ...reach.targets])]
  if (direct) await fromHere(host, context)
  else context.blind('Reachability: the host was reached through another; from this machine it was not tried.')
  await fromThere(targets, context)
  const read = (path: string) => {
    try {
      return readFileSync(join(context.staging.folder, hostPlace(path)), 'latin1')
    } catch {
      return ''
    }
  }
  const claimed = new Set([...claimedPorts(read('/proc/net/tcp')), ...claimedPorts(read('/proc/net/tcp6'))])
  const ports = [...new Set([...claimed, ...(reach.ports === null ? [] : readPorts(reach.ports))])].sort(
    (a, b) => a - b,
  )
  if (direct && ports.length > 0) await fromOutside(host, ports, claimed, context)
}
