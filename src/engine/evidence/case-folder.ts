/**
 * A case is a folder, by custom named `<name>.vestigo`:
 *   case.json  manifest.jsonl  custody.jsonl  lock  evidence/<2 hex>/<sha256>[.blocks]  derived/  tmp/
 * `derived/` and `tmp/` can be deleted at any time; nothing is ever written outside the folder.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import type { CaseHeader } from '../../shared/model'
import { sha256 } from './canonical'
import { type Custody, openCustody } from './custody'
import { takeLock } from './lock'
import { type Manifest, openManifest } from './manifest'
import { type EvidenceStore, evidenceStore } from './store'
import type { CaseMeta } from './types'

export interface CaseFolder {
  /** Absolute path of the folder. */
  readonly root: string
  meta(): CaseMeta
  readonly store: EvidenceStore
  readonly manifest: Manifest
  readonly custody: Custody
  /** Changes case number, examiner and the like; kept in custody. */
  setHeader(header: CaseHeader): Promise<CaseMeta>
  /** Waits for everything that is being written, closes, and lets go of the lock. Safe to call twice. */
  close(): Promise<void>
}

const META = 'case.json'

const textOf = (meta: CaseMeta): string => `${JSON.stringify(meta, null, 2)}\n`

/** Written aside, flushed, renamed: a crash leaves the old or the new file, never half of one. */
async function replaceFile(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

function metaIn(text: string, path: string): CaseMeta {
  let value: Partial<CaseMeta> | null = null
  try {
    value = JSON.parse(text) as Partial<CaseMeta>
  } catch {
    // told below
  }
  if (!value || typeof value !== 'object' || typeof value.id !== 'string')
    throw new Fault('corrupt', `${path} is not a case description`, { path })
  if (value.format !== 1)
    throw new Fault('unsupported', `${path} is of format ${String(value.format)}; this build reads format 1`, { path })
  const text_ = (v: unknown) => (typeof v === 'string' ? v : '')
  return {
    format: 1,
    id: value.id,
    name: text_(value.name),
    number: text_(value.number),
    examiner: text_(value.examiner),
    evidenceNumber: text_(value.evidenceNumber),
    created: text_(value.created),
    tool: text_(value.tool),
  }
}

/** The description of a case without opening it. Errors: Fault `unreadable`, `corrupt`, `unsupported`. */
export async function readCaseMeta(path: string): Promise<CaseMeta> {
  const file = join(resolve(path), META)
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Fault('unreadable', `${resolve(path)} is not a case folder: ${error.message}`, { path })
  })
  return metaIn(text, file)
}

/** Whether the folder is a case, whatever its name. */
export const isCaseFolder = (path: string): Promise<boolean> =>
  readCaseMeta(path).then(
    () => true,
    () => false,
  )

export interface OpenOptions {
  /** `vestigo x.y.z`, for custody. */
  readonly tool: string
}

/**
 * Makes a case folder and opens it. The folder may exist if it is empty.
 * Errors: Fault `bad-use` (there is something already), `unreadable` (cannot be written), `locked`.
 */
export async function createCase(path: string, header: CaseHeader, options: OpenOptions): Promise<CaseFolder> {
  const root = resolve(path)
  try {
    await mkdir(root, { recursive: true, mode: 0o700 })
    if ((await readdir(root)).some((name) => name !== 'lock'))
      throw new Fault('bad-use', `${root} exists and is not empty`, { path: root })
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('unreadable', `${root}: ${(error as Error).message}`, { path: root })
  }
  const unlock = await takeLock(root)
  const meta: CaseMeta = {
    format: 1,
    id: randomUUID(),
    name: header.name,
    number: header.number,
    examiner: header.examiner,
    evidenceNumber: header.evidenceNumber,
    created: new Date().toISOString(),
    tool: options.tool,
  }
  return opened(root, meta, options, unlock, async (custody) => {
    const text = textOf(meta)
    await replaceFile(join(root, META), text)
    await custody.record('case-created', { id: meta.id, ...header, case: sha256(text) })
  })
}

/**
 * Opens a case for work; one process at a time.
 * Errors: Fault `unreadable` (no case there), `corrupt`, `unsupported` (format), `locked`.
 */
export async function openCase(path: string, options: OpenOptions): Promise<CaseFolder> {
  const root = resolve(path)
  const meta = await readCaseMeta(root)
  const unlock = await takeLock(root)
  return opened(root, meta, options, unlock, async (custody) => {
    await custody.record('case-opened', { id: meta.id })
  })
}

async function opened(
  root: string,
  first: CaseMeta,
  options: OpenOptions,
  unlock: () => Promise<void>,
  begin: (custody: Custody) => Promise<void>,
): Promise<CaseFolder> {
  let meta = first
  try {
    // What an import that crashed left half-written.
    await rm(join(root, 'tmp'), { recursive: true, force: true })
    for (const name of ['tmp', 'evidence', 'derived']) await mkdir(join(root, name), { recursive: true, mode: 0o700 })
    const { custody, cut } = await openCustody(join(root, 'custody.jsonl'), {
      tool: options.tool,
      examiner: () => meta.examiner,
    })
    if (cut) await custody.record('chain-healed', { file: 'custody.jsonl', line: cut.no, sha256: sha256(cut.bytes) })
    const opening = await openManifest(join(root, 'manifest.jsonl'))
    const { manifest } = opening
    if (opening.cut)
      await custody.record('chain-healed', {
        file: 'manifest.jsonl',
        line: opening.cut.no,
        sha256: sha256(opening.cut.bytes),
      })
    await begin(custody)
    const store = evidenceStore(root, manifest.holds)
    let closing: Promise<void> | null = null
    return {
      root,
      meta: () => meta,
      store,
      manifest,
      custody,
      setHeader: async (header) => {
        const { name, number, examiner, evidenceNumber } = header
        const before = meta
        meta = { ...meta, name, number, examiner, evidenceNumber }
        const text = textOf(meta)
        await replaceFile(join(root, META), text)
        const was = {
          name: before.name,
          number: before.number,
          examiner: before.examiner,
          evidenceNumber: before.evidenceNumber,
        }
        await custody.record('header-changed', {
          from: was,
          to: { name, number, examiner, evidenceNumber },
          case: sha256(text),
        })
        return meta
      },
      close: () => {
        closing ??= (async () => {
          try {
            await store.settle()
            await manifest.close()
            await custody.close()
          } finally {
            await unlock()
          }
        })()
        return closing
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}
