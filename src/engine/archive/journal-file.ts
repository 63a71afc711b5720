/**
 * The objects of a journald file (`system.journal`, `user-1000@….journal~`), as systemd's JOURNAL_FILE_FORMAT documents
 * them. All numbers are little-endian; objects begin at multiples of 8:
 *
 *   header   LPKSHHRH | compatible u32 | incompatible u32 | state u8 | ... | file id | machine id | boot id | seqnum id
 *            | header size u64 @88 | arena size @96 | ... | n_entries @152 | ... | first entry array @176
 *   object   type u8 | flags u8 | 6 bytes | size u64 (its own 16 bytes included)
 *   DATA 1   hash | next hash | next field | entry | entry array | n_entries | [compact: u32, u32] | FIELD=value
 *   ENTRY 3  seqnum | realtime | monotonic | boot id | xor hash | items: offset u64, hash u64 [compact: offset u32]
 *   ENTRY_ARRAY 6   next array | offsets of entries, u64 [compact: u32]; 0 where none is yet
 *
 * Compact mode came with systemd 252 (files below 4 GiB); the hash is keyed since 246, which does not matter here: nothing
 * is looked up by hash. A field of 512 bytes or more may be compressed: XZ (a whole .xz stream), LZ4 (u64 size, then one
 * block), ZSTD (a frame).
 */
import type { Pages } from './pages'

export const JOURNAL_MAGIC = 'LPKSHHRH'
export const isJournal = (head: Uint8Array): boolean =>
  head.length >= 8 && JOURNAL_MAGIC.split('').every((c, i) => head[i] === c.charCodeAt(0))

/** Object types. */
export const DATA = 1
export const ENTRY = 3
export const ENTRY_ARRAY = 6
const LAST_TYPE = 7

const COMPACT = 16
/** XZ, LZ4, keyed hash, ZSTD, compact. */
const KNOWN_FLAGS = 31
export type FieldCompression = 'none' | 'xz' | 'lz4' | 'zstd' | 'unknown'
const COMPRESSIONS: Readonly<Record<number, FieldCompression>> = { 0: 'none', 1: 'xz', 2: 'lz4', 4: 'zstd' }

/** systemd's limit for one field (DATA_SIZE_MAX is 768 MiB) is more than this machine should hold for a hostile file. */
export const MOST_FIELD = 64 << 20
/** ENTRY_FIELD_COUNT_MAX of journald is 1024; journal-remote takes more. */
const MOST_ITEMS = 65_536

export interface JournalHeader {
  readonly compact: boolean
  /** Bits of `incompatible_flags` that no systemd up to 257 has set; 0 when all are known. */
  readonly unknownFlags: number
  /** 0 closed in good order, 1 being written (or the host crashed), 2 archived. */
  readonly state: number
  readonly seqnumId: string
  readonly headerSize: number
  /** Where the arena ends, as the header says; the file is shorter when it was cut. */
  readonly end: number
  readonly entries: number
  readonly firstArray: number
}

export interface JournalObject {
  readonly type: number
  readonly flags: number
  readonly size: number
}

export interface JournalEntry {
  readonly at: number
  readonly size: number
  readonly seqnum: bigint
  /** Microseconds since 1970, as journald received it. */
  readonly realtime: bigint
  /** Microseconds since boot. */
  readonly monotonic: bigint
  /** 32 hex digits. */
  readonly bootId: string
  readonly xorHash: bigint
  /** Offsets of its DATA objects, in order. */
  readonly items: readonly number[]
}

export const u64 = (b: Buffer, at: number): number => b.readUInt32LE(at) + b.readUInt32LE(at + 4) * 2 ** 32

/** null when it is no journal, or cut within its header. */
export function journalHeader(pages: Pages): JournalHeader | null {
  const b = pages.read(0, 208)
  if (b.length < 184 || !isJournal(b)) return null
  const headerSize = u64(b, 88)
  if (headerSize < 184 || headerSize > 65_536) return null
  const flags = b.readUInt32LE(12)
  return {
    compact: (flags & COMPACT) !== 0,
    unknownFlags: flags & ~KNOWN_FLAGS,
    state: b[16]!,
    seqnumId: b.toString('hex', 72, 88),
    headerSize,
    end: headerSize + u64(b, 96),
    entries: u64(b, 152),
    firstArray: u64(b, 176),
  }
}

/** The head of the object at `at`; null when there is none that lies in the file. */
export function objectAt(pages: Pages, at: number): JournalObject | null {
  if (!(at > 0) || at % 8 !== 0 || at + 16 > pages.size) return null
  const b = pages.read(at, 16)
  if (b.length < 16) return null
  const type = b[0]!
  const size = u64(b, 8)
  if (type === 0 || type > LAST_TYPE || size < 16 || at + size > pages.size) return null
  return { type, flags: b[1]!, size }
}

/** The entry at `at`; null when what is there is none, or not whole. */
export function entryAt(pages: Pages, at: number, compact: boolean): JournalEntry | null {
  const object = objectAt(pages, at)
  const item = compact ? 4 : 16
  if (object?.type !== ENTRY || object.size < 64 + item) return null
  const count = Math.floor((object.size - 64) / item)
  if (count > MOST_ITEMS) return null
  const b = pages.read(at, object.size)
  if (b.length < object.size) return null
  const seqnum = b.readBigUInt64LE(16)
  const realtime = b.readBigUInt64LE(24)
  // As journald checks them: a number from 1, an instant below the year 3000.
  if (seqnum === 0n || realtime === 0n || realtime >= 1n << 55n) return null
  const items: number[] = []
  for (let i = 0; i < count; i++) {
    const offset = compact ? b.readUInt32LE(64 + 4 * i) : u64(b, 64 + 16 * i)
    if (offset !== 0) items.push(offset)
  }
  return {
    at,
    size: object.size,
    seqnum,
    realtime,
    monotonic: b.readBigUInt64LE(32),
    bootId: b.toString('hex', 40, 56),
    xorHash: b.readBigUInt64LE(56),
    items,
  }
}

/** The bytes of a DATA object, compressed as they are; null when it is none. */
export function dataAt(
  pages: Pages,
  at: number,
  compact: boolean,
): { readonly compression: FieldCompression; readonly bytes: Buffer } | null {
  const object = objectAt(pages, at)
  const from = compact ? 72 : 64
  if (object?.type !== DATA || object.size <= from || object.size - from > MOST_FIELD) return null
  const bytes = pages.read(at + from, object.size - from)
  if (bytes.length < object.size - from) return null
  return { compression: COMPRESSIONS[object.flags & 7] ?? 'unknown', bytes }
}
