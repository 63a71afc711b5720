/**
 * `journalctl -o verbose`: a line with the cursor, then each field on a line of its own, indented by four; the further
 * lines of a value are indented as far as its first.
 *
 *   Mon 2022-10-24 04:06:20.608299 UTC [s=903d6e26…;i=7d3;b=35e85011…;m=4c83761;t=5ebbfe9fe96dd;x=2a4556c395]
 *       PRIORITY=6
 *       _HOSTNAME=fedora
 *       MESSAGE=Stopping dbus-broker.service - D-Bus User Message Bus...
 *
 * `t=` in the cursor is the time in microseconds, in hexadecimal; it needs no zone. Values that are no text are left out
 * (`MESSAGE=[1.2K blob data]`).
 */
import { defineLog } from '../define'
import { JOURNAL_COLUMNS } from './scan/journal-columns'
import { journalDetails } from './scan/journal-details'
import { journalEntry } from './scan/journal-entry'
import { recordReader } from './scan/records'

const HEAD =
  /^(?:[^\s[]+ ){0,4}\[s=[0-9a-f]{32};i=[0-9a-f]{1,16};b=[0-9a-f]{32};m=[0-9a-f]{1,16};t=[0-9a-f]{1,16};x=[0-9a-f]{1,16}\]\r?$/m
const CURSOR =
  /^(?:[^\s[]+ ){0,4}\[(s=[0-9a-f]{1,32};i=[0-9a-f]+;b=[0-9a-f]+;m=([0-9a-f]+);t=([0-9a-f]{1,14});x=[0-9a-f]+)\]/
const LONGEST_HEAD = 320
const decoder = new TextDecoder()
const head = (b: Uint8Array, from: number, to: number) =>
  CURSOR.exec(decoder.decode(b.subarray(from, Math.min(to, from + LONGEST_HEAD))))

/** The cursor's `[s=` stands after weekday, date, time and zone. */
function begins(b: Uint8Array, from: number, to: number): boolean {
  const stop = Math.min(to - 2, from + 64)
  if (b[from] === 32) return false
  for (let k = from; k < stop; k++) if (b[k] === 91) return b[k + 1] === 115 && b[k + 2] === 61
  return false
}

type OnField = (b: Uint8Array, name: number, nameTo: number, value: number, valueTo: number) => void

/** Past the lines of the entry at `from`: those that are indented. */
function fields(b: Uint8Array, from: number, to: number, field: OnField): number {
  let i = b.indexOf(10, from) + 1
  let name = -1
  let mark = -1
  let valueTo = -1
  const done = () => {
    if (name >= 0) field(b, name, mark, mark + 1, valueTo)
    name = -1
  }
  while (i > 0 && i < to) {
    if (b[i] !== 32 || b[i + 1] !== 32) {
      done()
      return i
    }
    let end = b.indexOf(10, i)
    if (end < 0 || end > to) end = to
    const stop = b[end - 1] === 13 ? end - 1 : end
    if (b[i + 4] !== 32) {
      done()
      const equals = b.indexOf(61, i)
      if (equals > i + 4 && equals < end) {
        name = i + 4
        mark = equals
      }
    }
    valueTo = stop
    i = end + 1
  }
  done()
  return -2
}

export default defineLog({
  title: 'Journal, verbose',
  recognise: { shape: ({ text }) => (HEAD.test(text) && /^ {4}_BOOT_ID=[0-9a-f]{32}\r?$/m.test(text) ? 0.97 : 0) },
  yearless: false,
  zoneless: false,
  columns: JOURNAL_COLUMNS,
  // Further lines stand below the first letter of the first: 4 and `MESSAGE=`.
  message: (event, at) => {
    const [first, ...more] = decoder.decode(event.subarray(at)).split(/\r?\n/)
    const next = more.findIndex((line) => !line.startsWith(' '.repeat(12)))
    return [first, ...more.slice(0, next < 0 ? more.length : next).map((line) => line.slice(12))].join('\n')
  },
  details: journalDetails((event) => {
    const out = new Map<string, string>()
    const cursor = head(event, 0, event.length)
    if (!cursor) return null
    out.set('__CURSOR', cursor[1]!)
    out.set('__MONOTONIC_TIMESTAMP', String(Number.parseInt(cursor[2]!, 16)))
    fields(event, 0, event.length, (b, name, nameTo, value, valueTo) => {
      const key = decoder.decode(b.subarray(name, nameTo))
      if (!out.has(key)) out.set(key, decoder.decode(b.subarray(value, valueTo)))
    })
    return out
  }),
  open: () => {
    const entry = journalEntry(() => null)
    return recordReader({
      begins,
      end: (b, from, to, last) => {
        entry.clear()
        const past = fields(b, from, to, entry.field)
        return past === -2 && last ? to : past
      },
      event: (b, from, to, lines, sink) => {
        const t = head(b, from, to)?.[3]
        const ts = t === undefined ? Number.NaN : Number.parseInt(t, 16)
        if (!(ts > 0 && ts < 9_000_000_000_000_000)) return false
        entry.event(b, from, to, lines, sink, ts)
        return true
      },
    })
  },
})
