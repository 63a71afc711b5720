/** Runs one step of the catalogue on a host: the first of its commands that answers, and all files that are there. */
import { randomBytes } from 'node:crypto'
import { Fault } from '../../shared/fault'
import type { ProbeSpec } from './catalogue'
import type { Ran } from './exec'
import { filesScript, frameReader, linksScript } from './frames'
import type { Ledger } from './ledger'
import type { Session } from './session'
import type { Member, Staging } from './staging'

export interface ProbeContext {
  readonly session: Session
  readonly staging: Staging
  readonly ledger: Ledger
  /** Told what could not be seen, one sentence each. */
  readonly blind: (sentence: string) => void
  /** Told of bytes as they come. */
  readonly came: (bytes: number) => void
  readonly signal?: AbortSignal
  /** Paths of the host's files that are in already. */
  readonly taken: Set<string>
}

const isRoot = (session: Session) => session.root.how !== 'none'

/** Why less came than there is; null when all came. */
export function cutOf(ran: Ran, seconds: number, bytes: number, hostEnds: boolean): string | null {
  if (ran.timedOut || (hostEnds && ran.exit === 124 && ran.ended - ran.began >= seconds * 1000))
    return `ended after ${seconds} s`
  if (ran.cut) return `cut after ${bytes} bytes`
  if (ran.endedBy) return `ended by signal ${ran.endedBy}`
  return null
}

/** The program of a command: its first word. */
const programOf = (command: string): string => command.split(' ')[0]!

/**
 * What is tried, best first: commands whose program is there. A host that could not say which are there gets all tried.
 */
export function candidates(commands: readonly string[], tools: ReadonlySet<string>): string[] {
  const there = commands.filter((c) => tools.has(programOf(c)))
  return tools.size === 0 ? [...commands] : there
}

async function runCommands(probe: ProbeSpec, context: ProbeContext): Promise<void> {
  const { session, staging, ledger, blind, came, signal } = context
  const commands = candidates(probe.commands ?? [], session.facts.tools)
  if (commands.length === 0) {
    blind(`${probe.title}: the host has none of ${[...new Set((probe.commands ?? []).map(programOf))].join(', ')}.`)
    return
  }
  let last: Ran | null = null
  for (const command of commands) {
    const member = staging.output(command)
    let ran: Ran
    try {
      // Braces, so that a pattern that fits nothing or a missing program speaks on the right output.
      ran = await session.run(command, { seconds: probe.seconds, bytes: probe.bytes, signal }, (chunk) => {
        member.write(chunk)
        came(chunk.length)
      })
    } catch (error) {
      // A full disk keeps what was written; a broken connection asks again.
      if (error instanceof Fault && error.code === 'gone') member.discard()
      else member.close()
      throw error
    }
    member.close()
    const cut = cutOf(ran, probe.seconds, probe.bytes, session.facts.timeout)
    ledger.add({
      kind: 'command',
      what: command,
      probe: probe.id,
      root: isRoot(session),
      began: ran.began,
      ended: ran.ended,
      exit: ran.exit,
      bytes: ran.bytes,
      member: member.path,
      cut: ran.started ? cut : 'it did not run',
      errors: ran.stderr,
    })
    last = ran
    if (cut) blind(`${probe.title}: \`${command}\` was ${cut}; what came until then is kept.`)
    if (cut || (ran.started && (ran.bytes > 0 || ran.exit === 0))) return
  }
  const said = last?.stderr.trim().split('\n')[0]?.slice(0, 200)
  blind(`${probe.title}: nothing answered${said ? `; the last said: ${said}` : ''}.`)
}

async function runFiles(probe: ProbeSpec, context: ProbeContext): Promise<void> {
  const { session, staging, ledger, blind, came, signal } = context
  const mark = randomBytes(12).toString('hex')
  const denied: string[] = []
  const made: Member[] = []
  const scripts = [
    ...(probe.files?.length ? [filesScript(mark, probe.files, probe.plain === true)] : []),
    ...(probe.links?.length ? [linksScript(mark, probe.links)] : []),
  ]
  for (const script of scripts) {
    let open: Member | null = null
    let link: { path: string; target: string } | null = null
    let since = Date.now()
    const finish = () => {
      if (open) {
        open.close()
        // Files of /proc are listed by the command that read them: thousands of lines would hide the rest.
        if (!probe.plain)
          ledger.add({
            kind: 'file',
            what: shown,
            probe: probe.id,
            root: isRoot(session),
            began: since,
            ended: Date.now(),
            bytes: open.bytes,
            member: open.path,
          })
      }
      if (link) {
        const target = link.target.replace(/\n$/, '')
        staging.hostLink(link.path, target)
        ledger.add({
          kind: 'link',
          what: `${link.path} -> ${target}`,
          probe: probe.id,
          root: isRoot(session),
          began: since,
          ended: Date.now(),
        })
      }
      open = null
      link = null
    }
    const closeOpen = () => {
      open?.close()
      open = null
    }
    let shown = ''
    const reader = frameReader(mark, {
      begin: (kind, path, stat) => {
        finish()
        since = Date.now()
        shown = path
        if (kind === 'F') {
          open = staging.hostFile(path, stat?.mtime ?? null)
          made.push(open)
          context.taken.add(path)
        } else if (kind === 'L') link = { path, target: '' }
        else if (kind === 'D') denied.push(path)
      },
      data: (bytes) => {
        if (open) open.write(bytes)
        else if (link && link.target.length < 4096) link.target += bytes.toString('utf8')
      },
    })
    let ran: Ran
    let whole = false
    try {
      ran = await session.run(script, { seconds: probe.seconds, bytes: probe.bytes, signal }, (chunk) => {
        came(chunk.length)
        reader.push(chunk)
      })
      whole = reader.end()
      finish()
    } catch (error) {
      closeOpen()
      if (error instanceof Fault && error.code === 'gone') for (const member of made) member.discard()
      throw error
    }
    const cut = cutOf(ran, probe.seconds, probe.bytes, session.facts.timeout)
    ledger.add({
      kind: 'command',
      what: `read ${[...(probe.files ?? []), ...(probe.links ?? [])].join(' ')}`,
      probe: probe.id,
      root: isRoot(session),
      began: ran.began,
      ended: ran.ended,
      exit: ran.exit,
      bytes: ran.bytes,
      cut: ran.started ? cut : 'it did not run',
      errors: ran.stderr,
    })
    if (!whole) blind(`${probe.title}: reading was ${cut ?? 'cut off'}; files that come later in the list are missing.`)
  }
  if (denied.length > 0)
    blind(
      `${probe.title}: ${denied.length === 1 ? denied[0] : `${denied.length} files, ${denied[0]} among them,`} could not be read.`,
    )
}

/** Errors: Fault `gone`, `cancelled`, `limit`. Everything else is told as what could not be seen. */
export async function runStep(probe: ProbeSpec, context: ProbeContext): Promise<void> {
  if (probe.commands?.length) await runCommands(probe, context)
  if (probe.files?.length || probe.links?.length) await runFiles(probe, context)
  if (!isRoot(context.session) && probe.unseen) context.blind(`${probe.title}: ${probe.unseen}`)
}

/** Whether what was thrown ends the collection of this host at once. */
export const ends = (error: unknown): boolean =>
  error instanceof Fault && (error.code === 'cancelled' || error.code === 'limit')
