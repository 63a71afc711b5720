/**
 * `journalctl -o json`: one object a line, each field a string, in any order. Also `-o json-seq` (RFC 7464: a record
 * separator, 0x1E, before each) and `-o json-sse` (`data: ` before each).
 *
 *   {"__REALTIME_TIMESTAMP":"1666569601009823","_HOSTNAME":"fedora","SYSLOG_IDENTIFIER":"sshd","_PID":"812","PRIORITY":"6","MESSAGE":"..."}
 *
 * From systemd's JOURNAL_EXPORT_FORMATS: a field that is not UTF-8 is an array of byte values, one that occurs several
 * times is an array of strings, one that is too long is null. The time is what journalctl shows: when the message was
 * sent as the kernel saw it (_SOURCE_REALTIME_TIMESTAMP), else when journald received it (__REALTIME_TIMESTAMP). Fields
 * that begin with `_` are journald's, not the program's, and win over SYSLOG_PID and the like.
 */
import { defineLog } from '../define'
import { bytesOf, pastSpace, startsWith } from './scan/bytes'
import { JOURNAL_COLUMNS } from './scan/journal-columns'
import { journalDetails } from './scan/journal-details'
import { journalEntry } from './scan/journal-entry'
import { fieldsOf, spelt, textAt } from './scan/json-object'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE = /^(?:\x1e|data: )?\s*\{.*"__REALTIME_TIMESTAMP"\s*:\s*"?\d{10,17}/
const DATA = bytesOf('data: ')
const RECORD = 0x1e
const decoder = new TextDecoder()

/** The fields of the object in the bytes, as text. */
export function jsonFields(event: Uint8Array): ReadonlyMap<string, string> | null {
  const open = event.indexOf(123)
  if (open < 0) return null
  const out = new Map<string, string>()
  const past = fieldsOf(event, open, event.length, (b, name, nameTo, from, to) => {
    const key = decoder.decode(b.subarray(name, nameTo))
    if (!out.has(key)) out.set(key, decoder.decode(spelt(b, from, to) ?? b.subarray(from, to)))
  })
  return past > 0 ? out : null
}

export default defineLog({
  title: 'Journal, JSON lines',
  recognise: { shape: (head) => confidence(share(head, LINE), 0.97) },
  yearless: false,
  zoneless: false,
  splittable: true,
  columns: JOURNAL_COLUMNS,
  details: journalDetails(jsonFields),
  message: textAt,
  json: true,
  open: () => {
    const entry = journalEntry(spelt)
    return lineReader((b, from, to, sink) => {
      let i = b[from] === RECORD ? from + 1 : startsWith(b, from, to, DATA) ? from + DATA.length : from
      i = pastSpace(b, i, to)
      entry.clear()
      if (b[i] !== 123 || fieldsOf(b, i, to, entry.field) < 0 || !entry.good) sink.unparsed(from, to)
      else entry.event(b, from, to, 1, sink)
    })
  },
})
