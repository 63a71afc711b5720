/**
 * Syslog files with ISO stamps: rsyslog's RSYSLOG_FileFormat (the default of Debian 12, Ubuntu 24.04 and their
 * successors), syslog-ng's `ts-format(iso)`, `journalctl -o short-iso`, `-o short-iso-precise` and `-o short-full`,
 * macOS' `log show --style syslog`.
 *
 *   2025-03-04T09:12:44.123456+01:00 web1 sshd[4123]: Accepted publickey for alice from 192.0.2.10 port 51234 ssh2
 *   2025-03-04T09:12:44+0100 web1 kernel: device eth0 entered promiscuous mode
 *   Tue 2025-03-04 09:12:44 CET web1 CRON[77]: (root) CMD (true)
 *   2025-03-04 09:12:44.123456-0800  localhost tccd[1030]: [com.apple.TCC:access] Update
 *
 * A priority `<38>` may stand first (a raw socket dump). The host may be missing, then the tag follows the stamp.
 * journalctl indents the further lines of a message; lines that begin with `-- ` are its own (boots, catalog texts).
 */
import { defineLog, int, optional, text, time } from '../define'
import { digits, pastDigits, pastSpace, small, weekday } from './scan/bytes'
import { clock } from './scan/clock'
import { isoScanner, pastOffset, shift } from './scan/iso'
import { LEVELS } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'
import { readTag, type Tag } from './scan/tag'

const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?'
const WALL = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`
const OFFSET = String.raw`(?:Z|[+-]\d\d:?\d\d| [A-Z]{3,5}(?= )| [+-]\d\d(?:\d\d)?(?= ))`
const WORD = `(?!(?:${LEVELS})\\b)`
const TAG = String.raw`(?:[^\s:[\]"{}<>=,]+(?:\[[^\]\s]{1,24}\])?:(?: |$)|[\w.-]+(?: [\w.-]+){1,4}\[\d+\]: )`
const REST = String.raw` +(?:${WORD}[\w:][\w.:-]* +)?${WORD}${TAG}`
const LINE = new RegExp(`^(?:<\\d{1,3}>)?${WEEKDAY}${WALL}(?:${OFFSET})?${REST}`, 'i')
const SURE = new RegExp(`^(?:<\\d{1,3}>)?${WEEKDAY}${WALL}${OFFSET}${REST}`, 'i')
/** rsyslog's own stamp in full: even a line without a tag is then a syslog line. */
const RSYSLOG = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d [\w.:-]+ +\S/
const JOURNAL = /^-- (?:Logs begin at|Journal begins at|Boot [0-9a-f]{32}|Reboot --|No entries)/

export default defineLog({
  title: 'Syslog with ISO stamps (rsyslog, journalctl short-iso)',
  recognise: {
    names: ['**/log/**'],
    shape: (head) => {
      const sure = share(head, SURE)
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
    const iso = isoScanner(context.zone, clock(context.zone))
    const tag: Tag = { from: 0, to: 0, pid: -1, message: 0 }
    let seen = false
    return lineReader((b, from, to, sink) => {
      let i = from
      let facility = context.facility
      let severity = -1
      if (b[i] === 60) {
        const past = pastDigits(b, i + 1, to, 3)
        const priority = small(b, i + 1, past)
        if (priority >= 0 && priority <= 191 && b[past] === 62) {
          facility = priority >> 3
          severity = priority & 7
          i = past + 1
        }
      }
      if (b[i + 3] === 32 && weekday(b, i) >= 0) i += 4
      let k = iso.at(b, i, to)
      if (k < 0) {
        const c = b[from]
        if (c === 45 && b[from + 1] === 45 && b[from + 2] === 32) sink.noise(from, to)
        else if (seen && (c === 32 || c === 9)) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      let { ts } = iso
      if (!iso.zoned) {
        const past = pastZone(b, k, to, iso.wall)
        if (past > k) {
          k = past
          if (!Number.isNaN(named)) ts = named
        }
      }
      if (b[k] !== 32 && b[k] !== 9 && k < to) {
        sink.unparsed(from, to)
        return
      }
      k = pastSpace(b, k, to)
      // The host ends at a space; a word that is a tag by itself stands where the host was left out.
      let h = k
      const longest = Math.min(to, k + 256)
      while (h < longest && b[h] !== 32 && b[h] !== 9 && b[h] !== 91) h++
      let host = -1
      const colon = b[h - 1] === 58 && h > k
      if (!colon && h > k && h < longest && b[h] !== 91) {
        host = sink.word(b, k, h)
        k = pastSpace(b, h, to)
      }
      readTag(b, k, to, tag)
      const program = tag.to > tag.from ? sink.word(b, tag.from, tag.to) : -1
      sink.event(from, to, tag.message, ts, host, program, tag.pid, facility, severity)
      seen = true
    })
  },
})

/** The instant that `pastZone` found, NaN when the name does not tell the offset. */
let named = Number.NaN

/**
 * Past ` UTC`, ` CET`, ` +01` (journalctl -o short-full). A name other than UTC is the host's own zone, and the
 * capture's zone knows its summer time better.
 */
function pastZone(b: Uint8Array, i: number, to: number, wall: number): number {
  named = Number.NaN
  if (b[i] !== 32) return i
  let k = i + 1
  if (b[k] === 43 || b[k] === 45) {
    k = pastOffset(b, i + 1, to)
    if (k === i + 1 || b[k] !== 32 || digits(b, i + 2, 2) < 0) return i
    named = wall - shift.seconds * 1_000_000
    return k
  }
  while (k < to && k - i <= 5 && b[k]! >= 65 && b[k]! <= 90) k++
  if (k - i < 4 || b[k] !== 32) return i
  if (b[i + 1] === 85 && b[i + 2] === 84 && b[i + 3] === 67 && k === i + 4) named = wall
  return k
}
