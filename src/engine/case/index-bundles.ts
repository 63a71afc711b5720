/**
 * From manifest lines to rows: what came into the case and is not yet in the index is recognised, parsed and appended.
 * The same code serves an import and the rebuilding of an index that was deleted.
 */
import { setMaxListeners } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import type { LimitDraft } from '../../shared/limits'
import type { Progress } from '../../shared/model'
import type { Truncation } from '../archive/types'
import type { BundleReading } from '../define'
import type { CaseFolder } from '../evidence/case-folder'
import { plainOf } from '../evidence/derived'
import type { ManifestLine } from '../evidence/types'
import { byTopic, commandTopics } from '../importers-lib/topics'
import { chains } from '../parse/rotation'
import type { ArtifactJob, ParseOutcome } from '../parse/types'
import { importers, logs, probes } from '../registry'
import type { Connection, Db } from '../store/db'
import { openIngest } from '../store/ingest'
import type { Early } from '../store/ingest-early'
import { transaction } from '../store/transaction'
import { captureNumber, hostNumber, insertArtifacts, markExaminer, newest, setOutcome } from './artifact-rows'
import { type CaptureContext, type FactFile, hostFallback, readContext } from './capture-context'
import type { Override } from './overrides'
import type { ReadAhead } from './read-ahead'
import { bundleView, pickImporter, type SortedMember, sortMember } from './recognise-members'

export interface IndexOptions {
  readonly signal?: AbortSignal
  readonly progress?: (
    phase: Progress['phase'],
    label: string,
    done: number,
    total: number | null,
    unit: Progress['unit'],
  ) => void
  readonly overrides: ReadonlyMap<number, Override>
  /** What was begun while the evidence came in. */
  readonly ahead?: ReadAhead
  /** Called with the plain file of each artifact that is parsed. */
  readonly plain: (artifact: number, path: string) => void
}
export interface Indexed {
  readonly captures: readonly number[]
  readonly outcomes: readonly ParseOutcome[]
  /** What is known by name and not read: a bundle as a whole, or files of one. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
}

const SMALL = 4 << 20
const TOGETHER = 32
const stop = (signal?: AbortSignal) => {
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
}

/** Manifest lines that the index does not have, by bundle. */
async function pending(db: Db, folder: CaseFolder): Promise<Map<string, ManifestLine[]>> {
  const known = new Set((await db.all<{ id: number }>('SELECT id FROM artifacts')).map((r) => r.id))
  const out = new Map<string, ManifestLine[]>()
  for (const line of folder.manifest.lines()) {
    if (known.has(line.artifact)) continue
    const group = out.get(line.bundle.sha256)
    if (group) group.push(line)
    else out.set(line.bundle.sha256, [line])
  }
  return out
}

/** Brings the index up to the manifest. A cancel leaves files that were not reached marked as such. */
export async function indexPending(db: Db, folder: CaseFolder, options: IndexOptions): Promise<Indexed> {
  // Every file in work listens for the cancel.
  if (options.signal) setMaxListeners(0, options.signal)
  const captures: number[] = []
  const outcomes: ParseOutcome[] = []
  const unread: { path: string; reason: string }[] = []
  for (const [bundle, lines] of await pending(db, folder)) {
    const one = await indexBundle(db, folder, bundle, lines, options)
    captures.push(one.capture)
    outcomes.push(...one.outcomes)
    unread.push(...one.unread)
  }
  return { captures, outcomes, unread }
}

async function sortAll(
  folder: CaseFolder,
  lines: readonly ManifestLine[],
  reading: BundleReading,
  options: IndexOptions,
): Promise<SortedMember[]> {
  const members: SortedMember[] = []
  // Some at once: most members of a sosreport are small files, and opening them is what takes time.
  for (let i = 0; i < lines.length; i += TOGETHER) {
    stop(options.signal)
    const some = lines.slice(i, i + TOGETHER)
    members.push(...(await Promise.all(some.map((line) => sortMember(folder, line, reading)))))
    options.progress?.('recognising', some[0]!.path, members.length, lines.length, 'files')
  }
  return members
}

async function factFiles(folder: CaseFolder, members: readonly SortedMember[]): Promise<FactFile[]> {
  const out: FactFile[] = []
  // What is told later counts: commands of the host after the collector's own log, in an order that no packing changes.
  const ordered = [...members].sort(
    (a, b) => Number(b.collector) - Number(a.collector) || (a.line.path < b.line.path ? -1 : 1),
  )
  for (const m of ordered) {
    if (m.what?.kind !== 'probe' || !probes.get(m.what.id)?.facts || !m.line.sha256) continue
    const at = { path: m.shown, command: m.command, probe: m.what.id }
    if (m.whole) out.push({ ...at, bytes: m.head })
    else if ((m.line.size ?? 0) <= SMALL) {
      out.push({ ...at, bytes: await readFile((await plainOf(folder, m.line.sha256)).path) })
    }
  }
  return out
}

async function indexBundle(
  db: Db,
  folder: CaseFolder,
  bundle: string,
  lines: readonly ManifestLine[],
  options: IndexOptions,
): Promise<{ capture: number; outcomes: ParseOutcome[]; unread: { path: string; reason: string }[] }> {
  // The whole bundle, not only what is new: an import that was cut off goes on with the same eyes.
  const all = folder.manifest.ofBundle(bundle)
  const view = bundleView(folder, all)
  const { id: kind, importer } = pickImporter(importers, view.paths)
  const reading = importer.open(view)
  const members = await sortAll(folder, lines, reading, options)
  const local = all.filter((l) => l.linkTarget && /(^|\/)etc\/localtime$/.test(l.path))
  const own = local.find((l) => reading.member(l.path).hostPath === '/etc/localtime')
  const localtime = (own ?? local[0])?.linkTarget ?? null
  const blind = [...(reading.facts.blind ?? []), ...ofBundle(folder, bundle, reading), ...ofMembers(members)]
  const context = readContext({ ...reading.facts, blind }, importer.title, await factFiles(folder, members), probes, {
    host: hostFallback(lines[0]!.bundle.name),
    newest: newest(lines),
    localtime,
  })
  const connection = await db.connect()
  try {
    const { host, capture } = await transaction(connection, async () => {
      const host = await hostNumber(connection, context)
      const capture = await captureNumber(connection, host, kind, lines[0]!.bundle.name, bundle, context)
      await insertArtifacts(connection, members, capture, host)
      return { host, capture }
    })
    const outcomes = await parseMembers(db, folder, members, { host, capture, context }, options)
    const name = lines[0]!.bundle.name
    const unread = reading.refused
      ? [{ path: name, reason: reading.refused }]
      : members.flatMap((m) => (m.notRead ? [{ path: m.line.path, reason: m.notRead }] : []))
    return { capture, outcomes, unread }
  } finally {
    connection.close()
  }
}

/** What a bundle as a whole keeps from being seen. */
function ofBundle(folder: CaseFolder, bundle: string, reading: BundleReading): LimitDraft[] {
  const out: LimitDraft[] = reading.refused ? [reading.refused] : []
  const ended = folder.custody
    .records()
    .findLast((r) => r.action === 'import-ended' && r.detail['bundle'] === bundle)?.detail
  const cut = ended?.['truncated'] as Truncation | null | undefined
  if (cut) out.push(`The bundle itself is cut short (${cut.detail}): what came after is not known.`)
  if (ended?.['complete'] === false)
    out.push('The import of the bundle was stopped: what came after is not in the case.')
  return out
}

/** What members say is missing: a shell's words where an output should be. */
function ofMembers(members: readonly SortedMember[]): LimitDraft[] {
  const absent = members.flatMap((m) => m.absent)
  const denied = members.flatMap((m) => {
    const said = /^The command was not allowed to look: (.+)$/.exec(m.notRead ?? '')?.[1]
    return said ? [{ about: commandTopics(said.split(':')[0]!), says: `Not allowed to look: ${said}` }] : []
  })
  return [...byTopic(absent, (names) => `Not on the host: ${names}.`), ...denied.slice(0, 20)]
}

interface Place {
  readonly host: number
  readonly capture: number
  readonly context: CaptureContext
}

/** Probes first, then logs, each chain of rotated files oldest first. */
function inOrder(members: readonly SortedMember[]): SortedMember[] {
  const readable = members.filter((m) => m.what && m.line.sha256)
  const isLog = (m: SortedMember) => m.what!.kind === 'log'
  const byPath = new Map<string, SortedMember[]>()
  for (const m of readable.filter(isLog)) byPath.set(m.line.path, [...(byPath.get(m.line.path) ?? []), m])
  const ordered = chains([...byPath.keys()]).flatMap((c) => c.members.flatMap((path) => byPath.get(path)!))
  return [...readable.filter((m) => !isLog(m)), ...ordered]
}

export function jobOf(
  member: Pick<SortedMember, 'what' | 'shown' | 'command'> & {
    readonly line: Pick<ManifestLine, 'artifact' | 'mtime'>
  },
  file: string,
  place: Place,
  override: Override | undefined,
): ArtifactJob {
  return {
    artifact: member.line.artifact,
    capture: place.capture,
    host: place.host,
    file,
    kind: member.what!.kind,
    parser: member.what!.id,
    context: {
      path: member.shown,
      command: member.command,
      host: place.context.host,
      capturedAt: place.context.capturedAt,
      bootedAt: place.context.bootedAt,
      zone: override?.zone ?? place.context.zone,
      mtime: member.line.mtime,
      year: override?.year ?? null,
    },
  }
}

/** What was begun of the only file while it came in. */
async function begunBefore(
  folder: CaseFolder,
  todo: readonly SortedMember[],
  place: Place,
  { ahead, overrides, signal }: IndexOptions,
): Promise<Early | null> {
  const [only] = todo
  if (!ahead || !only || todo.length > 1 || signal?.aborted) return null
  const { path } = await plainOf(folder, only.line.sha256!)
  return ahead.take(jobOf(only, path, place, overrides.get(only.line.artifact)))
}

async function parseMembers(
  db: Db,
  folder: CaseFolder,
  members: readonly SortedMember[],
  place: Place,
  options: IndexOptions,
): Promise<ParseOutcome[]> {
  const todo = inOrder(members)
  const connection = await db.connect()
  const total = todo.reduce((n, m) => n + (m.line.size ?? 0), 0)
  let done = 0
  const part = new Map<number, number>()
  const tell = (label: string) =>
    options.progress?.('parsing', label, done + [...part.values()].reduce((a, b) => a + b, 0), total, 'bytes')
  const names = new Map(todo.map((m) => [m.line.artifact, m]))
  const second = await db.connect()
  const early = await begunBefore(folder, todo, place, options)
  const ingest = await openIngest(connection, {
    second,
    early,
    progress: (artifact, bytes, size) => {
      const member = names.get(artifact)
      // Bytes of a compressed member count by their share of the compressed size.
      part.set(artifact, size > 0 ? ((member?.line.size ?? 0) * bytes) / size : 0)
      tell(member?.line.path ?? '')
    },
  })
  const running: Promise<ParseOutcome>[] = []
  const cut = new Map<number, string>()
  let outcomes: ParseOutcome[]
  try {
    // Handed over in order, one unpacked while those before it are read: the same evidence gives the same numbers.
    for (const member of todo) {
      if (options.signal?.aborted) break
      const plain = await plainOf(folder, member.line.sha256!, { signal: options.signal })
      options.plain(member.line.artifact, plain.path)
      if (plain.truncated) cut.set(member.line.artifact, `${plain.truncated.reason}: ${plain.truncated.detail}`)
      const job = jobOf(member, plain.path, place, options.overrides.get(member.line.artifact))
      const parsing = ingest.parse(job, options.signal).finally(() => {
        part.delete(member.line.artifact)
        done += member.line.size ?? 0
        tell(member.line.path)
      })
      running.push(parsing)
    }
    outcomes = await Promise.all(running)
  } finally {
    await Promise.allSettled(running)
    await ingest.close()
    second.close()
    connection.close()
  }
  await record(db, outcomes, members, place, options, cut)
  return outcomes
}

async function record(
  db: Db,
  outcomes: readonly ParseOutcome[],
  members: readonly SortedMember[],
  place: Place,
  options: IndexOptions,
  cut: ReadonlyMap<number, string>,
): Promise<void> {
  const connection: Connection = await db.connect()
  try {
    await transaction(connection, () => recordAll(connection, outcomes, members, place, options, cut))
  } finally {
    connection.close()
  }
}

async function recordAll(
  connection: Connection,
  outcomes: readonly ParseOutcome[],
  members: readonly SortedMember[],
  place: Place,
  options: IndexOptions,
  cut: ReadonlyMap<number, string>,
): Promise<void> {
  const read = new Set(outcomes.map((o) => o.artifact))
  await markExaminer(
    connection,
    members.flatMap((m) => (m.collector && read.has(m.line.artifact) ? [m.line.artifact] : [])),
  )
  const byArtifact = new Map(members.map((m) => [m.line.artifact, m]))
  for (const outcome of outcomes) {
    const member = byArtifact.get(outcome.artifact)
    const log = member?.what?.kind === 'log' ? logs.get(member.what.id) : undefined
    const override = options.overrides.get(outcome.artifact)
    const zone = log?.zoneless || override?.zone ? (override?.zone ?? place.context.zone) : null
    await setOutcome(connection, outcome, {
      zone,
      zoneReason: zone === null ? null : override?.zone ? 'Set by the analyst.' : place.context.zoneReason,
      truncated: cut.get(outcome.artifact) ?? null,
    })
  }
}
