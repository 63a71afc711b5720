/** Collects from one host into a staging folder. What fails is told; what came stays. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClockOffset, CollectHost, CollectMode, CollectProgress, Reach } from '../../shared/collect'
import { Fault, faultData } from '../../shared/fault'
import type { Limit } from '../../shared/limits'
import { VERSION } from '../version'
import { type ProbeSpec, type Stage, TOPICS_OF } from './catalogue'
import { measureClock, nowMicros } from './clock'
import type { Connected } from './connect'
import { inLanes } from './lanes'
import { type Ledger, ledger } from './ledger'
import { type Link, openLink } from './link'
import { findLogs, type LogContext, streamLogs } from './logs'
import { type Profile, stepsOf } from './profiles'
import { reachBothWays } from './reach'
import { ends, runStep } from './run-probe'
import { findSftpLogs, runSftpStep, type SftpContext, sftpClock, streamSftpLog } from './run-sftp'
import type { Ask, Secrets } from './secrets'
import { NoExec, openSession, openSftp, type Session } from './session'
import { type Files, filesOver } from './sftp'
import { hostName, openStaging, type Staging, stampOf } from './staging'
import { removeTrusted, sendTrusted, type Trusted } from './trusted'
import { compareViews } from './views'

export interface HostOptions {
  readonly caseRoot: string
  readonly caseFile: string
  readonly profile: Profile
  readonly mode: CollectMode
  /** A busybox on this machine to bring along. */
  readonly trusted: string | null
  readonly reach: Reach | null
  readonly tag: string
  readonly ask: Ask
  readonly secrets: Secrets
  readonly signal?: AbortSignal
  readonly progress: (
    state: CollectProgress['state'],
    label: string,
    done: number,
    total: number,
    bytes: number,
  ) => void
}
export interface HostOutcome {
  readonly host: string
  /** The staging folder; null when nothing came. */
  readonly folder: string | null
  readonly state: 'done' | 'failed' | 'stopped'
  readonly fault: string | null
  readonly commands: number
  readonly files: number
  readonly bytes: number
  readonly clock: ClockOffset | null
  readonly blind: readonly string[]
  readonly key: string | null
  readonly legacy: boolean
}

export async function collectHost(spec: CollectHost, options: HostOptions): Promise<HostOutcome> {
  const { caseRoot, caseFile, profile, tag, ask, secrets, signal, progress } = options
  const began = Date.now()
  const limits: Limit[] = []
  let mode = options.mode
  let bytes = 0
  let staging: Staging | null = null
  let book: Ledger | null = null
  let clock: ClockOffset | null = null
  let there: Connected | null = null
  let link: { close(): void } | null = null
  let fault: Fault | null = null
  let session: Session | null = null
  let brought: Trusted | null = null
  const steps = () => stepsOf(profile, mode)
  const compares = () => mode === 'exec' && (profile.views || options.trusted !== null)
  const total = () =>
    steps().length + (profile.logs ? 1 : 0) + (compares() ? 1 : 0) + (mode === 'exec' && options.reach ? 1 : 0)
  let done = 0
  const tell = (state: CollectProgress['state'], label: string) => progress(state, label, done, total(), bytes)
  const came = (n: number) => {
    bytes += n
  }
  const see = (says: string, about: Limit['about'] = []) => {
    if (!limits.some((l) => l.says === says)) limits.push({ says, about })
  }
  const beside = (stage: Stage) => (sentence: string) => see(sentence, TOPICS_OF[stage])
  const login = (connected: Connected, at: number, as: Session | null) =>
    book?.add({
      kind: 'login',
      what: connected.shown,
      probe: null,
      root: false,
      began: at,
      ended: Date.now(),
      account: connected.user,
      address: as?.facts.seenAs?.address ?? connected.local?.address ?? null,
      port: as?.facts.seenAs?.port ?? connected.local?.port ?? null,
      pid: as?.facts.sshPid ?? null,
    })
  const sessionOptions = {
    tag,
    privilege: spec.privilege,
    ask,
    secrets,
    signal,
    trusted: () => brought?.folder ?? null,
  }
  // ssh takes a while to load, and most who open a case do not connect.
  const connect = async () => (await import('./connect')).connectHost(spec, { ask, secrets, caseFile, signal })
  const describe = (state: string) =>
    staging?.describe({
      state,
      tool: `vestigo ${VERSION}`,
      tag,
      target: spec.target,
      host: session?.facts.name ?? null,
      system: session?.facts.system ?? null,
      kernel: session?.facts.kernel ?? null,
      address: there?.host ?? null,
      port: there?.port ?? null,
      account: there?.user ?? null,
      via: there?.via ?? [],
      method: there?.method.split(' ')[0] ?? null,
      host_key: there?.key ?? null,
      algorithms: there?.algorithms ?? {},
      legacy: spec.legacy,
      greeting: there?.greeting ?? null,
      banner: there?.banner ?? null,
      mode,
      profile: { id: profile.id, title: profile.title, probes: steps().map((p) => p.id), logs: profile.logs },
      privilege: session?.root ?? null,
      trusted: brought,
      began: began * 1000,
      ended: state === 'begun' ? null : nowMicros(),
      clock,
      fault: fault?.message ?? null,
      blind: limits,
    })
  const begin = () => {
    staging = openStaging(caseRoot, `${hostName(session?.facts.name ?? there!.host)}-${stampOf(began)}`)
    book = ledger(staging, tag)
    book.clock(clock)
    return { staging, book }
  }

  try {
    tell('connecting', spec.target)
    const at = Date.now()
    there = await connect()
    if (mode === 'exec') {
      try {
        session = await openSession(there, sessionOptions)
      } catch (error) {
        if (!(error instanceof NoExec)) throw error
        see(
          `The host does not run commands for ${there.user}${error.said ? ` (it says: ${error.said.slice(0, 200)})` : ''}: only files over sftp were read.`,
        )
        mode = 'sftp'
        // Some hosts end the connection after the one command that they allow.
        there.close()
        there = await connect()
      }
    }
    if (session) await byCommands(session, at)
    else await bySftp(at)
  } catch (error) {
    const data = faultData(error)
    fault = error instanceof Fault ? error : new Fault(data.code, data.message, data.detail)
    if (data.code === 'bug') throw error
    // We were in, and saw nothing: the case says so.
    if (there && !staging) {
      const { staging: place } = begin()
      login(there, began, session)
      fault = keepRoom(() => describe('failed'), place) ?? fault
    }
  } finally {
    ;(link as { close(): void } | null)?.close()
    ;(there as Connected | null)?.close()
  }
  if (!fault) tell('running', '')
  const stopped = fault?.code === 'cancelled'
  if (fault)
    see(
      stopped ? 'The collection was stopped before its end.' : `The collection did not reach its end: ${fault.message}`,
    )
  const kept = staging as Staging | null
  if (kept) {
    kept.release()
    describe(fault ? (stopped ? 'stopped' : 'failed') : 'done')
    kept.close()
  }
  const count = (book as Ledger | null)?.count ?? { commands: 0, files: 0, bytes: 0 }
  return {
    host: spec.target,
    folder: kept?.folder ?? null,
    state: fault ? (stopped ? 'stopped' : 'failed') : 'done',
    fault: fault?.message ?? null,
    commands: count.commands,
    files: count.files,
    bytes,
    clock,
    blind: limits.map((l) => l.says),
    key: there?.key.fingerprint ?? null,
    legacy: spec.legacy,
  }

  function lanes(job: (step: ProbeSpec) => Promise<void>): Promise<void> {
    return inLanes(steps(), job, {
      blind: see,
      tell: (step, over) => {
        if (over) done++
        tell('running', step.title)
      },
    })
  }

  async function byCommands(first: Session, at: number): Promise<void> {
    clock = await measureClock(first)
    const { staging: place, book: deeds } = begin()
    login(first.connected, at, first)
    describe('begun')
    if (!clock) see('The host’s clock could not be compared with ours.')
    if (first.root.how === 'none' && spec.privilege === 'sudo') see(`Nothing was run as root: ${first.root.why}.`)
    else if (first.root.how === 'none') see(`Commands ran as ${first.facts.user ?? first.connected.user}, not as root.`)
    const over = openLink<Session>(first, {
      signal,
      end: (s) => s.connected.close(),
      broken: (why) => tell('reconnecting', why),
      open: async () => {
        const again = Date.now()
        const connected = await connect()
        there = connected
        const next = await openSession(connected, sessionOptions)
        login(connected, again, next)
        session = next
        return next
      },
    })
    link = over
    const { within } = over
    const taken = new Set<string>()
    const common = { staging: place, ledger: deeds, blind: beside('logs'), came, taken, signal }
    if (options.trusted) await bring(options.trusted, within, deeds)
    try {
      await lanes((step) => within((now) => runStep(step, { ...common, blind: beside(step.stage), session: now })))
      if (compares()) {
        tell('running', 'Comparing views')
        const busybox = brought ? `${brought.folder}/busybox` : null
        const blind = beside('processes')
        await within((now) => compareViews({ session: now, staging: place, ledger: deeds, blind, busybox }))
        done++
      }
      await takeLogs()
      if (options.reach) {
        const reach = options.reach
        tell('running', 'Reachability')
        const blind = beside('neighbours')
        await within((now) => {
          const onHost = (probe: ProbeSpec) => runStep(probe, { ...common, blind, session: now })
          return reachBothWays(now, reach, { staging: place, ledger: deeds, blind, onHost, signal })
        })
        done++
      }
    } finally {
      await takeAway(within, deeds)
    }
    async function takeLogs(): Promise<void> {
      if (!profile.logs) return
      const context: LogContext = { ...common, within, progress: (label) => tell('running', label) }
      const files = await findLogs(context, profile.logs, (command) => outputOf(place, command))
      await streamLogs(files, profile.logs, context)
      done++
    }
  }

  async function bring(path: string, within: Link<Session>['within'], deeds: Ledger): Promise<void> {
    try {
      brought = await within((now) => sendTrusted(now, path, deeds))
    } catch (error) {
      if (ends(error) || faultData(error).code === 'gone') throw error
      see(`The trusted programs were not used: ${faultData(error).message}.`)
    }
  }
  /** Also after a stop: what was brought does not stay. */
  async function takeAway(within: Link<Session>['within'], deeds: Ledger): Promise<void> {
    const was = brought
    if (!was) return
    brought = null
    const gone = await within((now) => removeTrusted(now, was, deeds)).catch(() => false)
    if (!gone) see(`${was.folder} on the host could not be removed: it holds the busybox that was brought.`)
    brought = was
  }

  async function bySftp(at: number): Promise<void> {
    interface Reader {
      readonly files: Files
      readonly connected: Connected
    }
    const reader = async (connected: Connected): Promise<Reader> => ({
      connected,
      files: filesOver(await openSftp(connected), connected.ended),
    })
    const first = await reader(there!)
    clock = await sftpClock(first.files)
    const { staging: place, book: deeds } = begin()
    login(first.connected, at, null)
    describe('begun')
    see('No command was run on the host: what only commands show (kernel messages, owners by name) was not seen.')
    const over = openLink<Reader>(first, {
      signal,
      end: ({ connected }) => connected.close(),
      broken: (why) => tell('reconnecting', why),
      open: async () => {
        const again = Date.now()
        there = await connect()
        login(there, again, null)
        return reader(there)
      },
    })
    link = over
    const within: SftpContext['within'] = (job) => over.within(({ files }) => job(files))
    const context: SftpContext = {
      within,
      staging: place,
      ledger: deeds,
      blind: beside('logs'),
      came,
      taken: new Set(),
      signal,
      progress: (label) => tell('running', label),
    }
    await lanes((step) => runSftpStep(step, { ...context, blind: beside(step.stage) }))
    if (profile.logs) {
      const found = await findSftpLogs(context, profile.logs)
      let left = profile.logs.most
      for (const file of found) {
        left -= Math.min(file.size, profile.logs.newest ?? file.size)
        if (left < 0) {
          see(`Logs: some were left out: the profile takes ${profile.logs.most} bytes in all.`)
          break
        }
        await streamSftpLog(file, profile.logs.newest, context)
      }
      done++
    }
  }
}

/** Runs what writes a little at the end; a full disk gives back what was set aside. */
function keepRoom(job: () => void, staging: Staging): Fault | null {
  try {
    job()
    return null
  } catch (error) {
    staging.release()
    job()
    return error instanceof Fault ? error : null
  }
}

/** What a command of this collection printed, for what follows from it. */
function outputOf(staging: Staging, command: string): string | null {
  try {
    return readFileSync(join(staging.folder, staging.placeOf(command)), 'utf8')
  } catch {
    return null
  }
}
