/**
 * The evidence store: bytes kept unchanged at `evidence/<first two hex digits>/<sha256>`.
 * Written to `tmp/` first, hashed in the same pass, renamed into place. The fsync of an object goes on in the background
 * (it takes longer than copying): readers may use the object at once, the manifest line waits for `durable`.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Truncation } from '../archive/types'
import { BLOCK_BYTES, type BlockSums, blockList, blockSums } from './blocks'
import { sha256 } from './canonical'
import type { Sha256, Stored } from './types'

export interface EvidenceStore {
  /**
   * Keeps the bytes of a stream. The same bytes twice are stored once.
   * Errors: what the source throws (nothing stays behind then), `cancelled`, and a Fault `limit` when the disk is full.
   */
  put(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<Stored>
  /**
   * The same for a plain file of this machine, faster. `truncated` tells when the file could not be read to the size it
   * had at the start; bytes that are appended meanwhile are left out.
   */
  putFile(path: string, signal?: AbortSignal): Promise<Stored & { readonly truncated: Truncation | null }>
  /** Absolute path of an object, there or not. */
  pathOf(hash: Sha256): string
  /** Resolves once everything that was put is on the disk. */
  settle(): Promise<void>
}

const CHUNK = 4 * 1024 * 1024
/** Objects whose fsync may be under way at once; each holds a file handle. */
const SYNCING = 8

interface Sink {
  write(bytes: Uint8Array): Promise<void>
  done(): { hash: Sha256; size: number; sums: number[] }
}

function sinkOf(file: FileHandle): Sink {
  const hash = createHash('sha256')
  const blocks: BlockSums = blockSums()
  let size = 0
  return {
    write: async (bytes) => {
      const at = size
      size += bytes.length
      // The write runs in the thread pool while this thread hashes.
      const writing = writeAll(file, bytes, at)
      hash.update(bytes)
      blocks.update(bytes)
      await writing
    },
    done: () => ({ hash: hash.digest('hex'), size, sums: blocks.sums() }),
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

const full = (error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Fault('limit', 'the disk that holds the case is full') : error
}

/** `known` tells whether a manifest line vouches for an object: what a crash left behind is written anew. */
export function evidenceStore(root: string, known: (hash: Sha256) => boolean): EvidenceStore {
  const evidence = join(root, 'evidence')
  const mine = new Set<Sha256>()
  const made = new Set<string>()
  const syncing = new Set<Promise<void>>()
  let serial = 0
  let failure: unknown = null

  const pathOf = (hash: Sha256) => join(evidence, hash.slice(0, 2), hash)

  const sync = async (file: FileHandle, folder: string): Promise<void> => {
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
    const dir = await open(folder, 'r')
    await dir.sync().finally(() => dir.close())
  }

  const store = async (fill: (sink: Sink) => Promise<void>): Promise<Stored> => {
    while (syncing.size >= SYNCING) await Promise.race(syncing)
    const temporary = join(root, 'tmp', `${process.pid}-${++serial}`)
    const file = await open(temporary, 'wx', 0o600).catch((error) => {
      throw full(error)
    })
    let kept = false
    try {
      const sink = sinkOf(file)
      await fill(sink)
      const { hash, size, sums } = sink.done()
      const path = pathOf(hash)
      const folder = join(evidence, hash.slice(0, 2))
      const list = size > BLOCK_BYTES ? blockList(sums) : null
      const stored = { sha256: hash, size, blocks: list === null ? null : sha256(list), path }
      const there = await access(path).then(
        () => true,
        () => false,
      )
      if (there && (mine.has(hash) || known(hash))) return { ...stored, fresh: false, durable: Promise.resolve() }
      if (!made.has(folder)) {
        await mkdir(folder, { recursive: true })
        made.add(folder)
      }
      if (list !== null)
        await writeFile(`${path}.blocks`, list, { mode: 0o400, flush: true }).catch(() => remake(path, list))
      await file.chmod(0o400)
      await rename(temporary, path)
      kept = true
      mine.add(hash)
      const durable: Promise<void> = sync(file, folder)
      const tracked = durable
        .catch((error) => {
          failure ??= full(error)
        })
        .finally(() => syncing.delete(tracked))
      syncing.add(tracked)
      return { ...stored, fresh: true, durable }
    } catch (error) {
      throw full(error)
    } finally {
      if (!kept) {
        await file.close()
        await unlink(temporary).catch(() => {})
      }
    }
  }

  return {
    pathOf,
    put: (source, signal) =>
      store(async (sink) => {
        for await (const chunk of source) {
          if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
          await sink.write(chunk)
        }
      }),
    putFile: async (path, signal) => {
      let truncated: Truncation | null = null
      const from = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error) => {
        throw new Fault('unreadable', (error as Error).message, { refusal: 'unreadable' })
      })
      try {
        const about = await from.stat()
        if (!about.isFile()) throw new Fault('unreadable', 'not a plain file', { refusal: 'unreadable' })
        const stored = await store(async (sink) => {
          truncated = await pump(from, about.size, sink, signal)
        })
        return { ...stored, truncated }
      } finally {
        await from.close()
      }
    },
    settle: async () => {
      while (syncing.size > 0) await Promise.all(syncing)
      if (failure) {
        const error = failure
        failure = null
        throw error
      }
    },
  }
}

/** A block list left by a crash is read-only: replaced rather than written over. */
async function remake(path: string, list: string): Promise<void> {
  await unlink(`${path}.blocks`)
  await writeFile(`${path}.blocks`, list, { mode: 0o400, flush: true })
}

/** Copies `size` bytes with the next block being read while this one is hashed and written. */
async function pump(from: FileHandle, size: number, sink: Sink, signal?: AbortSignal): Promise<Truncation | null> {
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(size, 1))))
  const read = (turn: number, at: number) =>
    from.read(buffers[turn % 2]!, 0, Math.min(CHUNK, size - at), at).then(
      ({ bytesRead }) => bytesRead,
      (error: Error) => error,
    )
  let at = 0
  let ahead = read(0, 0)
  for (let turn = 0; at < size; turn++) {
    const n = await ahead
    if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
    if (n instanceof Error) return { reason: 'unreadable', at, detail: n.message }
    if (n === 0)
      return { reason: 'unreadable', at, detail: `the file ended ${size - at} bytes early while it was read` }
    at += n
    if (at < size) ahead = read(turn + 1, at)
    await sink.write(buffers[turn % 2]!.subarray(0, n))
  }
  return null
}
