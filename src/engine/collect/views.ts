/** Compares what the host's own programs say with what is seen without them, and writes down what is hidden. */
import type { Subject, View } from './compare'
import { type Hidden, hidden, kernelListeners, listenersOf, pidNames, pidsOf } from './compare'
import type { Ledger } from './ledger'
import { quote } from './quote'
import type { Session } from './session'
import { type Files, filesOver } from './sftp'
import type { Staging } from './staging'

const SHORT = { seconds: 30, bytes: 16 << 20 }
const SUBJECTS: readonly Subject[] = ['process', 'listener']

/** How a view that needs no program of the host looks. */
type Look = (subject: Subject) => Promise<View>

async function textOf(files: Files, path: string): Promise<string> {
  const parts: Buffer[] = []
  await files.read(path, 0, 16 << 20, (chunk) => void parts.push(chunk))
  return Buffer.concat(parts).toString('latin1')
}

const overSftp =
  (files: Files): Look =>
  async (subject) => {
    if (subject === 'process')
      return { name: '/proc over sftp', items: pidNames(((await files.list('/proc')) ?? []).map((e) => e.name)) }
    const items = new Map<string, string>()
    for (const [proto, name] of [
      ['tcp', 'tcp'],
      ['tcp', 'tcp6'],
      ['udp', 'udp'],
      ['udp', 'udp6'],
    ] as const)
      for (const [id, label] of kernelListeners(proto, await textOf(files, `/proc/net/${name}`))) items.set(id, label)
    return { name: '/proc/net over sftp', items }
  }

const byTrusted =
  (session: Session, busybox: string): Look =>
  async (subject) => {
    const tool = quote(busybox)
    if (subject === 'process') {
      const { output } = await session.text(`${tool} ls /proc`, SHORT)
      return { name: '/proc by the trusted busybox', items: pidNames(output.split(/\s+/)) }
    }
    const { output } = await session.text(`${tool} netstat -lntu`, SHORT)
    return { name: 'netstat of the trusted busybox', items: listenersOf(output) }
  }

/** The host's own programs, by the path that the host itself names. */
async function hostViews(session: Session, subject: Subject): Promise<View[]> {
  const has = (tool: string) => session.facts.tools.has(tool)
  const run = async (command: string) => (await session.text(command, { ...SHORT, own: true })).output
  const out: View[] = []
  if (subject === 'process') {
    if (has('ps')) {
      const long = pidsOf(await run('ps -e -o pid= -o comm= 2>/dev/null'))
      out.push({ name: 'ps', items: long.size > 0 ? long : pidsOf(await run('ps ax 2>/dev/null || ps')) })
    }
    if (has('ls')) out.push({ name: 'ls', items: pidNames((await run('ls /proc')).split(/\s+/)) })
  } else {
    if (has('ss')) out.push({ name: 'ss', items: listenersOf(await run('ss -lntuH 2>/dev/null || ss -lntu')) })
    if (has('netstat')) out.push({ name: 'netstat', items: listenersOf(await run('netstat -lntu')) })
  }
  // One that showed nothing at all did not work; it hides nothing.
  return out.filter((v) => v.items.size > 0)
}

/** A name for what is hidden, from where the host's programs have no say. */
async function nameOf(files: Files | null, h: Hidden): Promise<string> {
  if (h.label || h.subject !== 'process' || !files) return h.label
  return (await textOf(files, `/proc/${h.id}/comm`)).trim().slice(0, 200)
}

export interface ViewsContext {
  readonly session: Session
  readonly staging: Staging
  readonly ledger: Ledger
  readonly blind: (sentence: string) => void
  /** Path of the trusted busybox on the host; null when none was brought. */
  readonly busybox: string | null
}

export const VIEWS = 'views.jsonl'

/** Errors: Fault `gone`, `cancelled`. */
export async function compareViews({ session, staging, ledger, blind, busybox }: ViewsContext): Promise<void> {
  const began = Date.now()
  let files: Files | null = null
  try {
    files = filesOver(await session.sftp(), session.connected.ended)
  } catch {
    blind('The host gives no sftp: its own programs could not be compared with what is seen without them.')
  }
  const looks = [...(files ? [overSftp(files)] : []), ...(busybox ? [byTrusted(session, busybox)] : [])]
  if (looks.length === 0) return
  const lines: object[] = []
  for (const subject of SUBJECTS)
    for (const look of looks) {
      const before = await look(subject)
      const views = await hostViews(session, subject)
      const after = await look(subject)
      const counts = [before, ...views].map((v) => `${v.name}: ${v.items.size}`).join(', ')
      lines.push({ subject: 'summary', id: subject, label: counts, seen: [before.name], missing: [] })
      for (const h of hidden(subject, before, views, after)) lines.push({ ...h, label: await nameOf(files, h) })
    }
  const member = staging.member(VIEWS)
  const [from, to] = [began * 1000, Date.now() * 1000]
  for (const line of lines)
    member.write(Buffer.from(`${JSON.stringify({ vestigo: 'view', ...line, began: from, ended: to })}\n`))
  member.close()
  ledger.add({
    kind: 'look',
    what: 'compared the host’s own programs with what is seen without them',
    probe: 'views',
    root: session.root.how !== 'none',
    began,
    ended: Date.now(),
  })
}
