/**
 * Watching a host: commands of the catalogue repeated, with what changed between two rounds told at once, and logs followed
 * into the timeline as they grow. All of it is kept: samples and lines come into the case as bundles. Runs until the signal.
 */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { LiveReport, LiveRequest, LiveSample } from '../../shared/collect'
import { Fault, faultData } from '../../shared/fault'
import { instant, UTC } from '../../shared/time'
import type { AnyRow } from '../define'
import { headOf, recognise } from '../parse/recognise'
import { runProbe } from '../parse/run-probe'
import { probes } from '../registry'
import { VERSION } from '../version'
import { CATALOGUE, type ProbeSpec } from './catalogue'
import { changesBetween } from './changes'
import { measureClock, nowMicros } from './clock'
import type { CollectCase } from './collect'
import { caseKnownHosts } from './host-keys'
import { type Ledger, ledger } from './ledger'
import { quotable, quote } from './quote'
import { candidates } from './run-probe'
import { type Ask, secrets } from './secrets'
import { openSession, type Session } from './session'
import { hostName, openStaging, type Staging, stampOf } from './staging'

export interface LiveOptions {
  readonly ask: Ask
  readonly sample: (sample: LiveSample) => void
  readonly signal: AbortSignal
}

/** Seconds between two times that followed lines go into the case. */
const FLUSH = 4
const FOLLOW_SECONDS = 7 * 86_400
const FOLLOW_BYTES = 2 ** 40

/** Errors: Fault `bad-use`. */
function checked({ probes: ids, every, follow }: LiveRequest): ProbeSpec[] {
  if (!(every >= 1 && every <= 86_400)) throw new Fault('bad-use', 'a round takes from 1 second to a day')
  const odd = follow.find((path) => !path.startsWith('/') || !quotable(path))
  if (odd !== undefined) throw new Fault('bad-use', `"${odd}" is no absolute path`)
  const specs = ids.map((id) => {
    const spec = CATALOGUE.find((c) => c.id === id && c.commands?.length)
    if (!spec) throw new Fault('bad-use', `there is no step "${id}" with a command to repeat`)
    return spec
  })
  if (specs.length === 0 && follow.length === 0) throw new Fault('bad-use', 'nothing to repeat and nothing to follow')
  return specs
}

interface Bundle {
  readonly staging: Staging
  readonly book: Ledger
  close(): void
}

/** Errors: Fault `bad-use`, and those of connecting. A stop is no error. */
export async function watch(open: CollectCase, request: LiveRequest, options: LiveOptions): Promise<LiveReport> {
  const specs = checked(request)
  const { signal, ask, sample } = options
  const began = nowMicros()
  const run = randomBytes(4).toString('hex')
  const tag = `vestigo-${run}`
  const held = secrets()
  const captures: number[] = []
  let rounds = 0
  let lines = 0
  await open.folder.custody.record('collect-begun', {
    run,
    tag,
    live: true,
    hosts: [{ target: request.host.target }],
    probes: request.probes,
    every: request.every,
    follow: request.follow,
  })
  // ssh takes a while to load, and most who open a case do not connect.
  const { connectHost } = await import('./connect')
  const connected = await connectHost(request.host, {
    ask,
    secrets: held,
    caseFile: caseKnownHosts(open.folder.root),
    signal,
  })
  let fault: string | null = null
  let part = 0
  try {
    const session = await openSession(connected, { tag, privilege: request.host.privilege, ask, secrets: held, signal })
    const clock = await measureClock(session)
    const bundle = (): Bundle => {
      const staging = openStaging(
        open.folder.root,
        `${hostName(session.facts.name ?? connected.host)}-live-${stampOf(began / 1000)}-${++part}`,
      )
      const book = ledger(staging, tag)
      book.clock(clock)
      const at = nowMicros()
      const about = (state: string, blind: readonly string[]) =>
        staging.describe({
          state,
          tool: `vestigo ${VERSION}`,
          tag,
          host: session.facts.name,
          kernel: session.facts.kernel,
          address: connected.host,
          account: connected.user,
          host_key: connected.key,
          live: { every: request.every, probes: request.probes, follow: request.follow },
          began: at,
          ended: nowMicros(),
          clock,
          blind,
        })
      about('begun', [])
      return {
        staging,
        book,
        close: () => {
          about('done', ['A part of what was watched live: only what was asked for, and only while it was watched.'])
          staging.close()
        },
      }
    }
    // One after the other, and after a stop too: what came is taken in.
    let taking: Promise<void> = Promise.resolve()
    const takeIn = (b: Bundle): Promise<void> => {
      b.close()
      taking = taking.then(async () => {
        const capture = await open.takeIn(b.staging.folder)
        if (capture !== null) captures.push(capture)
        await rm(b.staging.folder, { recursive: true, force: true })
      })
      return taking
    }
    const samples = bundle()
    samples.book.add({
      kind: 'login',
      what: connected.shown,
      probe: null,
      root: false,
      began: began / 1000,
      ended: Date.now(),
      account: connected.user,
      address: session.facts.seenAs?.address ?? null,
      port: session.facts.seenAs?.port ?? null,
      pid: session.facts.sshPid,
    })
    const jobs: Promise<void>[] = []
    if (specs.length > 0) jobs.push(repeat(session, samples, specs))
    for (const path of request.follow) jobs.push(follow(session, path, bundle, takeIn))
    try {
      await Promise.all(jobs)
    } catch (error) {
      if (faultData(error).code !== 'cancelled') throw error
    } finally {
      await Promise.allSettled(jobs)
      await takeIn(samples)
    }
  } catch (error) {
    const data = faultData(error)
    if (data.code !== 'cancelled') {
      fault = data.message
      throw error
    }
  } finally {
    connected.close()
    held.forgetAll()
    await open.folder.custody.record('collect-ended', {
      run,
      host: request.host.target,
      state: fault ? 'failed' : 'stopped',
      fault,
      rounds,
      lines,
      captures,
    })
  }
  return { rounds, lines, captures, seconds: (nowMicros() - began) / 1e6 }

  async function repeat(session: Session, { staging, book }: Bundle, wanted: readonly ProbeSpec[]): Promise<void> {
    const last = new Map<string, readonly AnyRow[]>()
    while (!signal.aborted) {
      const due = Date.now() + request.every * 1000
      rounds++
      for (const spec of wanted) {
        const told = { run, probe: spec.id, title: spec.title, round: rounds, at: instant(nowMicros()) }
        const command = candidates(spec.commands ?? [], session.facts.tools)[0]
        if (!command) {
          sample({ ...told, items: 0, changes: [], fault: 'the host has no program for it' })
          continue
        }
        const parts: Buffer[] = []
        const ran = await session.run(
          command,
          { seconds: spec.seconds, bytes: spec.bytes, signal },
          (chunk) => void parts.push(chunk),
        )
        const bytes = Buffer.concat(parts)
        const member = staging.output(command)
        member.write(bytes)
        member.close()
        book.add({
          kind: 'command',
          what: command,
          probe: spec.id,
          root: session.root.how !== 'none',
          began: ran.began,
          ended: ran.ended,
          exit: ran.exit,
          bytes: ran.bytes,
          member: member.path,
          errors: ran.stderr,
        })
        const what = recognise(headOf(bytes, member.path, true))
        const probe = what?.kind === 'probe' ? probes.get(what.id) : undefined
        if (!probe) {
          sample({ ...told, items: 0, changes: [], fault: 'what it printed is not recognised; it is kept' })
          continue
        }
        const context = {
          path: member.path,
          command,
          host: session.facts.name,
          capturedAt: told.at,
          bootedAt: null,
          zone: UTC,
        }
        const now = runProbe(probe, bytes, context).rows.map((r) => r.row)
        const before = last.get(spec.id)
        last.set(spec.id, now)
        sample({
          ...told,
          items: now.length,
          changes: before ? changesBetween(probe.columns, before, now) : [],
          fault: null,
        })
      }
      await pause(due - Date.now())
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, Math.max(0, ms))
      signal.addEventListener('abort', done, { once: true })
    })
  }

  async function follow(
    session: Session,
    path: string,
    bundle: () => Bundle,
    takeIn: (b: Bundle) => Promise<void>,
  ): Promise<void> {
    let held: Buffer[] = []
    let since = Date.now()
    /** Whole lines go into the case; at the end also one that is not whole. */
    const flush = async (end: boolean): Promise<void> => {
      const all = Buffer.concat(held)
      const cut = end ? all.length : all.lastIndexOf(10) + 1
      if (cut === 0) return
      held = cut < all.length ? [all.subarray(cut)] : []
      const b = bundle()
      const member = b.staging.hostFile(path, Date.now() / 1000)
      member.write(all.subarray(0, cut))
      member.close()
      for (let i = all.indexOf(10); i >= 0 && i < cut; i = all.indexOf(10, i + 1)) lines++
      b.book.add({
        kind: 'file',
        what: path,
        probe: 'follow',
        root: session.root.how !== 'none',
        began: since,
        ended: Date.now(),
        bytes: cut,
        member: member.path,
        cut: 'only what was written while it was followed',
      })
      since = Date.now()
      await takeIn(b)
    }
    // It ends with its standard input: closing the channel ends it also where a signal may not (as root).
    const script = `tail -n 0 -F ${quote(path)} & p=$!; read x; kill $p`
    const following = session.run(
      script,
      { seconds: FOLLOW_SECONDS, bytes: FOLLOW_BYTES, signal },
      (chunk) => void held.push(chunk),
    )
    let over = false
    const ended = following.then(
      (ran) => {
        over = true
        if (!ran.started || ran.exit !== 0)
          throw new Fault('unreadable', `${path} cannot be followed: ${ran.stderr.trim().slice(0, 200)}`)
      },
      (error) => {
        over = true
        throw error
      },
    )
    ended.catch(() => {})
    while (!over && !signal.aborted) {
      await pause(FLUSH * 1000)
      await flush(false)
    }
    await ended.catch((error) => {
      if (faultData(error).code !== 'cancelled') throw error
    })
    await flush(true)
  }
}
