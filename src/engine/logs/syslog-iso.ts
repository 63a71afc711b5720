/**
 * Syslog files with ISO stamps: rsyslog's RSYSLOG_FileFormat (the default of Debian 12, Ubuntu 24.04 and their
 * successors), syslog-ng's `ts-format(iso)`, `journalctl -o short-iso`, `-o short-iso-precise` and `-o short-full`,
 * macOS' `log show --style syslog`.
 *
 *   2025-03-04T09:12:44.123456+01:00 web1 sshd[4123]: Accepted publickey for alice from 192.0.2.10 port 51234 ssh2
 *   2025-03-04T09:12:44+0100 web1 kernel: device eth0 entered promiscuous mode
 *   Tue 2025-03-04 09:12:44 CET web1 CRON[77]: (root) CMD (true)
 *   1741079564.123456 web1 sshd[812]: Server listening on :: port 22.          journalctl -o short-unix
 *   2025-03-04 09:12:44.123456-0800  localhost tccd[1030]: [com.apple.TCC:access] Update
 *
 * A priority `<38>` may stand first (a raw socket dump). The host may be missing, then the tag follows the stamp.
 * journalctl indents the further lines of a message; lines that begin with `-- ` are its own (boots, catalog texts).
 */
import { defineLog, int, optional, text, time } from '../define'
import { genericLine } from './scan/generic-reader'
import { goesOn } from './scan/goes-on'
import { isoLine } from './scan/iso-line'
import { LEVELS } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?'
const WALL = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`
const OFFSET = String.raw`(?:Z|[+-]\d\d:?\d\d| [A-Z]{3,5}(?= )| [+-]\d\d(?:\d\d)?(?= ))`
const WORD = `(?!(?:${LEVELS})\\b)`
const TAG = String.raw`(?:[\w.-]+\[\d+\] |[^\s:[\]"{}<>=,]+(?:\[[^\]\s]{1,24}\])?:(?: |$)|[\w.-]+(?: [\w.-]+){1,4}\[\d+\]: )`
const REST = String.raw` +(?:${WORD}[\w:][\w.:-]* +)?${WORD}${TAG}`
const LINE = new RegExp(`^(?:<\\d{1,3}>)?${WEEKDAY}${WALL}(?:${OFFSET})?${REST}`, 'i')
const SURE = new RegExp(`^(?:<\\d{1,3}>)?${WEEKDAY}${WALL}${OFFSET}${REST}`, 'i')
/** rsyslog's own stamp in full: even a line without a tag is then a syslog line. */
const RSYSLOG = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d [\w.:-]+ +\S/
const UNIX = /^1\d{9}\.\d{6} [\w.-]+ (?:[^\s:[\]]+(?:\[\d+\])?: |[\w.-]+(?: [\w.-]+){1,4}\[\d+\]: )/
const JOURNAL = /^-- (?:Logs begin at|Journal begins at|Boot [0-9a-f]{32}|Reboot --|No entries)/

export default defineLog({
  title: 'Syslog with ISO stamps (rsyslog, journalctl short-iso)',
  recognise: {
    names: ['**/log/**'],
    shape: (head) => {
      const sure = Math.max(share(head, SURE), share(head, UNIX))
      // journalctl's own first line makes the kind certain even when messages run over many lines.
      if (JOURNAL.test(head.text) && sure > 0.1) return 0.9
      return Math.max(
        confidence(sure, 0.9),
        confidence(share(head, LINE), 0.72),
        confidence(share(head, RSYSLOG), 0.72),
      )
    },
  },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('When the message was logged, to the microsecond; the capture’s zone applies where no offset is given'),
    host: optional(text('Host as logged')),
    program: optional(text('Program from the tag')),
    pid: optional(int('PID from the tag')),
    facility: optional(int('Facility, from a priority in the line or the file’s name')),
    severity: optional(int('Severity, from a priority in the line')),
    message: text('What follows the tag'),
  },
  open: (context) => {
    const read = isoLine(context)
    const dated = genericLine(context)
    let seen = false
    return lineReader((b, from, to, sink) => {
      if (read(b, from, to, sink) || dated(b, from, to, sink)) {
        seen = true
        return
      }
      const c = b[from]
      if (c === 45 && b[from + 1] === 45 && b[from + 2] === 32) sink.noise(from, to)
      else if (seen && goesOn(b, from, to)) sink.continuation(from, to)
      else sink.unparsed(from, to)
    })
  },
})
