/**
 * A journald file as text in the Journal Export Format (systemd's JOURNAL_EXPORT_FORMATS), byte for byte what
 * `journalctl -o export --file` of systemd 254 and later prints:
 *
 *   __CURSOR=s=903d6e26…;i=1;b=35e85011…;m=599c22;t=5ebbc790fc89f;x=557fb4700ad6116a
 *   __REALTIME_TIMESTAMP=1666569601009823
 *   __MONOTONIC_TIMESTAMP=5872674
 *   __SEQNUM=1
 *   __SEQNUM_ID=903d6e26b4ec473abddc5c25f8b9ab70
 *   _BOOT_ID=35e8501129134edd9df5267c49f744a4
 *   MESSAGE=Booting Linux on physical CPU 0x0000000000 [0x410fd083]
 *
 * A value that holds a line end, another control character or bytes that are not UTF-8 follows its name on a line of its
 * own: the length (u64, little-endian), the bytes, a line end. An empty line ends an entry. Memory: pages and a cache of
 * fields, whatever the size of the file.
 */
import { journalEntries } from './journal-entries'
import { dataAt, type JournalEntry, journalHeader, MOST_FIELD } from './journal-file'
import type { Pages } from './pages'
import { chunksOf, type Note, readerOf } from './reader'
import { unlz4Block } from './unlz4'
import { unxz } from './unxz'
import { unzstd } from './unzstd'

const CHUNK = 262_144
/** Fields that many entries share (a host's name, a unit) are made once. */
const KEPT_BYTES = 16 << 20
const KEPT_FIELD = 16_384
const NAME = /^[A-Z_][A-Z0-9_]{0,63}$/
const BOOT_ID = Buffer.from('_BOOT_ID=')

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MOST_FIELD) return null
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

async function unpacked(kind: 'xz' | 'lz4' | 'zstd', bytes: Buffer): Promise<Buffer | null> {
  if (kind === 'lz4') {
    if (bytes.length < 9) return null
    const size = bytes.readUInt32LE(0) + bytes.readUInt32LE(4) * 2 ** 32
    return size > MOST_FIELD ? null : unlz4Block(bytes.subarray(8), size)
  }
  let bad = false
  const note: Note = () => {
    bad = true
  }
  const input = readerOf(chunksOf(bytes))
  const out = await gathered(kind === 'xz' ? unxz(input, note) : unzstd(input, note))
  return bad ? null : out
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const CONTROL = /[\0-\x08\n-\x1f\x7f-\x9f\u{fdd0}-\u{fdef}]|[\u{fffe}\u{ffff}]/u

/** Whether journalctl prints a value as it is: UTF-8 without control characters but tabs. */
function printable(value: Buffer): boolean {
  let plain = true
  for (let i = 0; i < value.length; i++) {
    const c = value[i]!
    if ((c < 32 && c !== 9) || c === 127) return false
    if (c > 127) plain = false
  }
  if (plain) return true
  try {
    const text = strict.decode(value)
    if (CONTROL.test(text)) return false
    for (const c of text) if ((c.codePointAt(0)! & 0xfffe) === 0xfffe) return false
    return true
  } catch {
    return false
  }
}

/** `FIELD=value` as it stands in the export; null when it is no field. */
function field(bytes: Buffer): Buffer | null {
  const mark = bytes.indexOf(61)
  if (mark < 1 || !NAME.test(bytes.toString('latin1', 0, Math.min(mark, 65)))) return null
  const value = bytes.subarray(mark + 1)
  const out = Buffer.allocUnsafe(bytes.length + 10)
  if (printable(value)) {
    bytes.copy(out)
    out[bytes.length] = 10
    return out.subarray(0, bytes.length + 1)
  }
  bytes.copy(out, 0, 0, mark)
  out[mark] = 10
  out.writeUInt32LE(value.length, mark + 1)
  out.writeUInt32LE(0, mark + 5)
  value.copy(out, mark + 9)
  out[mark + 9 + value.length] = 10
  return out.subarray(0, mark + 10 + value.length)
}

const head = (e: JournalEntry, seqnumId: string): string =>
  `__CURSOR=s=${seqnumId};i=${e.seqnum.toString(16)};b=${e.bootId};m=${e.monotonic.toString(16)};t=${e.realtime.toString(16)};x=${e.xorHash.toString(16)}
__REALTIME_TIMESTAMP=${e.realtime}
__MONOTONIC_TIMESTAMP=${e.monotonic}
__SEQNUM=${e.seqnum}
__SEQNUM_ID=${seqnumId}
_BOOT_ID=${e.bootId}
`

/** Chunks of some 256 KiB. Never throws because of its input; damage is told to `note` when all else has come out. */
export async function* journalExport(pages: Pages, note: Note): AsyncGenerator<Uint8Array> {
  const header = journalHeader(pages)
  const compact = header?.compact ?? false
  const kept = new Map<number, Buffer | null>()
  let weight = 0
  let lost = 0
  let parts: Buffer[] = []
  let size = 0
  const read = async (at: number): Promise<Buffer | null> => {
    const data = dataAt(pages, at, compact)
    if (!data || data.compression === 'unknown') return null
    const bytes = data.compression === 'none' ? data.bytes : await unpacked(data.compression, data.bytes)
    return bytes === null ? null : bytes.subarray(0, 9).equals(BOOT_ID) ? Buffer.alloc(0) : field(bytes)
  }
  for (const entry of journalEntries(pages, note)) {
    const begin = Buffer.from(head(entry, header!.seqnumId), 'latin1')
    parts.push(begin)
    size += begin.length
    for (const at of entry.items) {
      let text = kept.get(at)
      if (text === undefined) {
        text = await read(at)
        if (text === null || text.length <= KEPT_FIELD) {
          weight += (text?.length ?? 0) + 64
          if (weight > KEPT_BYTES) {
            kept.clear()
            weight = 0
          }
          kept.set(at, text)
        }
      }
      if (text === null) lost++
      else {
        parts.push(text)
        size += text.length
      }
      if (size > CHUNK) {
        yield Buffer.concat(parts)
        parts = []
        size = 0
      }
    }
    parts.push(END)
    size++
  }
  if (size > 0) yield Buffer.concat(parts)
  if (lost > 0)
    note({ reason: 'compressed-corrupt', at: null, detail: `${lost} fields of the journal could not be read` })
}

const END = Buffer.from('\n')
