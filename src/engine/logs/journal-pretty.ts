/**
 * `journalctl -o json-pretty`: as `-o json` (journal-json.ts), each object over many lines.
 *
 *   {
 *   	"__REALTIME_TIMESTAMP" : "1666584380610269",
 *   	"SYSLOG_IDENTIFIER" : "systemd",
 *   	"MESSAGE" : "Stopping dbus-broker.service - D-Bus User Message Bus..."
 *   }
 */
import { defineLog, type Head } from '../define'
import { jsonFields } from './journal-json'
import { JOURNAL_COLUMNS } from './scan/journal-columns'
import { journalDetails } from './scan/journal-details'
import { journalEntry } from './scan/journal-entry'
import { fieldsOf, spelt, textAt } from './scan/json-object'
import { recordReader } from './scan/records'

const shape = ({ text }: Head): number =>
  /^\s*\[?\s*\{\s*[\r\n]/.test(text.slice(0, 200)) && /^\s+"__REALTIME_TIMESTAMP"\s*:\s*"?\d{10,17}/m.test(text)
    ? 0.97
    : 0

export default defineLog({
  title: 'Journal, JSON over several lines',
  recognise: { shape },
  yearless: false,
  zoneless: false,
  columns: JOURNAL_COLUMNS,
  details: journalDetails(jsonFields),
  message: textAt,
  json: true,
  open: () => {
    const entry = journalEntry(spelt)
    return recordReader({
      begins: (b, from) => b[from] === 123,
      end: (b, from, to) => {
        entry.clear()
        return fieldsOf(b, from, to, entry.field)
      },
      event: (b, from, to, lines, sink) => {
        if (!entry.good) return false
        entry.event(b, from, to, lines, sink)
        return true
      },
    })
  },
})
