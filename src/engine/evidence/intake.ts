/**
 * Takes a bundle into a case: every member's bytes into the store, a manifest line for each member and each refusal, and
 * the beginning and end into custody.
 *
 * Of an archive the members are kept, not the container: its SHA-256 and size stand in every manifest line and in custody,
 * which ties the members to the file that the examiner was given without keeping everything twice. A single file is its
 * own container and is kept.
 */
import { createHash } from 'node:crypto'
import { open, realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Fault, faultData } from '../../shared/fault'
import type { Instant } from '../../shared/time'
import { refusalOf } from '../archive/body'
import { openContainer } from '../archive/open'
import { fileChunks } from '../archive/reader'
import type { Container, Limits, Member, Refusal, RefusalReason, Truncation } from '../archive/types'
import { sha256 } from './canonical'
import type { CaseFolder } from './case-folder'
import type { Grower } from './growing'
import type { NewLine } from './manifest'
import type { Ahead } from './store'
import type { Bundle, Intake, ManifestLine, Sha256 } from './types'

export interface IntakeProgress {
  readonly phase: 'hashing' | 'reading'
  /** Bytes of the container (archives, files) or of members (folders). */
  readonly bytes: number
  /** null when not known (folders). */
  readonly ofBytes: number | null
  readonly members: number
  /** The member being read. */
  readonly path: string
}

/** A large file that is a bundle by itself, on its way into the case. */
export interface Coming {
  readonly bundle: string
  readonly path: string
  readonly source: string
  readonly mtime: Instant | null
}

export interface IntakeOptions {
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
  readonly progress?: (progress: IntakeProgress) => void
  /** The folder lies in the case and is given up afterwards: its files are linked into place rather than copied. */
  readonly adopt?: boolean
  /** Is given a large file that is evidence by itself while it is copied, and where it lies. */
  readonly ahead?: (file: Grower, coming: Coming) => void
  /** Called for each new line as soon as its bytes can be read (for folders: at the end of the folder). */
  readonly taken?: (line: ManifestLine) => void
}

/** The body of a manifest line before the bundle is known. */
type Draft = Omit<NewLine, 'bundle'>

const cancelled = (error: unknown): boolean => faultData(error).code === 'cancelled'

/** SHA-256 of a file. Errors: Fault `cancelled`, `unreadable`. */
async function hashFile(path: string, size: number, options: IntakeOptions): Promise<Sha256> {
  const file = await open(path, 'r')
  const hash = createHash('sha256')
  let bytes = 0
  let trouble: Truncation | null = null
  try {
    for await (const chunk of fileChunks(file, 0, size, (t) => (trouble ??= t), options.signal)) {
      hash.update(chunk)
      bytes += chunk.length
      options.progress?.({ phase: 'hashing', bytes, ofBytes: size, members: 0, path: '' })
    }
  } finally {
    await file.close()
  }
  if (trouble) throw new Fault('unreadable', `${path}: ${(trouble as Truncation).detail}`, { path })
  return hash.digest('hex')
}

const draftOf = (entry: Member | Refusal): Draft => ({
  sha256: null,
  size: entry.size,
  blocks: null,
  index: entry.index,
  path: entry.path,
  type: entry.refused ? 'refused' : entry.type,
  linkTarget: entry.linkTarget ?? null,
  duplicateOf: entry.refused ? null : entry.duplicateOf,
  mtime: entry.mtime,
  mode: entry.mode,
  uid: entry.uid,
  gid: entry.gid,
  truncated: null,
  refused: entry.refused ? { reason: entry.refused, detail: entry.detail } : null,
})

/**
 * Takes in what lies at `path`. Opening the same bundle again adds nothing: what it holds is known by the bundle's hash,
 * the member's place and path, and its bytes' hash.
 * Errors: Fault `unreadable` (the container cannot be read at all), `limit` (disk full). A cancel is no error: the result
 * has `complete: false`, and what came in stays.
 */
export async function takeIn(into: CaseFolder, path: string, options: IntakeOptions = {}): Promise<Intake> {
  const { signal } = options
  const limits = { ...options.limits, exclude: [...(options.limits?.exclude ?? []), into.root] }
  const container = await openContainer(path, limits, signal)
  try {
    return await run(into, container, path, options)
  } finally {
    await container.close()
  }
}

async function run(into: CaseFolder, container: Container, path: string, options: IntakeOptions): Promise<Intake> {
  const { custody, manifest, store } = into
  const { kind, name, size } = container
  const source = resolve(path)
  await custody.record('import-begun', { source, name, kind, size })

  const added: ManifestLine[] = []
  const every: ManifestLine[] = []
  let known = 0
  let complete = true
  let fault: unknown = null
  let bundle: Bundle | null = null
  const drafts: { draft: Draft; durable: Promise<void> | undefined }[] = []

  const enter = (draft: Draft, durable?: Promise<void>, vouched?: ReadonlyMap<string, ManifestLine>): void => {
    if (!bundle) {
      drafts.push({ draft, durable })
      durable?.catch(() => {})
      return
    }
    const line: NewLine = { ...draft, bundle }
    const before = manifest.find(line) ?? vouched?.get(memberKey(draft)) ?? null
    if (before) {
      known++
      every.push(before)
      return
    }
    const entered = manifest.add(line, durable)
    added.push(entered)
    every.push(entered)
    options.taken?.(entered)
  }

  try {
    if (kind !== 'folder' && kind !== 'file') {
      bundle = { sha256: await hashFile(await realpath(source), size ?? 0, options), name, kind, size }
      const before = finished(into, bundle.sha256)
      if (before) {
        known = before.length
        every.push(...before)
      }
    }
    if (every.length === 0) await readMembers(into, container, options, enter, drafts)
  } catch (error) {
    if (cancelled(error)) complete = false
    else fault = error
  }
  // A folder or single file is named by what was in it, so its lines can be made only now.
  if (!bundle && !fault) {
    const own = drafts[0]?.draft
    const identity = kind === 'file' ? (own?.sha256 ?? null) : listHash(drafts.map((d) => d.draft))
    if (identity !== null) {
      bundle = { sha256: identity, name, kind, size }
      const vouched =
        kind === 'folder'
          ? cancelledBefore(
              into,
              name,
              drafts.map((d) => d.draft),
            )
          : undefined
      for (const { draft, durable } of drafts) enter(draft, durable, vouched)
    } else if (kind === 'file' && complete) {
      fault = new Fault('unreadable', `${source}: ${own?.refused?.detail ?? 'no bytes could be read'}`, {
        path: source,
      })
    }
  }
  await store.settle().catch((error) => {
    fault ??= error
  })
  const state = await manifest.flush().catch((error) => {
    fault ??= error
    return null
  })
  const refused = added.filter((line) => line.refused)
  if (refused.length > 0) await custody.record('members-refused', summary(refused))
  await custody.record('import-ended', {
    source,
    name,
    kind,
    size,
    bundle: bundle?.sha256 ?? null,
    added: added.length,
    known,
    refused: refused.length,
    artifacts: added.length > 0 ? [added[0]!.artifact, added.at(-1)!.artifact] : [],
    complete: complete && !fault,
    cancelled: !complete,
    fault: fault ? faultData(fault).message : null,
    truncated: container.truncated(),
    manifest: state,
  })
  if (fault) throw fault
  const whole: Bundle = bundle ?? { sha256: sha256(''), name, kind, size }
  return {
    bundle: whole,
    lines: every,
    added: added.length,
    known,
    truncated: container.truncated(),
    troubles: container.troubles(),
    complete,
  }
}

async function readMembers(
  into: CaseFolder,
  container: Container,
  options: IntakeOptions,
  enter: (draft: Draft, durable?: Promise<void>) => void,
  drafts: readonly { readonly draft: Draft }[],
): Promise<void> {
  const { signal, progress } = options
  const folder = container.kind === 'folder'
  // What hard links refer to.
  const taken = new Map<string, Draft>()
  let members = 0
  let bytes = 0
  const tell = (path: string) =>
    progress?.({
      phase: 'reading',
      bytes: folder ? bytes : container.position(),
      ofBytes: container.size,
      members,
      path,
    })
  for await (const entry of container.members()) {
    members++
    tell(entry.path)
    const draft = draftOf(entry)
    if (entry.refused || entry.type === 'symlink') {
      enter(draft)
      continue
    }
    if (entry.type === 'hardlink') {
      const target = taken.get(entry.linkTarget ?? '')
      const bytesOf = target && {
        sha256: target.sha256,
        size: target.size,
        blocks: target.blocks,
        truncated: target.truncated,
      }
      if (bytesOf?.sha256) enter({ ...draft, ...bytesOf })
      else enter(refusedAs(draft, 'link-target-missing', 'what the hard link names was not taken in'))
      continue
    }
    try {
      const stored = entry.localPath
        ? await (options.adopt
            ? into.store.adopt(entry.localPath, signal)
            : into.store.putFile(entry.localPath, signal, aheadOf(container, entry, options)))
        : { ...(await into.store.put(entry.stream(), signal, entry.size)), truncated: entry.truncatedAt() }
      bytes += stored.size
      const done: Draft = {
        ...draft,
        sha256: stored.sha256,
        size: stored.size,
        blocks: stored.blocks,
        truncated: stored.truncated,
      }
      // The last member of a path is what a later hard link means, as it is when unpacking.
      if (container.kind.startsWith('tar')) taken.set(draft.path, done)
      enter(done, stored.durable)
    } catch (error) {
      const reason = refusalOf(error) ?? (faultData(error).code === 'unreadable' ? 'unreadable' : null)
      if (reason === null) throw error
      enter(refusedAs(draft, reason, faultData(error).message))
    }
  }
  tell(drafts.at(-1)?.draft.path ?? '')
}

/** Only for a file that is a bundle by itself: what else lies in a bundle says how its logs are to be read. */
function aheadOf(container: Container, entry: Member, { ahead }: IntakeOptions): Ahead | undefined {
  const { localPath, path, mtime } = entry
  if (!ahead || container.kind !== 'file' || !localPath) return undefined
  return (file) => ahead(file, { path, source: localPath, mtime, bundle: container.name })
}

const refusedAs = (draft: Draft, reason: RefusalReason, detail: string): Draft => ({
  ...draft,
  type: 'refused',
  duplicateOf: null,
  refused: { reason, detail },
})

/** What tells one member of a folder from another, its bytes included. */
const memberKey = (draft: Omit<Draft, 'index'>): string =>
  `${draft.path}\0${draft.sha256 ?? (draft.refused ? `refused ${draft.refused.reason}` : `link ${draft.linkTarget}`)}\n`

/** A folder has no hash of its own: the hash over its sorted list of paths and hashes stands for it. */
const listHash = (drafts: readonly Draft[]): Sha256 => sha256(drafts.map(memberKey).sort().join(''))

/** The lines of a bundle that an earlier import read to its end; null when there was none. */
function finished(into: CaseFolder, bundle: Sha256): readonly ManifestLine[] | null {
  const ended = into.custody
    .records()
    .some((r) => r.action === 'import-ended' && r.detail['bundle'] === bundle && r.detail['complete'] === true)
  const lines = ended ? into.manifest.ofBundle(bundle) : []
  return lines.length > 0 ? lines : null
}

/** Lines of cancelled imports of this very folder: all they hold is in it still. */
function cancelledBefore(into: CaseFolder, name: string, drafts: readonly Draft[]): ReadonlyMap<string, ManifestLine> {
  const now = new Set(drafts.map(memberKey))
  const found = new Map<string, ManifestLine>()
  for (const record of into.custody.records()) {
    const { bundle, cancelled: was, kind, name: called } = record.detail
    if (record.action !== 'import-ended' || was !== true || kind !== 'folder' || called !== name) continue
    const lines = into.manifest.ofBundle(String(bundle))
    if (lines.every((line) => now.has(memberKey(line)))) for (const line of lines) found.set(memberKey(line), line)
  }
  return found
}

function summary(refused: readonly ManifestLine[]): Record<string, unknown> {
  const reasons: Record<string, number> = {}
  for (const { refused: why } of refused) if (why) reasons[why.reason] = (reasons[why.reason] ?? 0) + 1
  const first = refused
    .slice(0, 100)
    .map((line) => ({ artifact: line.artifact, path: line.path, reason: line.refused?.reason }))
  return { count: refused.length, reasons, first }
}
