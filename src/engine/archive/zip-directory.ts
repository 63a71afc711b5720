/**
 * The index of a zip file (PKWARE APPNOTE 6.3.10): central directory, zip64, extra fields; and, where there is no usable
 * index, the local headers in file order.
 *   end record  PK\5\6 .. entries size offset comment        central  PK\1\2        local  PK\3\4
 * Oddities: the end record may be followed by a comment of 64 KiB and preceded by a stub program, which shifts every
 * offset; DOS times carry no zone, so only the UTC times of extra fields 0x5455 and 0x000a are taken.
 */
import type { FileHandle } from 'node:fs/promises'
import { type Instant, instant } from '../../shared/time'
import { inflate } from './inflate'
import { overRatio } from './limits'
import { fileChunks, type Note, readerOf } from './reader'
import type { Limits } from './types'

export interface ZipEntry {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  /** Offset of the local header. */
  readonly local: number
  /** st_mode when a Unix made the entry, else null. */
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  readonly mtime: Instant | null
  /** Its bytes are also another entry's. */
  readonly overlaps: boolean
}

export async function readAt(file: FileHandle, at: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, size))
  let have = 0
  while (have < size) {
    const { bytesRead } = await file.read(bytes, have, size - have, at + have)
    if (bytesRead === 0) break
    have += bytesRead
  }
  return bytes.subarray(0, have)
}

interface Extra {
  readonly mtime: Instant | null
  readonly uid: number | null
  readonly gid: number | null
  readonly zip64: Buffer | null
}

function extraOf(bytes: Buffer): Extra {
  let mtime: Instant | null = null
  let uid: number | null = null
  let gid: number | null = null
  let zip64: Buffer | null = null
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at)
    const field = bytes.subarray(at + 4, at + 4 + bytes.readUInt16LE(at + 2))
    at += 4 + bytes.readUInt16LE(at + 2)
    if (id === 0x0001) zip64 = field
    else if (id === 0x5455 && field.length >= 5 && field[0]! & 1) mtime = instant(field.readInt32LE(1) * 1_000_000)
    else if (id === 0x000a && field.length >= 32 && field.readUInt16LE(4) === 1 && mtime === null)
      mtime = instant(Number(field.readBigUInt64LE(8) / 10n - 11_644_473_600_000_000n))
    else if (id === 0x7875 && field[0] === 1 && field[1] === 4 && field[6] === 4 && field.length >= 11) {
      uid = field.readUInt32LE(2)
      gid = field.readUInt32LE(7)
    }
  }
  return { mtime, uid, gid, zip64 }
}

const ALL = 0xffffffff
const big = (field: Buffer | null, at: number): number =>
  field && field.length >= at + 8 ? Number(field.readBigUInt64LE(at)) : Number.NaN

interface End {
  readonly at: number
  readonly entries: number
  readonly size: number
  readonly offset: number
}

async function findEnd(file: FileHandle, size: number): Promise<End | null> {
  const from = Math.max(0, size - 65_557)
  const tail = await readAt(file, from, size - from)
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail.readUInt32LE(i) !== 0x06054b50 || i + 22 + tail.readUInt16LE(i + 20) > tail.length) continue
    let end: End = {
      at: from + i,
      entries: tail.readUInt16LE(i + 10),
      size: tail.readUInt32LE(i + 12),
      offset: tail.readUInt32LE(i + 16),
    }
    if (i >= 20 && tail.readUInt32LE(i - 20) === 0x07064b50) {
      const at = Number(tail.readBigUInt64LE(i - 12))
      const wide = at < size ? await readAt(file, at, 56) : Buffer.alloc(0)
      if (wide.length === 56 && wide.readUInt32LE(0) === 0x06064b50)
        end = { at, entries: big(wide, 32), size: big(wide, 40), offset: big(wide, 48) }
    }
    return end
  }
  return null
}

/** Entries of the central directory in its order; null when there is none that can be used. */
export async function centralEntries(
  file: FileHandle,
  size: number,
  limits: Limits,
  note: Note,
): Promise<readonly ZipEntry[] | null> {
  const end = await findEnd(file, size)
  if (!end || !(end.size <= end.at)) return null
  const start = end.at - end.size
  const shift = start - end.offset
  if (shift < 0) return null
  const reader = readerOf(fileChunks(file, start, end.at, note))
  const entries: ZipEntry[] = []
  try {
    while (reader.offset() < end.size) {
      const at = start + reader.offset()
      const head = Buffer.from(await reader.take(46))
      if (head.length < 46 || head.readUInt32LE(0) !== 0x02014b50) {
        if (entries.length === 0) return null
        note({ reason: 'bad-header', at, detail: `the index is damaged after ${entries.length} entries` })
        break
      }
      const nameSize = head.readUInt16LE(28)
      const extraSize = head.readUInt16LE(30)
      const rest = Buffer.from(await reader.take(nameSize + extraSize + head.readUInt16LE(32)))
      if (rest.length < nameSize + extraSize) {
        note({ reason: 'bad-header', at, detail: 'the last entry of the index is cut' })
        break
      }
      if (entries.length >= limits.maxMembers * 2) {
        note({ reason: 'too-many-members', at, detail: `stopped after ${entries.length} entries` })
        break
      }
      const extra = extraOf(rest.subarray(nameSize, nameSize + extraSize))
      let wide = 0
      const field = (value: number): number => (value === ALL ? big(extra.zip64, 8 * wide++) : value)
      const unpacked = field(head.readUInt32LE(24))
      const compressed = field(head.readUInt32LE(20))
      const local = field(head.readUInt32LE(42)) + shift
      const unix = head[5] === 3 || head[5] === 19
      const mode = unix ? head.readUInt32LE(38) >>> 16 : 0
      entries.push({
        name: Buffer.from(rest.subarray(0, nameSize)),
        flags: head.readUInt16LE(8),
        method: head.readUInt16LE(10),
        crc: head.readUInt32LE(16),
        compressed,
        size: unpacked,
        local,
        mode: mode === 0 ? null : mode,
        uid: extra.uid,
        gid: extra.gid,
        mtime: extra.mtime,
        overlaps: false,
      })
    }
  } finally {
    await reader.close()
  }
  if (entries.length < end.entries && end.entries !== 0xffff)
    note({ reason: 'bad-header', at: end.at, detail: `the index lists ${entries.length} of ${end.entries} entries` })
  return markOverlaps(entries)
}

/** Entries that start before an earlier one ends share its bytes, as the known non-recursive bombs do. */
function markOverlaps(entries: readonly ZipEntry[]): ZipEntry[] {
  const order = entries.map((_, i) => i).sort((a, b) => entries[a]!.local - entries[b]!.local || a - b)
  const overlapping = new Set<number>()
  let end = 0
  for (const i of order) {
    const entry = entries[i]!
    if (entry.local < end) overlapping.add(i)
    else end = entry.local + 30 + entry.name.length + entry.compressed
  }
  return entries.map((entry, i) => (overlapping.has(i) ? { ...entry, overlaps: true } : entry))
}

/** Offset of the next local header at or after `at`; null when there is none. */
async function nextLocal(file: FileHandle, size: number, from: number): Promise<number | null> {
  const STEP = 1024 * 1024
  for (let at = from; at + 30 <= size; at += STEP) {
    const found = (await readAt(file, at, STEP + 3)).indexOf('PK\x03\x04', 0, 'latin1')
    if (found >= 0) return at + found
  }
  return null
}

/** Compressed size of a deflate stream whose header does not tell it: found by decoding. */
async function measure(file: FileHandle, from: number, size: number, limits: Limits) {
  const reader = readerOf(fileChunks(file, from, size, () => {}))
  let out = 0
  let whole = false
  try {
    for await (const chunk of inflate(reader, size - from, (end) => {
      whole = end.kind === 'whole'
    })) {
      out += chunk.length
      if (out > limits.maxMemberBytes || overRatio(out, reader.offset(), limits)) break
    }
    return { compressed: reader.offset(), size: out, whole }
  } finally {
    await reader.close()
  }
}

/** Entries by their local headers, in file order, for a zip whose index is missing (cut) or damaged. */
export async function* localEntries(
  file: FileHandle,
  size: number,
  limits: Limits,
  note: Note,
): AsyncGenerator<ZipEntry> {
  for (let at = 0; ; ) {
    const head = await readAt(file, at, 30)
    if (head.length >= 4 && head.readUInt32LE(0) === 0x02014b50) return
    if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) {
      const next = await nextLocal(file, size, at + 1)
      if (next === null) return
      note({ reason: 'bad-header', at, detail: `${next - at} bytes between entries cannot be read` })
      at = next
      continue
    }
    const nameSize = head.readUInt16LE(26)
    const extraSize = head.readUInt16LE(28)
    const rest = await readAt(file, at + 30, nameSize + extraSize)
    const extra = extraOf(rest.subarray(nameSize))
    const flags = head.readUInt16LE(6)
    const method = head.readUInt16LE(8)
    const data = at + 30 + nameSize + extraSize
    let unpacked = head.readUInt32LE(22)
    let compressed = head.readUInt32LE(18)
    if (unpacked === ALL || compressed === ALL) {
      unpacked = big(extra.zip64, 0)
      compressed = big(extra.zip64, 8)
    }
    let crc: number = head.readUInt32LE(14)
    let after = data + compressed
    if (flags & 8 && compressed === 0) {
      const measured = method === 8 && !(flags & 1) ? await measure(file, data, size, limits) : null
      const found = measured?.whole ? measured.compressed : ((await nextLocal(file, size, data)) ?? size) - data
      compressed = found
      unpacked = measured?.whole ? measured.size : Number.NaN
      const descriptor = await readAt(file, data + found, 24)
      const signed = descriptor.length >= 16 && descriptor.readUInt32LE(0) === 0x08074b50
      crc = descriptor.length >= 8 && measured?.whole ? descriptor.readUInt32LE(signed ? 4 : 0) : Number.NaN
      after = (await nextLocal(file, size, data + found)) ?? size
    }
    yield {
      name: Buffer.from(rest.subarray(0, nameSize)),
      flags,
      method,
      crc,
      compressed,
      size: unpacked,
      local: at,
      mode: null,
      uid: extra.uid,
      gid: extra.gid,
      mtime: extra.mtime,
      overlaps: false,
    }
    if (!(after > at) || after >= size) return
    at = after
  }
}
