/**
 * The evidence store: bytes kept unchanged at `evidence/<first two hex digits>/<sha256>`.
 * Written to `tmp/` first, hashed in the same pass, renamed into place. The fsync of an object goes on in the background
 * (it takes longer than copying): readers may use the object at once, the manifest line waits for `durable`.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle, link, mkdir, open, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import type { Truncation } from '../archive/types'
import { BLOCK_BYTES, blockList, blockSums } from './blocks'
import { sha256 } from './canonical'
import { DIRECT_FROM, newFile, PAGE, pages, type Writer } from './direct'
import { type Grower, grow } from './growing'
import { type Hasher, hasher, threadHasher } from './hash-thread'
import type { Sha256, Stored } from './types'

export interface EvidenceStore {
  /**
   * Keeps the bytes of a stream, of which there are about `size`. The same bytes twice are stored once.
   * Errors: what the source throws (nothing stays behind then), `cancelled`, and a Fault `limit` when the disk is full.
   */
  put(source: AsyncIterable<Uint8Array>, signal?: AbortSignal, size?: number | null): Promise<Stored>
  /**
   * The same for a plain file of this machine, faster. `truncated` tells when the file could not be read to the size it
   * had at the start; bytes that are appended meanwhile are left out. `ahead` is given a large file as soon as there is
   * something to read of it.
   */
  putFile(
    path: string,
    signal?: AbortSignal,
    ahead?: Ahead,
  ): Promise<Stored & { readonly truncated: Truncation | null }>
  /**
   * The same for a file that lies in the case's own folder and will not change any more: hashed where it is and linked into
   * place, so that it needs no second copy. It keeps its old name too, until whoever made it removes that.
   */
  adopt(path: string, signal?: AbortSignal): Promise<Stored & { readonly truncated: Truncation | null }>
  /** Absolute path of an object, there or not. */
  pathOf(hash: Sha256): string
  /** Resolves once everything that was put is on the disk. */
  settle(): Promise<void>
}

/** Takes what a file that is being copied may be read by; whoever takes it drops it. */
export type Ahead = (file: Grower) => void

const CHUNK = 4 * 1024 * 1024
/** Blocks of a large file that are under way at once. */
const AHEAD = 4
/** Objects up to this size are gathered in memory: one that the case holds already costs no writing at all. */
const SMALL = 1024 * 1024
/** fsyncs under way at once: the thread pool has four threads, and reading needs some of them. */
const SYNCING = 2
/** Objects that may wait for their fsync, each with an open file. */
const WAITING = 256

const full = (error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Fault('limit', 'the disk that holds the case is full') : error
}

interface Sink {
  /** The bytes may be overwritten once this resolves. */
  write(bytes: Uint8Array): Promise<void>
}

/** fsyncs in the background, a few at a time, in order. */
function syncQueue() {
  const waiting: (() => Promise<void>)[] = []
  const running = new Set<Promise<void>>()
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next()
  }
  return {
    add: (job: () => Promise<void>): Promise<void> => {
      const done = new Promise<void>((resolve, reject) => {
        waiting.push(() => job().then(resolve, reject))
      })
      if (running.size < SYNCING) {
        const worker: Promise<void> = work().finally(() => running.delete(worker))
        running.add(worker)
      }
      return done
    },
    /** Resolves when at most n jobs wait. */
    below: async (n: number) => {
      while (running.size > 0 && (n === 0 || waiting.length > n)) await Promise.race(running)
    },
  }
}

/** `known` tells whether a manifest line vouches for an object: what a crash left behind is written anew. */
export function evidenceStore(root: string, known: (hash: Sha256) => boolean): EvidenceStore {
  const evidence = join(root, 'evidence')
  const mine = new Set<Sha256>()
  const folders = new Set<string>()
  let unsynced = new Set<string>()
  const queue = syncQueue()
  let serial = 0
  let failure: unknown = null

  const pathOf = (hash: Sha256) => join(evidence, hash.slice(0, 2), hash)

  const holds = (hash: Sha256): Promise<boolean> =>
    mine.has(hash) || known(hash)
      ? access(pathOf(hash)).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false)

  const folderFor = async (hash: Sha256): Promise<string> => {
    const folder = join(evidence, hash.slice(0, 2))
    if (!folders.has(folder)) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      folders.add(folder)
    }
    return folder
  }

  const store = async (
    expected: number | null,
    fill: (sink: Sink, temporary: string) => Promise<void>,
    hash: Hasher = hasher(),
  ): Promise<Stored> => {
    await queue.below(WAITING)
    const temporary = join(root, 'tmp', `${process.pid}-${++serial}`)
    const blocks = blockSums()
    let held: Buffer[] = []
    let size = 0
    let file: Writer | null = null
    const spill = async (): Promise<Writer> => {
      // Read-only from the start; the handle that makes it may write all the same.
      const made = await newFile(temporary, 0o400, expected)
      file = made
      if (held.length > 0) await made.write(Buffer.concat(held))
      held = []
      return made
    }
    const write = async (bytes: Uint8Array): Promise<void> => {
      size += bytes.length
      if (!file && size <= SMALL) {
        held.push(Buffer.from(bytes))
        await hash.update(bytes)
        blocks.update(bytes)
        return
      }
      // The write runs in the thread pool while the hash is made.
      const writing = Promise.all([(file ?? (await spill())).write(bytes), hash.update(bytes)])
      blocks.update(bytes)
      await writing
    }
    try {
      await fill({ write }, temporary)
      const digest = await hash.digest()
      const list = size > BLOCK_BYTES ? blockList(blocks.sums()) : null
      const path = pathOf(digest)
      const stored = { sha256: digest, size, blocks: list === null ? null : sha256(list), path }
      if (await holds(digest)) return { ...stored, fresh: false, durable: Promise.resolve() }
      const done = await (file ?? (await spill())).end()
      const folder = await folderFor(digest)
      if (list !== null) await replace(`${path}.blocks`, list)
      await rename(temporary, path)
      mine.add(digest)
      unsynced.add(folder)
      file = null
      const durable = queue.add(() => done.datasync().finally(() => done.close()))
      // Its failure is told by settle() and by whoever waits for it; it must not count as unhandled.
      durable.catch((error) => {
        failure ??= full(error)
      })
      return { ...stored, fresh: true, durable }
    } catch (error) {
      throw full(error)
    } finally {
      hash.close()
      // Still here: nothing was renamed into place.
      if (file) {
        await (file as Writer).close()
        await unlink(temporary).catch(() => {})
      }
    }
  }

  const putFile: EvidenceStore['putFile'] = async (path, signal, ahead) => {
    let truncated: Truncation | null = null
    let watch: Watched | null = null
    let whole = false
    const from = await openPlain(path)
    try {
      const about = await from.stat()
      if (!about.isFile()) throw new Fault('unreadable', 'not a plain file', { refusal: 'unreadable' })
      const hash = about.size >= DIRECT_FROM ? threadHasher() : null
      const stored = await store(
        about.size,
        async (sink, temporary) => {
          if (ahead && about.size >= DIRECT_FROM) watch = watched(sink, temporary, ahead)
          truncated = await pump(from, about.size, watch?.sink ?? sink, signal)
        },
        hash ?? hasher(),
      )
      whole = true
      return { ...stored, truncated }
    } finally {
      await (watch as Watched | null)?.end(whole)
      await from.close()
    }
  }

  /** null where the file system knows no second name for a file. */
  const linked = async (path: string, signal?: AbortSignal) => {
    const from = await openPlain(path)
    let kept = false
    try {
      const { size } = await from.stat()
      const hash = createHash('sha256')
      const blocks = blockSums()
      const write = async (bytes: Uint8Array) => {
        hash.update(bytes)
        blocks.update(bytes)
      }
      const truncated = await pump(from, size, { write }, signal)
      if (truncated) return null
      const digest = hash.digest('hex')
      const list = size > BLOCK_BYTES ? blockList(blocks.sums()) : null
      const target = pathOf(digest)
      const stored = { sha256: digest, size, blocks: list === null ? null : sha256(list), path: target, truncated }
      if (await holds(digest)) return { ...stored, fresh: false, durable: Promise.resolve() }
      const folder = await folderFor(digest)
      // What a crash left under this name is not vouched for.
      await unlink(target).catch(() => {})
      if (
        !(await link(path, target).then(
          () => true,
          () => false,
        ))
      )
        return null
      if (list !== null) await replace(`${target}.blocks`, list)
      await from.chmod(0o400)
      mine.add(digest)
      unsynced.add(folder)
      kept = true
      const durable = queue.add(() => from.datasync().finally(() => from.close()))
      durable.catch((error) => {
        failure ??= full(error)
      })
      return { ...stored, fresh: true, durable }
    } catch (error) {
      throw full(error)
    } finally {
      if (!kept) await from.close()
    }
  }

  return {
    pathOf,
    adopt: async (path, signal) => (await linked(path, signal)) ?? putFile(path, signal),
    put: (source, signal, size = null) =>
      store(size, async (sink) => {
        for await (const chunk of source) {
          if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
          await sink.write(chunk)
        }
      }),
    putFile,
    settle: async () => {
      await queue.below(0)
      // The names of the objects, once per folder.
      const changed = unsynced
      unsynced = new Set()
      for (const folder of changed) {
        const dir = await open(folder, 'r')
        await dir.sync().finally(() => dir.close())
      }
      if (failure) {
        const error = failure
        failure = null
        throw error
      }
    },
  }
}

const openPlain = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error) => {
    throw new Fault('unreadable', (error as Error).message, { refusal: 'unreadable' })
  })

/** A list left by a crash is read-only: replaced rather than written over. */
async function replace(path: string, text: string): Promise<void> {
  await unlink(path).catch(() => {})
  await writeFile(path, text, { mode: 0o400, flag: 'wx', flush: true })
}

interface Watched {
  readonly sink: Sink
  /** What is written is whole, or given up. */
  end(whole: boolean): Promise<void>
}

/** A sink that tells how far it is written without a gap: blocks may be done in another order than they came. */
function watched(sink: Sink, temporary: string, ahead: Ahead): Watched {
  let grower: Grower | null = null
  let begun = false
  let size = 0
  let told: Promise<void> = Promise.resolve()
  const tell = async (bytes: number): Promise<void> => {
    if (!begun) {
      begun = true
      // Only now: where the first write shows that the file must be made another way, it is another file.
      grower = await grow(temporary)
      if (grower) ahead(grower)
    }
    grower?.written(bytes)
  }
  return {
    sink: {
      write: (bytes) => {
        const writing = sink.write(bytes)
        size += bytes.length
        const upTo = size
        // The last part of a page is written with the end of the file.
        if (bytes.length % PAGE === 0) told = told.then(() => writing).then(() => tell(upTo))
        told.catch(() => {})
        return writing
      },
    },
    end: async (whole) => {
      await told.catch(() => {})
      grower?.end(whole)
    },
  }
}

/** Copies `size` bytes: blocks are read ahead while those before them are hashed and written. */
async function pump(from: FileHandle, size: number, sink: Sink, signal?: AbortSignal): Promise<Truncation | null> {
  const large = size >= DIRECT_FROM
  const make = () => (large ? pages(CHUNK) : Buffer.allocUnsafeSlow(Math.min(CHUNK, Math.max(size, 1))))
  const buffers = Array.from({ length: large ? AHEAD : 2 }, make)
  /** By buffer: settled when what it held was hashed and written. */
  const free: Promise<void>[] = buffers.map(() => Promise.resolve())
  const read = (turn: number, at: number) =>
    free[turn % buffers.length]!.then(() =>
      from.read(buffers[turn % buffers.length]!, 0, Math.min(CHUNK, size - at), at),
    ).then(
      ({ bytesRead }) => bytesRead,
      (error: Error) => error,
    )
  let at = 0
  let ahead = read(0, 0)
  try {
    for (let turn = 0; at < size; turn++) {
      const n = await ahead
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      if (n instanceof Error || n === 0) {
        // A failure to write is not the source's.
        await Promise.all(free)
        const detail = n === 0 ? `the file ended ${size - at} bytes early while it was read` : n.message
        return { reason: 'unreadable', at, detail }
      }
      at += n
      const slot = turn % buffers.length
      const written = sink.write(buffers[slot]!.subarray(0, n))
      // The first makes the file that the others are written to.
      if (turn === 0) await written
      free[slot] = written
      // Its failure is thrown below, or by the read that waits for it.
      written.catch(() => {})
      if (at < size) ahead = read(turn + 1, at)
    }
  } finally {
    await Promise.allSettled(free)
  }
  await Promise.all(free)
  return null
}
