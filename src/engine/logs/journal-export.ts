/**
 * The Journal Export Format: `journalctl -o export`, what systemd-journal-remote receives, and what a journald file is
 * turned into before it is read.
 *
 *   __CURSOR=s=903d6e26…;i=1;b=35e85011…;m=599c22;t=5ebbc790fc89f;x=557fb4700ad6116a
 *   __REALTIME_TIMESTAMP=1666569601009823
 *   SYSLOG_IDENTIFIER=kernel
 *   MESSAGE=Booting Linux on physical CPU 0x0000000000 [0x410fd083]
 *
 * One field a line, an empty line after each entry (systemd's JOURNAL_EXPORT_FORMATS). A value with line ends or bytes
 * that are not text stands on a line of its own after the name: its length (u64, little-endian), the bytes, a line end.
 */
import { defineLog, type Head } from '../define'
import { JOURNAL_COLUMNS } from './scan/journal-columns'
import { journalDetails } from './scan/journal-details'
import { journalEntry } from './scan/journal-entry'
import { recordReader } from './scan/records'

const LONGEST_VALUE = 64 << 20
const decoder = new TextDecoder()
const isName = (c: number | undefined): boolean =>
  c !== undefined && ((c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95)

/** Calls `field` for each field of the entry at `from`; past its empty line, or -1, -2 as `Records.end`. */
function fields(
  b: Uint8Array,
  from: number,
  to: number,
  field: (b: Uint8Array, name: number, nameTo: number, value: number, valueTo: number) => void,
): number {
  let i = from
  while (i < to) {
    if (b[i] === 10) return i + 1
    if (b[i] === 13 && b[i + 1] === 10) return i + 2
    let k = i
    while (k < to && isName(b[k])) k++
    if (k === i) return i > from ? i : -1
    if (b[k] === 61) {
      let end = b.indexOf(10, k)
      if (end < 0 || end >= to) end = to
      field(b, i, k, k + 1, b[end - 1] === 13 ? end - 1 : end)
      i = end + 1
      continue
    }
    // An entry ends before what is no field.
    if (k < to && b[k] !== 10) return i > from ? i : -1
    if (k + 9 > to) return -2
    let length = 0
    for (let n = 8; n > 0; n--) length = length * 256 + b[k + n]!
    if (length > LONGEST_VALUE) return i > from ? i : -1
    const value = k + 9
    const end = value + length
    if (end >= to) {
      if (end === to) field(b, i, k, value, end)
      return end === to ? to : -2
    }
    if (b[end] !== 10) return i > from ? i : -1
    field(b, i, k, value, end)
    i = end + 1
  }
  return -2
}

const shape = ({ text }: Head): number => {
  if (!/^[A-Z_][A-Z0-9_]*(?:=|\n)/.test(text)) return 0
  if (/^__CURSOR=s=[0-9a-f]{32};i=[0-9a-f]+;b=/m.test(text)) return 0.97
  return /^__REALTIME_TIMESTAMP=\d{10,17}\r?$/m.test(text) || /^MESSAGE(?:=|\n[\s\S]{2}\0\0\0\0\0\0)/m.test(text)
    ? 0.9
    : 0
}

function fieldsOf(event: Uint8Array): ReadonlyMap<string, string> | null {
  const out = new Map<string, string>()
  const text = (b: Uint8Array, from: number, to: number) => decoder.decode(b.subarray(from, to))
  fields(event, 0, event.length, (b, name, nameTo, value, valueTo) => {
    const key = text(b, name, nameTo)
    if (!out.has(key)) out.set(key, text(b, value, valueTo))
  })
  return out.size > 0 ? out : null
}

export default defineLog({
  title: 'Journal, export format; journald’s own files',
  recognise: { shape },
  yearless: false,
  zoneless: false,
  columns: JOURNAL_COLUMNS,
  details: journalDetails(fieldsOf),
  message: (event, at) => {
    let to = event.indexOf(10, at)
    // After its length rather than after `=`.
    if (event[at - 1] !== 61 && at >= 8) to = at + event[at - 8]! + event[at - 7]! * 256 + event[at - 6]! * 65_536
    return decoder.decode(event.subarray(at, to < at ? event.length : to))
  },
  open: () => {
    const entry = journalEntry(() => null)
    return recordReader({
      begins: (b, from) => isName(b[from]) && !(b[from]! >= 48 && b[from]! <= 57),
      end: (b, from, to, last) => {
        entry.clear()
        const past = fields(b, from, to, entry.field)
        // The last entry may lack its empty line, or be cut within a field.
        return past === -2 && last ? to : past
      },
      event: (b, from, to, lines, sink) => {
        if (!entry.good) return false
        entry.event(b, from, to, lines, sink)
        return true
      },
    })
  },
})
