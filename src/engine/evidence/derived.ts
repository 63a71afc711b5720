/**
 * Plain bytes of an artifact: a rotated log that is still compressed is unpacked, UTF-16 text becomes UTF-8, a journald file
 * becomes its export text. The result is a cache under `derived/`, made on demand and rebuilt when deleted; evidence itself
 * is never touched.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import { compressionOf, decompress, MAGIC_BYTES } from '../archive/decompress'
import { journalExport } from '../archive/journal-export'
import { limitsOf } from '../archive/limits'
import { meterOf } from '../archive/meter'
import { filePages, type Pages, pagesOf } from '../archive/pages'
import { type Chunks, chunksOf, fileChunks, type Note, readerOf } from '../archive/reader'
import type { Compression, Limits, Truncation } from '../archive/types'
import { readAt } from '../archive/zip-directory'
import { type Encoding, encodingOf, toUtf8 } from './encoding'
import type { Sha256 } from './types'

export interface Plain {
  /** Absolute path of the plain bytes: the evidence itself when there was nothing to do. */
  readonly path: string
  readonly size: number
  /** SHA-256 of the plain bytes. */
  readonly sha256: Sha256
  readonly compression: Compression
  readonly encoding: Encoding
  /** How unpacking ended early; what there was is in the file. Offsets are in the compressed bytes. */
  readonly truncated: Truncation | null
}

export interface PlainOptions {
  readonly limits?: Partial<Limits>
  readonly signal?: AbortSignal
}

/** Where evidence lies; a CaseFolder fits. */
export interface EvidenceAt {
  readonly root: string
  readonly store: { pathOf(hash: Sha256): string }
}

const running = new Map<string, Promise<Plain>>()

/**
 * The plain bytes of an object. For one that is plain already this is the evidence file; otherwise it is made once and
 * then found in `derived/`.
 * Errors: Fault `unreadable` (no such object), `cancelled`, `limit` (disk full). Damaged, cut or bomb-like input is no
 * error: `truncated` tells.
 */
export function plainOf(from: EvidenceAt, hash: Sha256, options: PlainOptions = {}): Promise<Plain> {
  const key = `${from.root}\0${hash}`
  const before = running.get(key)
  if (before) return before
  const work = make(from, hash, options).finally(() => running.delete(key))
  running.set(key, work)
  return work
}

async function make(from: EvidenceAt, hash: Sha256, options: PlainOptions): Promise<Plain> {
  const source = from.store.pathOf(hash)
  const file = await open(source, 'r').catch((error: Error) => {
    throw new Fault('unreadable', `the evidence object ${hash} cannot be read: ${error.message}`, { sha256: hash })
  })
  try {
    const { size } = await file.stat()
    const head = await readAt(file, 0, Math.min(size, 4096))
    const compression = compressionOf(head.subarray(0, MAGIC_BYTES))
    const outer = compression === 'none' ? encodingOf(head) : 'as-is'
    const asIs: Plain = { path: source, size, sha256: hash, compression, encoding: 'as-is', truncated: null }
    if (compression === 'none' && outer === 'as-is') return asIs
    const path = join(from.root, 'derived', `${hash}.plain`)
    const found = await cached(path)
    if (found) return { ...found, path }
    return await unpack(file, size, path, compression, options)
  } finally {
    await file.close()
  }
}

/** What an earlier run left, when it is whole. */
async function cached(path: string): Promise<Omit<Plain, 'path'> | null> {
  try {
    const about = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Omit<Plain, 'path'>
    return (await stat(path)).size === about.size ? about : null
  } catch {
    return null
  }
}

async function unpack(
  file: FileHandle,
  size: number,
  path: string,
  compression: Compression,
  options: PlainOptions,
): Promise<Plain> {
  const limits = limitsOf(options.limits)
  let truncated: Truncation | null = null
  const note = (trouble: Truncation) => {
    truncated ??= trouble
  }
  const temporary = `${path}.${process.pid}.part`
  const input = readerOf(fileChunks(file, 0, size, note, options.signal))
  const unpacked =
    compression === 'none' ? fileChunks(file, 0, size, note, options.signal) : decompress(compression, input, note)
  const plain = readerOf(limited(unpacked, compression === 'none' ? null : input.offset))
  async function* limited(chunks: Chunks, bytesIn: (() => number) | null): AsyncGenerator<Uint8Array> {
    const meter = meterOf(limits, bytesIn)
    meter.start()
    for await (const chunk of chunks) {
      const over = meter.add(chunk.length)
      if (over) {
        const reason = over === 'ratio' ? 'ratio' : 'archive-too-large'
        note({ reason, at: input.offset(), detail: 'stopped: it decompresses past the limit' })
        return
      }
      yield chunk
    }
  }
  await mkdir(join(path, '..'), { recursive: true })
  const out = await open(temporary, 'w', 0o600)
  const sum = createHash('sha256')
  let written = 0
  try {
    const encoding = encodingOf(await plain.peek(4096))
    const bytes = rest(plain)
    const text =
      encoding === 'as-is'
        ? bytes
        : encoding !== 'journal'
          ? toUtf8(bytes, encoding)
          : limited(
              compression === 'none'
                ? journalExport(filePages(file.fd, size), note)
                : throughFile(bytes, `${temporary}.journal`, note),
              () => size,
            )
    for await (const chunk of text) {
      if (options.signal?.aborted) throw new Fault('cancelled', 'cancelled')
      const writing = out.appendFile(chunk)
      sum.update(chunk)
      written += chunk.length
      await writing
    }
    const about = { size: written, sha256: sum.digest('hex'), compression, encoding, truncated }
    await out.close()
    await rename(temporary, path)
    await writeFile(`${path}.json`, JSON.stringify(about))
    return { ...about, path }
  } catch (error) {
    await out.close().catch(() => {})
    await unlink(temporary).catch(() => {})
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new Fault('limit', 'the disk that holds the case is full')
    throw error
  } finally {
    await plain.close()
    await input.close()
  }
}

/** The export text of a journal that comes as a stream: it is read from anywhere, so it must lie in a file first. */
async function* throughFile(chunks: Chunks, path: string, note: Note): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'w+', 0o600)
  try {
    for await (const chunk of chunks) await file.appendFile(chunk)
    yield* journalExport(filePages(file.fd, (await file.stat()).size), note)
  } finally {
    await file.close()
    await unlink(path).catch(() => {})
  }
}

async function* rest(input: ReturnType<typeof readerOf>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await input.some(1024 * 1024)
    if (!piece) return
    yield piece
  }
}

/** Of a compressed journal this much is unpacked to tell what its first entries look like. */
const JOURNAL_HEAD = 8 << 20

/** Bytes of the first `size` of an object's plain form, for recognition; nothing is written to disk. Never throws for bad input. */
export async function plainHead(from: EvidenceAt, hash: Sha256, size: number): Promise<Buffer> {
  const file = await open(from.store.pathOf(hash), 'r').catch((error: Error) => {
    throw new Fault('unreadable', `the evidence object ${hash} cannot be read: ${error.message}`, { sha256: hash })
  })
  try {
    const whole = (await file.stat()).size
    const head = await readAt(file, 0, Math.min(whole, Math.max(size, 4096)))
    const compression = compressionOf(head.subarray(0, MAGIC_BYTES))
    let bytes: Uint8Array = head
    let pages: Pages | null = null
    if (compression !== 'none') {
      const input = readerOf(fileChunks(file, 0, whole, () => {}))
      const plain = readerOf(decompress(compression, input, () => {}))
      bytes = await plain.peek(size)
      if (encodingOf(bytes) === 'journal') pages = pagesOf(await plain.peek(JOURNAL_HEAD))
      await plain.close()
      await input.close()
    }
    const encoding = encodingOf(bytes)
    if (encoding === 'as-is') return Buffer.from(bytes.subarray(0, size))
    const parts: Uint8Array[] = []
    if (encoding === 'journal') {
      let have = 0
      for await (const part of journalExport(pages ?? filePages(file.fd, whole), () => {})) {
        parts.push(part)
        have += part.length
        if (have >= size) break
      }
      return Buffer.concat(parts).subarray(0, size)
    }
    for await (const part of toUtf8(chunksOf(bytes.subarray(0, size & ~1)), encoding)) parts.push(part)
    return Buffer.concat(parts).subarray(0, size)
  } finally {
    await file.close()
  }
}
