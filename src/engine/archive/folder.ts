/** A folder on this machine as a container. Follows no link, leaves the folder by no path, opens nothing but plain files. */
import { type BigIntStats, constants } from 'node:fs'
import { lstat, open, readdir, readlink, realpath } from 'node:fs/promises'
import { Fault } from '../../shared/fault'
import { type Instant, instant } from '../../shared/time'
import { bodyOf, noBytes } from './body'
import { meterOf } from './meter'
import { linkLeaves, showBytes } from './paths'
import { fileChunks, type Note, readerOf } from './reader'
import type { Limits, Member, Refusal, RefusalReason, Truncation } from './types'

export const mtimeOf = (stat: BigIntStats): Instant => instant(Number(stat.mtimeNs / 1000n))

const words = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/[^ -~]/g, '?') : 'unreadable'
const raw = (path: string): Buffer => Buffer.from(path)

/** Facts of a file that members and refusals share. */
const facts = (stat: BigIntStats | null) => ({
  size: stat?.isFile() ? Number(stat.size) : null,
  mtime: stat ? mtimeOf(stat) : null,
  mode: stat ? Number(stat.mode & 0o7777n) : null,
  uid: stat ? Number(stat.uid) : null,
  gid: stat ? Number(stat.gid) : null,
})

function specialKind(stat: BigIntStats): RefusalReason | null {
  if (stat.isFIFO()) return 'fifo'
  if (stat.isSocket()) return 'socket'
  if (stat.isBlockDevice() || stat.isCharacterDevice()) return 'device'
  return null
}

/** A plain file of this machine as a member. `file` is its absolute path, in bytes. */
export function fileMember(
  file: Buffer,
  path: string,
  index: number,
  stat: BigIntStats,
  limits: Limits,
  signal?: AbortSignal,
): Member | Refusal {
  const entry = { index, path, ...facts(stat) }
  const size = Number(stat.size)
  if (size > limits.maxMemberBytes)
    return { ...entry, refused: 'member-too-large', detail: `${size} bytes, the limit is ${limits.maxMemberBytes}` }
  let trouble: Truncation | null = null
  const note: Note = (t) => {
    trouble ??= t
  }
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    // NOFOLLOW and NONBLOCK: the path may have become a link or a pipe since it was looked at.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error) => {
      throw new Fault('unreadable', words(error), { path, refusal: 'unreadable' })
    })
    try {
      const now = await handle.stat({ bigint: true })
      if (!now.isFile() || now.ino !== stat.ino) throw new Fault('unreadable', 'the file was replaced', { path })
      yield* fileChunks(handle, 0, size, note, signal)
    } finally {
      await handle.close()
    }
  }
  const reader = readerOf(chunks())
  const body = bodyOf(
    () => reader.some(1024 * 1024),
    () => trouble,
    meterOf(limits, null),
  )
  return {
    ...entry,
    refused: null,
    type: 'file',
    duplicateOf: null,
    stream: body.stream,
    truncatedAt: body.truncatedAt,
    // A name that is not UTF-8 cannot be given as text.
    ...(file.equals(raw(file.toString())) ? { localPath: file.toString() } : {}),
  }
}

export async function* folderMembers(
  root: string,
  limits: Limits,
  note: Note,
  signal?: AbortSignal,
): AsyncGenerator<Member | Refusal> {
  const top = await realpath(root)
  const exclude = new Set(await Promise.all(limits.exclude.map((p) => realpath(p).catch(() => p))))
  let index = 0
  let visited = 0

  async function* walk(folder: Buffer, prefix: string): AsyncGenerator<Member | Refusal> {
    let names: Buffer[]
    try {
      // A folder that was swapped for a link since it was listed would lead elsewhere.
      const real = await realpath(folder, 'buffer')
      if (!real.equals(folder)) throw new Error('the folder was replaced by a link')
      names = (await readdir(folder, { encoding: 'buffer' })).sort(Buffer.compare)
    } catch (error) {
      yield { index: index++, path: prefix || '.', ...facts(null), refused: 'unreadable', detail: words(error) }
      return
    }
    for (const name of names) {
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      if (++visited > limits.maxMembers * 2 || index >= limits.maxMembers) {
        note({ reason: 'too-many-members', at: null, detail: `stopped after ${index} members` })
        return
      }
      const file = Buffer.concat([folder, raw('/'), name])
      const path = prefix === '' ? showBytes(name) : `${prefix}/${showBytes(name)}`
      let stat: BigIntStats
      try {
        stat = await lstat(file, { bigint: true })
      } catch (error) {
        yield { index: index++, path, ...facts(null), refused: 'unreadable', detail: words(error) }
        continue
      }
      const refuse = (refused: RefusalReason, detail: string, linkTarget?: string): Refusal => ({
        index: index++,
        path,
        ...facts(stat),
        refused,
        detail,
        ...(linkTarget === undefined ? {} : { linkTarget }),
      })
      const special = specialKind(stat)
      if (file.length - raw(top).length - 1 > limits.maxPathBytes) yield refuse('path-too-long', 'the path is too long')
      else if (stat.isDirectory()) {
        if (exclude.has(file.toString())) yield refuse('own-case', 'the case that this is being imported into')
        else yield* walk(file, path)
      } else if (stat.isSymbolicLink()) {
        const target = await readlink(file, 'buffer').then(showBytes, () => null)
        if (target === null) yield refuse('unreadable', 'the link cannot be read')
        else if (linkLeaves(path, target)) yield refuse('link-outside', 'the link leads out of the tree', target)
        else
          yield {
            index: index++,
            path,
            ...facts(stat),
            refused: null,
            type: 'symlink',
            linkTarget: target,
            duplicateOf: null,
            stream: noBytes,
            truncatedAt: () => null,
          }
      } else if (special) yield refuse(special, `a ${special === 'device' ? 'device node' : special}`)
      else if (!stat.isFile()) yield refuse('unsupported-type', 'neither file, folder nor link')
      else {
        const access = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(words)
        if (typeof access === 'string') yield refuse('unreadable', access)
        else {
          await access.close()
          yield fileMember(file, path, index++, stat, limits, signal)
        }
      }
    }
  }
  yield* walk(raw(top), '')
}
