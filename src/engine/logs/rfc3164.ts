/**
 * BSD syslog as files hold it (RFC 3164, and what syslogd, rsyslog, syslog-ng, journalctl and the BSDs write of it):
 *
 *   Mar  4 09:12:44 web1 sshd[2211]: Failed password for root from 203.0.113.9 port 4711 ssh2
 *   <38>Mar  4 09:12:44 web1 sshd[2211]: ...            PRI kept: facility and severity (RFC 3164, 4.1.1)
 *   Mar  4 09:12:44.123456 web1 kernel: [   12.345678] ...   fractions (rsyslog, journalctl -o short-precise)
 *   Mar  4 2025 09:12:44: %ASA-6-302013: ...             year after the day (Cisco); also `2025 Mar  4 09:12:44`
 *   Mar  4 09:12:44 sshd[2211]: ...                      no host (messages read straight from /dev/log)
 *   Mar  4 09:12:44 web1 su(pam_unix)[123]: ...          PAM's module in the tag (Linux-PAM before 0.99)
 *   Mar  4 09:12:44 web1 sshd[2]: [ID 800047 auth.info] ...  Solaris, syslogd(1M): message id, facility.level
 *   Mar  4 09:12:44 web1 auth|security:info sshd[2]: ... AIX, syslogd
 *   Mar  4 09:12:44 web1 authpriv.info sshd[2]: ...      busybox syslogd
 *   Mar  4 09:12:44 <auth.info> web1 sshd[2]: ...        FreeBSD, syslogd -v (-vv); `<4.6>` by number
 *   Mar  4 09:12:44 web1 last message repeated 3 times   no tag; nor has `-- MARK --`
 *   Mar  4 09:12:44 web1 syslogd 1.4.1: restart.         a version between the program and the colon
 *   [CET Mar  4 09:12:44] error : ...                    monit's own log
 *   2025-03-04T09:12:44.123456+01:00 web1 sshd[2]: ...   from the day on that rsyslog was told to (or upgraded)
 *   <134>1 2025-03-04T09:12:44+01:00 web1 sshd 2 - - ... likewise, RFC 5424
 *
 * Stamps carry no year and no zone: both come from the context. Indented lines belong to the event before (journalctl,
 * sudo's own log), and so do lines that begin with a word (a program's message of several lines). A run of NUL bytes before a stamp is what a crash or copytruncate leaves.
 */
import { dayOfYear, yearStep } from '../../shared/year-step'
import { defineLog, int, type LogSink, optional, text, time } from '../define'
import { digits, isDigit, month, pastDigits, pastSpace, small, two } from './scan/bytes'
import { clock } from './scan/clock'
import { pair, pairAt } from './scan/facility'
import { frameReader } from './scan/frame'
import { genericLine } from './scan/generic-reader'
import { goesOn } from './scan/goes-on'
import { fraction, pastFraction } from './scan/iso'
import { isoLine } from './scan/iso-line'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'
import { readTag, type Tag } from './scan/tag'
import { pastZoneName, zoneName } from './scan/zone-name'

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
/** A zone's name; a weekday there is asctime's stamp, which other formats read. */
const ZONE = '(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )[A-Z]{3,5} '
const LINE = new RegExp(
  String.raw`^\0*(?:<\d{1,3}>)?\[?(?:${ZONE}|\d{4} )?(?<month>${MONTH}) {1,2}(?<day>\d\d?)(?: \d{4})? \d\d:\d\d:\d\d(?:[.,]\d{1,9})?[:\]]? (?!\d{4}(?:\s|$))\S`,
  'i',
)
const ISO_LINE = /^(?:<\d{1,3}>)?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S* [\w.:-]+ [^\s:[\]]+(?:\[\d+\])?:? /
const FRAME = /^(?:\d{1,7} )?<\d{1,3}>[1-9]\d? \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* \S+ \S+ \S+ \S+ [[-]/
const STAMP = new RegExp(
  String.raw`^\0*(?:<\d{1,3}>)?(?:\[(?:${ZONE})?)?(?<month>${MONTH}) {1,2}(?<day>\d\d?) \d\d:\d\d:\d\d`,
  'i',
)
const HOUR = 3_600_000_000
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

export default defineLog({
  title: 'BSD syslog (RFC 3164)',
  recognise: {
    names: ['**/log/**', '*.log', 'messages*', 'syslog*', 'secure*', 'maillog*', 'authlog*', 'cron*'],
    shape: (head) => {
      const part = share(head, LINE)
      // A file that holds stamps of both kinds is read here: only this reader is given the year.
      const iso = part > 0.03 && part < 0.97 ? share(head, ISO_LINE) + share(head, FRAME) : 0
      return iso > 0 ? confidence(part + iso, 0.95) : confidence(part, 0.85)
    },
  },
  yearless: true,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('When the message was logged, to the second or as fine as the stamp; the year is inferred'),
    host: optional(text('Host as logged')),
    program: optional(text('Program from the tag')),
    pid: optional(int('PID from the tag')),
    facility: optional(int('Facility, from a priority or a name in the line, or from the file’s name')),
    severity: optional(int('Severity, from a priority or a name in the line')),
    message: text('What follows the tag'),
  },
  stamp: (line) => {
    const m = STAMP.exec(line.length > 200 ? line.slice(0, 200) : line)?.groups
    if (!m) return null
    const at = MONTHS.indexOf(m['month']!.toLowerCase())
    const day = Number(m['day'])
    return day >= 1 && day <= LONGEST[at]! ? { month: at + 1, day, weekday: null } : null
  },
  open: (context) => {
    const { wall, local } = clock(context.zone)
    const tag: Tag = { from: 0, to: 0, pid: -1, message: 0 }
    let year = context.firstYear
    let rollovers = 0
    // The day that the lines before had, and its number in the year; 0 before the first.
    let dayKey = 0
    let dayNumber = 0
    let seen = false
    const isoStamped = isoLine(context)
    const framed = frameReader(context.zone)
    const dated = genericLine(context)
    // Of the last line: where its stamp stands when it is plain, and its day.
    let plainAt = -1
    let plainDay = 0
    const days = new Map<number, number>()
    const reader = lineReader(
      (b, from, to, sink) => {
        let i = from
        plainAt = -1
        let { facility } = context
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
        // [Mar  4 09:12:44] (Asterisk), [CET Mar  4 09:12:44] (monit)
        let monit = false
        if (b[i] === 91) {
          i++
          const past = pastZoneName(b, i, to)
          if (past > i && b[past] === 32) {
            monit = true
            i = past + 1
          }
        }
        let stated = -1
        if (isDigit(b[i]) && b[i + 4] === 32) {
          stated = digits(b, i, 4)
          i += 5
        }
        const m = month(b, i)
        if (m === 0 || b[i + 3] !== 32 || to - i < 14) {
          // A file may change its format half way: what begins with another date is read as such a line.
          if (framed(b, from, to, sink) >= 0 || isoStamped(b, from, to, sink) || dated(b, from, to, sink)) seen = true
          else other(b, from, to, seen, sink)
          return
        }
        // Padded with a space or a zero, or not at all.
        let d = two(b, i + 4)
        let t = i + 7
        if (d < 0 && b[i + 4] === 32) d = isDigit(b[i + 5]) ? b[i + 5]! - 48 : -1
        else if (d < 0 && isDigit(b[i + 4]) && b[i + 5] === 32) {
          d = b[i + 4]! - 48
          t = i + 6
        }
        if (stated < 0 && b[t + 4] === 32 && isDigit(b[t])) {
          stated = digits(b, t, 4)
          t += 5
        }
        if (d < 1 || d > LONGEST[m - 1]! || b[t - 1] !== 32 || b[t + 2] !== 58 || b[t + 5] !== 58 || t + 8 > to) {
          other(b, from, to, seen, sink)
          return
        }
        if (stated < 0) {
          const key = m * 32 + d
          if (key !== dayKey) {
            const number = dayOfYear(m, d)
            if (dayKey !== 0) {
              const step = yearStep(dayNumber, number)
              year += step
              rollovers += step
            }
            dayKey = key
            dayNumber = number
          }
        }
        let k = t + 8
        let micros = 0
        if (b[k] !== 32) {
          k = pastFraction(b, k, to)
          micros = fraction.micros
        }
        const at = wall(stated < 0 ? year : stated, m, d, two(b, t), two(b, t + 3), two(b, t + 6), micros)
        if (b[k] === 58 || b[k] === 93) k++
        if (Number.isNaN(at) || (k < to && b[k] !== 32 && b[k] !== 9)) {
          other(b, from, to, seen, sink)
          return
        }
        k = pastSpace(b, k, to)
        if (monit) {
          // `error    : Warning: ...`
          let w = k
          while (w < to && w - k < 12 && b[w]! > 32) w++
          severity = levelAt(b, k, w)
          const colon = pastSpace(b, w, to)
          const message = b[colon] === 58 ? Math.min(to, pastSpace(b, colon + 1, to)) : k
          const offset = zoneName.offset * 1_000_000
          sink.event(from, to, message, Number.isNaN(offset) ? local(at) : at - offset, -1, -1, -1, facility, severity)
          seen = true
          return
        }
        // <auth.info>
        if (b[k] === 60) {
          let close = k + 1
          while (close < to && close - k < 32 && b[close] !== 62) close++
          if (b[close] === 62 && pairAt(b, k + 1, close, 46)) {
            facility = pair.facility
            severity = pair.severity
            k = pastSpace(b, close + 1, to)
          }
        }
        // The host ends at a space; a word that is a tag by itself stands where the host was left out.
        let h = k
        let c = h < to ? b[h]! : 32
        while (c !== 32 && c !== 9 && c !== 91) c = ++h < to ? b[h]! : 32
        let host = -1
        const hostAt = k
        if (c !== 91 && h > k && h < to && b[h - 1] !== 58 && b[k] !== 45) {
          host = sink.word(b, k, h)
          k = pastSpace(b, h, to)
        }
        // auth|security:info; busybox: authpriv.info
        if (c !== 91) {
          let e = k
          while (e < to && e - k < 40 && b[e] !== 32) e++
          if (b[e] === 32 && b[e - 1] !== 58 && b[e - 1] !== 93 && (pairAt(b, k, e, 58) || pairAt(b, k, e, 46))) {
            facility = pair.facility
            severity = pair.severity
            k = pastSpace(b, e, to)
          }
        }
        // A relay may have put the host before a line that had it.
        if (host >= 0 && b[k + h - hostAt] === 32 && same(b, hostAt, k, h - hostAt))
          k = pastSpace(b, k + h - hostAt, to)
        readTag(b, k, to, tag)
        if (tag.to === tag.from) version(b, k, to, tag)
        let program = -1
        if (tag.to > tag.from) {
          let end = tag.to
          if (b[end - 1] === 41) {
            // su(pam_unix): the program is su.
            let p = end - 1
            while (p > tag.from && b[p] !== 40) p--
            if (p > tag.from) end = p
          }
          program = sink.word(b, tag.from, end)
          // [ID 800047 auth.info]
          const p = tag.message
          if (b[p] === 91 && b[p + 1] === 73 && b[p + 2] === 68 && b[p + 3] === 32) {
            const after = pastDigits(b, p + 4, to)
            let close = after
            while (close < to && close - p < 60 && b[close] !== 93) close++
            if (b[close] === 93 && pairAt(b, after + 1, close, 46)) {
              facility = pair.facility
              severity = pair.severity
              tag.message = pastSpace(b, close + 1, to)
            }
          }
        }
        seen = true
        if (i === from && stated < 0 && t === from + 7) {
          plainAt = from
          plainDay = wall(year, m, d, 0, 0, 0, 0)
        }
        sink.event(from, to, tag.message, local(at), host, program, tag.pid, facility, severity)
      },
      () => rollovers,
    )
    return {
      ...reader,
      day: () => {
        if (plainAt < 0) return null
        let start = days.get(plainDay)
        if (start === undefined) {
          start = local(plainDay)
          for (let hour = 1; hour <= 24; hour++)
            if (local(plainDay + hour * HOUR) !== start + hour * HOUR) start = Number.NaN
          days.set(plainDay, start)
        }
        return Number.isNaN(start) ? null : { at: plainAt, start, facility: context.facility }
      },
    }
  },
})

function same(b: Uint8Array, a: number, other: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (b[a + k] !== b[other + k]) return false
  return true
}

/** A line without a stamp. */
function other(b: Uint8Array, from: number, to: number, seen: boolean, sink: LogSink): void {
  const first = b[from]
  // -- Journal begins at ..., -- Reboot --
  if (first === 45 && b[from + 1] === 45 && b[from + 2] === 32) sink.noise(from, to)
  else if (seen && goesOn(b, from, to)) sink.continuation(from, to)
  else sink.unparsed(from, to)
}

/** `syslogd 1.4.1#18: restart.` */
function version(b: Uint8Array, i: number, to: number, tag: Tag): void {
  const stop = Math.min(to, i + 48)
  let k = i
  while (k < stop && ((b[k]! >= 97 && b[k]! <= 122) || b[k] === 45)) k++
  if (k === i || b[k] !== 32 || !isDigit(b[k + 1])) return
  let e = k + 1
  while (e < stop && (isDigit(b[e]) || b[e] === 46 || b[e] === 35 || b[e] === 45)) e++
  if (e >= stop || b[e] !== 58 || (e + 1 < to && b[e + 1] !== 32)) return
  tag.from = i
  tag.to = k
  tag.message = Math.min(e + 2, to)
}
