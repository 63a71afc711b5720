/** Collects from several hosts, side by side, into an open case. One that fails does not stop the others. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { CollectPlan, CollectProgress, CollectReport, CollectRequest, HostReport } from '../../shared/collect'
import { Fault, faultData } from '../../shared/fault'
import { instant } from '../../shared/time'
import type { CaseFolder } from '../evidence/case-folder'
import { nowMicros } from './clock'
import { collectHost, type HostOutcome } from './collect-host'
import { caseKnownHosts, forgetHost } from './host-keys'
import { leftOver } from './left-over'
import { planOf } from './plan'
import { PROFILES, profileOf } from './profiles'
import { checkReach } from './reach'
import { type Ask, secrets } from './secrets'
import { resolveHost } from './ssh-config'
import { readTarget } from './target'

/** What collecting needs of an open case. */
export interface CollectCase {
  readonly folder: CaseFolder
  /** Takes a folder in as a bundle; gives the number of its capture. */
  takeIn(folder: string): Promise<number | null>
}
export interface CollectOptions {
  readonly ask: Ask
  readonly progress: (progress: CollectProgress) => void
  readonly signal?: AbortSignal
}

/** What would be done. Errors: Fault `bad-use` (no such profile), `unreadable`. */
export const planCollect = (request: Pick<CollectRequest, 'profile' | 'mode' | 'trusted' | 'reach'>): CollectPlan =>
  planOf(profileOf(request.profile), request.mode, request)

export const collectProfiles = (): readonly { readonly id: string; readonly title: string; readonly about: string }[] =>
  PROFILES.map((id) => {
    const { title, about } = profileOf(id)
    return { id, title, about }
  })

/** One after the other: taking in is not made for two at once. */
function oneByOne() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(job: () => Promise<T>): Promise<T> => {
    const next = last.then(job, job)
    last = next.catch(() => {})
    return next
  }
}

/** Takes in what a program that ended left behind. Gives how many there were. */
export async function takeInLeftOver({ folder, takeIn }: CollectCase): Promise<number> {
  const left = leftOver(folder.root)
  for (const path of left) {
    await rm(`${path}/reserve.tmp`, { force: true })
    await takeIn(path)
    await rm(path, { recursive: true, force: true })
  }
  return left.length
}

/**
 * Errors: Fault `bad-use` (no host, a target that is none, an unknown profile) before anything is done. A host that fails
 * is in the report.
 */
export async function collect(
  open: CollectCase,
  request: CollectRequest,
  options: CollectOptions,
): Promise<CollectReport> {
  const { folder } = open
  const { signal } = options
  const profile = profileOf(request.profile)
  if (request.hosts.length === 0) throw new Fault('bad-use', 'no host to collect from')
  for (const host of request.hosts) for (const text of [host.target, ...host.jumps]) readTarget(text)
  if (request.reach) checkReach(request.reach)
  const began = nowMicros()
  const run = randomBytes(4).toString('hex')
  const tag = `vestigo-${run}`
  const held = secrets()
  const inTurn = oneByOne()
  // Questions come one at a time, whichever host they are about.
  const asking = oneByOne()
  await folder.custody.record('collect-begun', {
    run,
    tag,
    profile: profile.id,
    mode: request.mode,
    trusted: request.trusted,
    reach: request.reach,
    hosts: request.hosts.map((h) => ({ target: h.target, jumps: h.jumps, privilege: h.privilege, legacy: h.legacy })),
  })

  const one = async (spec: CollectRequest['hosts'][number]): Promise<HostReport> => {
    const started = Date.now()
    let last: Omit<CollectProgress, 'run' | 'host' | 'state'> = { label: '', done: 0, total: 0, bytes: 0 }
    const progress = (state: CollectProgress['state'], label: string, done: number, total: number, bytes: number) => {
      last = { label, done, total, bytes }
      options.progress({ run, host: spec.target, state, ...last })
    }
    let outcome: HostOutcome
    let capture: number | null = null
    let fault: string | null = null
    let captured = started
    try {
      outcome = await collectHost(spec, {
        caseRoot: folder.root,
        caseFile: caseKnownHosts(folder.root),
        profile,
        mode: request.mode,
        trusted: request.trusted,
        reach: request.reach,
        tag,
        secrets: held,
        signal,
        progress,
        ask: (question) =>
          asking(async () => {
            progress(
              'asking',
              question.kind === 'host-key' ? question.fingerprint : question.prompt,
              last.done,
              last.total,
              last.bytes,
            )
            if (signal?.aborted) return null
            const answer = await options.ask(question)
            if (question.kind === 'host-key' && answer === true)
              await folder.custody.record('host-key-accepted', {
                host: question.host,
                port: question.port,
                algorithm: question.algorithm,
                fingerprint: question.fingerprint,
              })
            return answer
          }),
      })
      captured = Date.now()
      fault = outcome.fault
      if (outcome.folder) {
        const at = outcome.folder
        progress('taking-in', at, last.done, last.total, outcome.bytes)
        // Not under the signal: what came before a stop is taken in all the same.
        capture = await inTurn(() => open.takeIn(at)).catch((error) => {
          fault = `what was collected could not be taken in yet, and waits in ${at}: ${faultData(error).message}`
          return null
        })
        if (capture !== null) await rm(at, { recursive: true, force: true })
      }
    } catch (error) {
      const { message } = faultData(error)
      outcome = {
        host: spec.target,
        folder: null,
        state: 'failed',
        fault: message,
        commands: 0,
        files: 0,
        bytes: last.bytes,
        clock: null,
        blind: [],
        key: null,
        legacy: spec.legacy,
      }
      fault = message
    }
    const state = fault && outcome.state === 'done' ? 'failed' : outcome.state
    await folder.custody.record('collect-ended', {
      run,
      host: spec.target,
      state,
      fault,
      capture,
      key: outcome.key,
      legacy: outcome.legacy,
      commands: outcome.commands,
      files: outcome.files,
      bytes: outcome.bytes,
      clock: outcome.clock,
    })
    progress(state, fault ?? '', last.done, last.total, outcome.bytes)
    const { host, commands, files, bytes, clock, blind } = outcome
    return {
      host,
      state,
      fault,
      capture,
      commands,
      files,
      bytes,
      captureSeconds: (captured - started) / 1000,
      seconds: (Date.now() - started) / 1000,
      clock,
      blind,
    }
  }
  try {
    const hosts = await Promise.all(request.hosts.map(one))
    return { hosts, began: instant(began), seconds: (nowMicros() - began) / 1e6 }
  } finally {
    held.forgetAll()
  }
}

/** Forgets the key of a host that this case accepted. Gives how many lines went. Errors: Fault `bad-use`. */
export async function forgetHostKey(folder: CaseFolder, target: string): Promise<number> {
  const { name, user, port } = readTarget(target)
  const { hostName, port: at } = resolveHost(name, { user, port })
  const forgotten = forgetHost(folder.root, hostName, at)
  await folder.custody.record('host-key-forgotten', { host: hostName, port: at, forgotten })
  return forgotten
}
