/** Members of a zip file. Each member is read on its own from its place, so one that is damaged costs no other. */
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type Body, bodyOf, noBytes } from './body'
import { bunzip2 } from './bunzip2'
import { reportEnd } from './gunzip'
import { inflate } from './inflate'
import { meterOf } from './meter'
import { judgePath, linkLeaves, showBytes } from './paths'
import { type Chunks, fileChunks, type Note, type Reader, readerOf } from './reader'
import type { Limits, Member, Refusal, RefusalReason, Truncation } from './types'
import { unxz } from './unxz'
import { unzstd } from './unzstd'
import { centralEntries, localEntries, readAt, type ZipEntry } from './zip-directory'

const METHODS: ReadonlyMap<number, string> = new Map([
  [1, 'shrink'],
  [6, 'implode'],
  [9, 'deflate64'],
  [14, 'lzma'],
  [98, 'ppmd'],
  [99, 'AES'],
])
const READABLE: ReadonlySet<number> = new Set([0, 8, 12, 93, 95])

async function* stored(input: Reader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await input.some(1024 * 1024)
    if (!piece) return
    yield piece
  }
}

function unpack(method: number, input: Reader, max: number, note: Note): Chunks {
  if (method === 12) return bunzip2(input, note)
  if (method === 93) return unzstd(input, note)
  if (method === 95) return unxz(input, note)
  if (method === 0) return stored(input)
  return inflate(input, max, (end) => reportEnd(end, input.offset(), note, 'deflate'))
}

const kindOfMode = (mode: number | null): number => (mode ?? 0) & 0o170000

export async function* zipMembers(
  file: FileHandle,
  fileSize: number,
  limits: Limits,
  note: Note,
  signal?: AbortSignal,
  moved?: (position: number) => void,
): AsyncGenerator<Member | Refusal> {
  const central = await centralEntries(file, fileSize, limits, note)
  if (!central)
    note({
      reason: 'no-central-directory',
      at: fileSize,
      detail: 'the index at the end is missing: the archive is cut or damaged; read by local headers',
    })
  const entries = central ?? localEntries(file, fileSize, limits, note)

  let consumed = 0
  let current: Reader | null = null
  const meter = meterOf(limits, () => consumed + (current?.offset() ?? 0))
  const seen = new Map<string, number>()
  let index = 0

  /** Opens the member's bytes; null when its local header is not one. */
  const open = async (entry: ZipEntry): Promise<{ start: number; end: number } | null> => {
    const head = await readAt(file, entry.local, 30)
    if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return null
    const start = entry.local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
    const name = await readAt(file, entry.local + 30, head.readUInt16LE(26))
    if (!name.equals(entry.name))
      note({
        reason: 'bad-header',
        at: entry.local,
        detail: `index and local header name different paths for entry ${index}`,
      })
    return { start, end: Math.min(start + entry.compressed, fileSize) }
  }

  const bodyFor = (entry: ZipEntry, range: { start: number; end: number }): Body => {
    const troubles: Truncation[] = []
    const mine: Note = (t) => troubles.push(t)
    const reader = readerOf(fileChunks(file, range.start, range.end, mine, signal))
    current = reader
    const chunks = unpack(entry.method, reader, range.end - range.start, mine)[Symbol.asyncIterator]()
    let crc = 0
    const body = bodyOf(
      async () => {
        const step = await chunks.next()
        if (step.done) return null
        crc = crc32(step.value, crc)
        return step.value
      },
      (given) => {
        const short = range.start + entry.compressed > fileSize
        if (short) return { reason: 'archive-cut', at: given, detail: 'the archive ends in the middle of the member' }
        if (troubles[0]) return { ...troubles[0], at: given }
        if (given !== entry.size && !Number.isNaN(entry.size))
          return {
            reason: 'size-mismatch',
            at: given,
            detail: `${given} bytes came out, the header says ${entry.size}`,
          }
        if (crc !== entry.crc && !Number.isNaN(entry.crc))
          return { reason: 'checksum-mismatch', at: null, detail: 'the data differs from its stored checksum' }
        return null
      },
      meter,
    )
    return {
      ...body,
      finish: async () => {
        await body.finish()
        await chunks.return?.()
        consumed += reader.offset()
        current = null
        await reader.close()
      },
    }
  }

  for await (const entry of entries) {
    const kind = kindOfMode(entry.mode)
    const judged = judgePath(entry.name, limits)
    const folder = entry.name.at(-1) === 0x2f || kind === 0o040000
    if (folder && (judged.refused === null || judged.refused === 'empty-path')) continue
    if (index >= limits.maxMembers) {
      note({ reason: 'too-many-members', at: entry.local, detail: `stopped after ${limits.maxMembers} members` })
      return
    }
    const whole = meter.whole()
    if (whole) {
      note({ reason: whole, at: entry.local, detail: 'stopped: the archive as a whole decompresses past the limit' })
      return
    }
    meter.start()
    const common = {
      index: index++,
      path: judged.path,
      size: Number.isSafeInteger(entry.size) ? entry.size : null,
      mtime: entry.mtime,
      mode: entry.mode === null ? null : entry.mode & 0o7777,
      uid: entry.uid,
      gid: entry.gid,
    }
    const why = ((): readonly [RefusalReason, string] | null => {
      if (judged.refused) return [judged.refused, judged.detail]
      if (kind === 0o020000 || kind === 0o060000) return ['device', 'a device node']
      if (kind === 0o010000) return ['fifo', 'a named pipe']
      if (kind === 0o140000) return ['socket', 'a socket']
      if (entry.flags & 1) return ['encrypted', 'the member is encrypted']
      if (entry.overlaps) return ['overlap', 'the member shares its bytes with another']
      if (!READABLE.has(entry.method))
        return ['unsupported-compression', `zip method ${METHODS.get(entry.method) ?? entry.method}`]
      if (!Number.isSafeInteger(entry.compressed) || !Number.isSafeInteger(entry.local))
        return ['corrupt', 'sizes or offset in the header make no sense']
      if (entry.size > limits.maxMemberBytes) return ['member-too-large', `the header says ${entry.size} bytes`]
      return null
    })()
    if (why) {
      yield { ...common, refused: why[0], detail: why[1] }
      continue
    }
    const range = await open(entry)
    moved?.(entry.local)
    if (!range) {
      yield { ...common, refused: 'corrupt', detail: 'the local header is damaged or not there' }
      continue
    }
    const duplicateOf = seen.get(judged.path) ?? null
    if (duplicateOf === null) seen.set(judged.path, common.index)
    const body = bodyFor(entry, range)
    if (kind === 0o120000) {
      const target = await targetOf(body, limits).finally(() => body.finish())
      if (target === null) yield { ...common, refused: 'corrupt', detail: 'the link has no readable target' }
      else if (linkLeaves(judged.path, target))
        yield { ...common, linkTarget: target, refused: 'link-outside', detail: 'the link leads out of the tree' }
      else {
        const link = { type: 'symlink', linkTarget: target, duplicateOf } as const
        yield { ...common, ...link, refused: null, stream: noBytes, truncatedAt: () => null }
      }
      continue
    }
    const { stream, truncatedAt } = body
    yield { ...common, refused: null, type: 'file', duplicateOf, stream, truncatedAt }
    await body.finish()
  }
}

/** A symlink's target is the member's content. */
async function targetOf(body: Body, limits: Limits): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body.stream()) {
      parts.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size > limits.maxPathBytes) return null
    }
  } catch {
    return null
  }
  return size === 0 ? null : showBytes(Buffer.concat(parts))
}
