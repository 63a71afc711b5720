/**
 * The entries of a journald file in the order in which they were written. The chain of entry arrays leads to them; where
 * it breaks (a file cut short, a block overwritten, a copy made while journald was writing) the rest of the file is
 * looked through for entries, object by object.
 */
import {
  ENTRY,
  ENTRY_ARRAY,
  entryAt,
  type JournalEntry,
  type JournalHeader,
  journalHeader,
  objectAt,
  u64,
} from './journal-file'
import type { Pages } from './pages'
import type { Note } from './reader'

/** Entry offsets of one array are read this many bytes at a time. */
const PIECE = 65_536

interface Walk {
  /** End of the last entry that the chain led to. */
  past: number
  given: number
  /** Where the chain broke; -1 when it did not. */
  broke: number
}

function* chain(pages: Pages, header: JournalHeader, walk: Walk): Generator<JournalEntry> {
  const width = header.compact ? 4 : 8
  let last = 0
  for (let at = header.firstArray; at !== 0 && walk.given < header.entries; ) {
    const array = objectAt(pages, at)
    // Arrays are appended: one that lies before the last would go round for ever.
    if (array?.type !== ENTRY_ARRAY || array.size < 24 || at <= last) {
      walk.broke = at
      return
    }
    last = at
    const next = u64(pages.read(at + 16, 8), 0)
    const end = at + array.size
    for (let from = at + 24; from < end; from += PIECE) {
      const length = Math.min(PIECE, Math.floor((end - from) / width) * width)
      const offsets = pages.read(from, length)
      for (let i = 0; i + width <= offsets.length; i += width) {
        const offset = header.compact ? offsets.readUInt32LE(i) : u64(offsets, i)
        if (offset === 0 || walk.given >= header.entries) return
        const entry = entryAt(pages, offset, header.compact)
        if (!entry || offset < walk.past) {
          walk.broke = offset
          continue
        }
        walk.past = offset + entry.size
        walk.given++
        yield entry
      }
    }
    at = next
  }
}

/** Entries in [from, end of the file), whatever leads to them. */
function* found(pages: Pages, header: JournalHeader, from: number): Generator<JournalEntry> {
  for (let at = Math.max(header.headerSize, from) & ~7 || 8; at + 16 <= pages.size; ) {
    const object = objectAt(pages, at)
    if (!object) {
      at = pastZeros(pages, at)
      continue
    }
    const entry = object.type === ENTRY ? entryAt(pages, at, header.compact) : null
    if (entry?.items.some((item) => objectAt(pages, item)?.type === 1)) yield entry
    else if (object.type === ENTRY) {
      at += 8
      continue
    }
    at += Math.ceil(object.size / 8) * 8
  }
}

/** The next multiple of 8 past `at` at which the bytes are not all zero. */
function pastZeros(pages: Pages, at: number): number {
  let k = at + 8
  while (k < pages.size) {
    const b = pages.read(k, Math.min(PIECE - (k % PIECE), pages.size - k))
    if (b.length === 0) return pages.size
    for (let i = 0; i + 8 <= b.length; i += 8) if (b.readUInt32LE(i) !== 0 || b.readUInt32LE(i + 4) !== 0) return k + i
    k += Math.max(8, b.length & ~7)
  }
  return pages.size
}

/**
 * Never throws because of its input. What is wrong with the file goes to `note` once everything that could be read has
 * come out.
 */
export function* journalEntries(pages: Pages, note: Note): Generator<JournalEntry> {
  const header = journalHeader(pages)
  if (!header) {
    note({ reason: 'bad-header', at: 0, detail: 'the header of the journal is damaged or cut' })
    return
  }
  if (header.unknownFlags !== 0) {
    note({
      reason: 'bad-header',
      at: 12,
      detail: `the journal uses features that this reader does not know (flags ${header.unknownFlags})`,
    })
    return
  }
  const walk: Walk = { past: 0, given: 0, broke: -1 }
  yield* chain(pages, header, walk)
  const cut = pages.size < header.end
  const missing = header.entries - walk.given
  let more = 0
  if (missing > 0 || walk.broke >= 0)
    for (const entry of found(pages, header, walk.past)) {
      more++
      yield entry
    }
  const lost = `${walk.given + more} of ${header.entries} entries could be read`
  if (cut)
    note({
      reason: 'archive-cut',
      at: pages.size,
      detail: `the journal is ${header.end - pages.size} bytes short; ${lost}`,
    })
  else if (walk.broke >= 0 || missing > more)
    note({ reason: 'bad-header', at: Math.max(0, walk.broke), detail: `the journal is damaged; ${lost}` })
}
