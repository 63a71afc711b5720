/**
 * Recomputes everything a case rests on: each object against its hash, each journal against itself and the other, and
 * names what differs as narrowly as it can. Reads only; needs no lock.
 */
import { createHash } from 'node:crypto'
import { open, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import { showBytes } from '../archive/paths'
import { BLOCK_BYTES, blockSums, differing, readBlockList } from './blocks'
import { sha256 } from './canonical'
import type { CustodyRecord, ManifestLine, Problem, Sha256, VerifyProgress, VerifyResult } from './types'
import { checkCustody, checkManifest, problem } from './verify-journals'

export interface VerifyOptions {
  readonly progress?: (progress: VerifyProgress) => void
  readonly signal?: AbortSignal
}

interface Expected {
  readonly sha256: Sha256
  readonly size: number | null
  readonly blocks: Sha256 | null
  readonly artifacts: number[]
  readonly path: string
}

/**
 * Verifies the case in a folder.
 * Errors: Fault `unreadable` (no folder there), `cancelled`. Everything else that is wrong is a problem in the result.
 */
export async function verifyCase(path: string, options: VerifyOptions = {}): Promise<VerifyResult> {
  const root = resolve(path)
  await readdir(root).catch((error: Error) => {
    throw new Fault('unreadable', `${root}: ${error.message}`, { path: root })
  })
  const custody = await checkCustody(root)
  const manifest = await checkManifest(root, custody.records)
  const problems: Problem[] = [...custody.problems, ...manifest.problems, ...(await checkMeta(root, custody.records))]

  const expected = objectsOf(manifest.lines)
  const ofBytes = [...expected.values()].reduce((sum, one) => sum + (one.size ?? 0), 0)
  let objects = 0
  let bytes = 0
  for (const one of expected.values()) {
    problems.push(
      ...(await checkObject(root, one, options.signal, (n) => {
        bytes += n
        options.progress?.({ objects, ofObjects: expected.size, bytes, ofBytes })
      })),
    )
    objects++
    options.progress?.({ objects, ofObjects: expected.size, bytes, ofBytes })
  }
  problems.push(...(await findExtra(root, expected)))
  return {
    ok: problems.length === 0,
    problems,
    notes: [...custody.notes, ...manifest.notes],
    objects,
    bytes,
    manifestLines: manifest.total,
    custodyRecords: custody.records.length,
  }
}

function objectsOf(lines: readonly ManifestLine[]): Map<Sha256, Expected> {
  const found = new Map<Sha256, Expected>()
  for (const line of lines) {
    if (!line.sha256) continue
    const before = found.get(line.sha256)
    if (before) before.artifacts.push(line.artifact)
    else
      found.set(line.sha256, {
        sha256: line.sha256,
        size: line.size,
        blocks: line.blocks,
        artifacts: [line.artifact],
        path: line.path,
      })
  }
  return found
}

/** case.json against the last custody record that stated it. */
async function checkMeta(root: string, records: readonly CustodyRecord[]): Promise<Problem[]> {
  const bytes = await readFile(join(root, 'case.json')).catch((error: Error) => error)
  if (bytes instanceof Error) return [problem('case-unreadable', 'case.json', bytes.message)]
  const stated = records.findLast((r) => typeof r.detail['case'] === 'string')?.detail['case']
  const actual = sha256(bytes)
  if (stated === undefined || stated === actual) return []
  return [problem('case-changed', 'case.json', 'not what custody recorded', { expected: String(stated), actual })]
}

async function checkObject(
  root: string,
  one: Expected,
  signal: AbortSignal | undefined,
  read: (n: number) => void,
): Promise<Problem[]> {
  const file = `evidence/${one.sha256.slice(0, 2)}/${one.sha256}`
  const about = { artifacts: one.artifacts, path: one.path, expected: one.sha256 }
  const problems: Problem[] = []
  const list = one.blocks === null ? null : await readFile(join(root, `${file}.blocks`), 'utf8').catch(() => null)
  if (one.blocks !== null && list === null)
    problems.push(
      problem('blocks-missing', `${file}.blocks`, 'the block list is missing', { ...about, expected: one.blocks }),
    )
  const listFits = list !== null && sha256(list) === one.blocks
  if (list !== null && !listFits)
    problems.push(
      problem('blocks-changed', `${file}.blocks`, 'the block list was changed', {
        ...about,
        expected: one.blocks,
        actual: sha256(list),
      }),
    )

  const handle = await open(join(root, file), 'r').catch((error: NodeJS.ErrnoException) => error)
  if (handle instanceof Error) {
    const kind = handle.code === 'ENOENT' ? 'object-missing' : 'object-unreadable'
    const message = kind === 'object-missing' ? 'the object is missing' : handle.message
    return [...problems, problem(kind, file, message, about)]
  }
  const hash = createHash('sha256')
  const sums = blockSums()
  let size = 0
  try {
    const buffers = [0, 1].map(() =>
      Buffer.allocUnsafeSlow(Math.min(4 * 1024 * 1024, Math.max(one.size ?? 0, BLOCK_BYTES))),
    )
    let ahead = handle.read(buffers[0]!, 0, buffers[0]!.length, 0)
    for (let turn = 0; ; turn++) {
      const { bytesRead, buffer } = await ahead
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      if (bytesRead === 0) break
      const next = buffers[(turn + 1) % 2]!
      ahead = handle.read(next, 0, next.length, size + bytesRead)
      const piece = buffer.subarray(0, bytesRead)
      hash.update(piece)
      sums.update(piece)
      size += bytesRead
      read(bytesRead)
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    return [...problems, problem('object-unreadable', file, (error as Error).message, about)]
  } finally {
    await handle.close()
  }
  const actual = hash.digest('hex')
  if (actual === one.sha256) return problems
  const reference = listFits ? readBlockList(list) : null
  const ranges = reference
    ? differing(reference, sums.sums(), Math.max(size, one.size ?? 0))
    : one.blocks === null
      ? ([[0, Math.max(size, one.size ?? 0)]] as const)
      : []
  const where = ranges.map(([from, to]) => `${from}-${to - 1}`).join(', ')
  const by = one.size === null || size === one.size ? '' : `; its size is ${size} instead of ${one.size} bytes`
  const message = `the object was changed${where === '' ? '' : `: it differs in bytes ${where}`}${by}`
  const sizeDifference = one.size === null ? null : size - one.size
  return [...problems, problem('object-changed', file, message, { ...about, actual, sizeDifference, ranges })]
}

/** Files in evidence/ that no manifest line names. */
async function findExtra(root: string, expected: ReadonlyMap<Sha256, Expected>): Promise<Problem[]> {
  const problems: Problem[] = []
  const extra = (file: string) => problems.push(problem('object-extra', file, 'no manifest line names this file'))
  const folders = await readdir(join(root, 'evidence'), { withFileTypes: true }).catch(() => [])
  for (const folder of folders) {
    const name = showBytes(Buffer.from(folder.name))
    if (!folder.isDirectory()) {
      extra(`evidence/${name}`)
      continue
    }
    for (const entry of await readdir(join(root, 'evidence', folder.name), { withFileTypes: true })) {
      const hash = entry.name.replace(/\.blocks$/, '')
      const one = expected.get(hash)
      const wanted = one && folder.name === hash.slice(0, 2) && (entry.name === hash || one.blocks !== null)
      if (!wanted || !entry.isFile()) extra(`evidence/${name}/${showBytes(Buffer.from(entry.name))}`)
    }
  }
  return problems
}
