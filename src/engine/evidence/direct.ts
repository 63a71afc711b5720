/**
 * Writes a large file past the system's cache (O_DIRECT): copying gigabytes of evidence through it costs a page of
 * memory and its bookkeeping for each 4 KiB, several times what the disk needs, and pushes out what others use. Where
 * the system or the file system has no such thing the same bytes are written the usual way.
 */
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'

/** From this size on; parse/read-file.ts reads such files the same way. */
export const DIRECT_FROM = 32 << 20
export const PAGE = 4096
const CHUNK = 4 << 20

// The engine compiles with Node's types only, which do not describe WebAssembly.
interface Wasm {
  readonly Memory: new (size: {
    initial: number
    maximum: number
    shared: boolean
  }) => { readonly buffer: SharedArrayBuffer }
}
const paged = new WeakSet<object>()

/** So many bytes that begin at a page of memory, as O_DIRECT wants it: a WebAssembly memory does. Threads may share them. */
export function pages(bytes: number): Buffer {
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly
  const size = Math.ceil(bytes / 65_536)
  const { buffer } = new Memory({ initial: size, maximum: size, shared: true })
  paged.add(buffer)
  return Buffer.from(buffer, 0, bytes)
}
const isPages = (b: Uint8Array): boolean =>
  paged.has(b.buffer) && b.byteOffset % PAGE === 0 && b.length % PAGE === 0 && b.length > 0

export async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

export interface Writer {
  /** The bytes may be overwritten once this resolves. */
  write(bytes: Uint8Array): Promise<void>
  /** Writes what is left; the handle is the caller's then. */
  end(): Promise<FileHandle>
  /** Closes the file; what was written stays. */
  close(): Promise<void>
}

async function plainWriter(file: FileHandle): Promise<Writer> {
  let size = 0
  return {
    async write(bytes) {
      const at = size
      size += bytes.length
      await writeAll(file, bytes, at)
    },
    end: async () => file,
    close: () => file.close(),
  }
}

/** A new file of this mode, for about so many bytes (null: not known). Errors: of the system. */
export async function newFile(path: string, mode: number, size: number | null): Promise<Writer> {
  const { O_DIRECT, O_WRONLY, O_CREAT, O_EXCL } = constants
  if (O_DIRECT === undefined || size === null || size < DIRECT_FROM) return plainWriter(await open(path, 'wx', mode))
  const flags = O_WRONLY | O_CREAT | O_EXCL
  const direct = await open(path, flags | O_DIRECT, mode).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EINVAL') return null
    throw error
  })
  // Some file systems make the file before they find that they cannot.
  if (!direct) return plainWriter(await open(path, 'w', mode))
  let file = direct
  let proven = false
  /** Others find it at the first write: the file is then begun anew, as any other. */
  const put = async (bytes: Uint8Array, at: number): Promise<void> => {
    try {
      await writeAll(file, bytes, at)
    } catch (error) {
      if (proven || at !== 0 || (error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
      await file.close()
      await unlink(path)
      file = await open(path, 'wx', mode)
      await writeAll(file, bytes, at)
    }
    proven = true
  }
  const held: Buffer[] = []
  let turn = 0
  let filled = 0
  let flushed = 0
  let writing: Promise<void> = Promise.resolve()
  /** Hands a full buffer to the disk; the other one is free once that which it held is written. */
  const flush = async (): Promise<void> => {
    const whole = Math.ceil(filled / PAGE) * PAGE
    const buffer = held[turn]!
    buffer.fill(0, filled, whole)
    const at = flushed
    flushed += filled
    filled = 0
    turn = 1 - turn
    await writing
    writing = put(buffer.subarray(0, whole), at)
    // Its failure is thrown by whoever waits for it next.
    writing.catch(() => {})
  }
  return {
    async write(bytes) {
      if (filled === 0 && isPages(bytes)) {
        // Each has its place at once, so that several may be under way.
        const at = flushed
        flushed += bytes.length
        await Promise.all([writing, put(bytes, at)])
        return
      }
      for (let from = 0; from < bytes.length; ) {
        const n = Math.min(CHUNK - filled, bytes.length - from)
        held[turn] ??= pages(CHUNK)
        held[turn]!.set(bytes.subarray(from, from + n), filled)
        filled += n
        from += n
        if (filled === CHUNK) await flush()
      }
    },
    async end() {
      if (filled > 0) await flush()
      await writing
      // The last page was written whole.
      await file.truncate(flushed)
      return file
    },
    async close() {
      await writing.catch(() => {})
      await file.close()
    },
  }
}
