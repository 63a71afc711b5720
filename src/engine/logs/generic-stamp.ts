/**
 * Any log whose lines begin with a full date in another spelling than ISO. Lower confidence than every format that
 * knows its program.
 *
 *   Mon Jun  6 18:43:28 2016 [pid 2] CONNECT: Client "192.0.2.9"          vsftpd (asctime)
 *   [Thu Feb  1 10:40:13 2018] rhn_check ...                              up2date
 *   19-Oct-2022 05:34:02.425 client @0x7f65 192.0.2.1#3076: ...           BIND
 *   [17/Jun/2011 17:00:45] Attempt to deliver ...                         Kerio, Webmin
 *   130324  0:04:00 [Warning] Access denied for user                      MySQL before 5.6
 *   [20220407-12:11:06] [INFO ] AUTHFAIL: user=x                          xrdp
 *   1386543323.000      4 192.0.2.7 TCP_DENIED/403 4099 GET ...           Squid (seconds since 1970)
 *   [1387288694] nsd[7745]: info: ratelimit block                         NSD, Nagios
 */
import { defineLog, int, optional, text, time } from '../define'
import { digits, isDigit, month, pastDigits, pastSpace, small, two } from './scan/bytes'
import { type Clock, clock } from './scan/clock'
import { ctime, pastCtime } from './scan/ctime'
import { fraction, pastFraction, pastOffset, shift } from './scan/iso'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const MON = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\d`
const LINE = new RegExp(
  String.raw`^(?:\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MON} {1,2}\d{1,2} ${TIME}(?:\.\d+)? \d{4}\b` +
    String.raw`|\[?\d\d[-/]${MON}[-/]\d{4}[ :]${TIME}` +
    String.raw`|\[\d{8}-${TIME}\]` +
    String.raw`|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) [ \d]\d:[0-5]\d:[0-6]\d[ \t]` +
    String.raw`|(?:[6-9]\d{8}|1\d{9})\.\d{3}(?:\d{3})?[ :]+\S+ \S` +
    String.raw`|\[1\d{9}\] \S)`,
)

export default defineLog({
  title: 'Log with dates in another spelling',
  recognise: { names: ['*.log', '**/log/**'], shape: (head) => confidence(share(head, LINE), 0.6) },
  yearless: false,
  zoneless: true,
  columns: {
    ts: time('The stamp at the start of the line'),
    program: optional(text('From `name[pid]:` right after the stamp')),
    pid: optional(int('From `name[pid]:` or `[pid 123]` right after the stamp')),
    severity: optional(int('From a severity word right after the stamp')),
    message: text('What follows the stamp'),
  },
  open: (context) => {
    const time = clock(context.zone)
    let seen = false
    return lineReader((b, from, to, sink) => {
      let k = stamp(b, b[from] === 91 ? from + 1 : from, to, time)
      // A stamp that was cut runs into the next line.
      if (k < 0 || k > to) {
        if (seen) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      const { ts } = found
      if (b[k] === 93) k++
      k = pastSpace(b, k, to)
      let severity = -1
      let program = -1
      let pid = -1
      const message = k
      if (b[k] === 91) {
        let e = k + 1
        while (e < to && b[e] !== 93 && b[e] !== 32 && e - k < 16) e++
        severity = levelAt(b, k + 1, e)
        // vsftpd: `[pid 2]`
        if (b[k + 1] === 112 && b[k + 2] === 105 && b[k + 3] === 100 && b[k + 4] === 32)
          pid = small(b, k + 5, pastDigits(b, k + 5, to, 10))
      } else {
        let e = k
        while (e < to && e - k < 64 && b[e] !== 91 && b[e] !== 32 && b[e] !== 58) e++
        if (b[e] === 91 && e > k) {
          const d = pastDigits(b, e + 1, to, 10)
          if (d > e + 1 && b[d] === 93) {
            program = sink.word(b, k, e)
            pid = small(b, e + 1, d)
            const w = pastSpace(b, b[d + 1] === 58 ? d + 2 : d + 1, to)
            let x = w
            while (x < to && x - w < 12 && b[x] !== 58 && b[x] !== 32) x++
            if (b[x] === 58) severity = levelAt(b, w, x)
          }
        }
      }
      sink.event(from, to, message, ts, -1, program, pid, context.facility, severity)
      seen = true
    })
  },
})

const found = { ts: Number.NaN }

/** The position after any of the stamps at `i`, or -1. */
function stamp(b: Uint8Array, i: number, to: number, time: Clock): number {
  const c = b[i]!
  if (!isDigit(c)) {
    const end = pastCtime(b, i, to, time)
    if (end > 0) found.ts = time.local(ctime.wall)
    return end
  }
  const run = pastDigits(b, i, to, 12) - i
  if (run === 2 && (b[i + 2] === 45 || b[i + 2] === 47) && month(b, i + 3) > 0 && b[i + 6] === b[i + 2]) {
    const t = i + 12
    const end = pastFraction(b, t + 8, to)
    const { micros } = fraction
    const at = time.wall(
      digits(b, i + 7, 4),
      month(b, i + 3),
      two(b, i),
      two(b, t),
      two(b, t + 3),
      two(b, t + 6),
      micros,
    )
    if (Number.isNaN(at)) return -1
    const past = b[end] === 32 ? pastOffset(b, end + 1, to) : end
    if (past > end + 4) {
      found.ts = at - shift.seconds * 1_000_000
      return past
    }
    found.ts = time.local(at)
    return end
  }
  if (run === 8 && b[i + 8] === 45) {
    const t = i + 9
    const at = time.wall(digits(b, i, 4), two(b, i + 4), two(b, i + 6), two(b, t), two(b, t + 3), two(b, t + 6), 0)
    if (Number.isNaN(at)) return -1
    found.ts = time.local(at)
    return t + 8
  }
  if (run === 6 && b[i + 6] === 32 && b[i + 9] === 58 && b[i + 12] === 58) {
    // Two-digit year: MySQL wrote it until 5.6 (2013).
    const hour = b[i + 7] === 32 ? (isDigit(b[i + 8]) ? b[i + 8]! - 48 : -1) : two(b, i + 7)
    const yy = two(b, i)
    const at = time.wall(
      yy + (yy < 70 ? 2000 : 1900),
      two(b, i + 2),
      two(b, i + 4),
      hour,
      two(b, i + 10),
      two(b, i + 13),
      0,
    )
    if (Number.isNaN(at)) return -1
    found.ts = time.local(at)
    return i + 15
  }
  if (((run === 9 && c >= 54) || (run === 10 && c === 49)) && (b[i + run] === 46 || b[i + run] === 93)) {
    const end = pastFraction(b, i + run, to)
    found.ts = digits(b, i, run) * 1_000_000 + (end > i + run ? fraction.micros : 0)
    return end
  }
  return -1
}
