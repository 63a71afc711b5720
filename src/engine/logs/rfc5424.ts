/**
 * RFC 5424 messages, one a line: rsyslog's RSYSLOG_SyslogProtocol23Format, syslog-ng's `flags(syslog-protocol)` files,
 * captured network streams with octet counts (RFC 6587, 3.4.1: `83 <34>1 ...`), where a message may hold line ends and
 * the next one may follow without any.
 *
 *   <165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3"] An event
 *
 * `-` is the nil value of each field. In structured data `"`, `\` and `]` are escaped with `\` inside values (6.3.3).
 * The message may begin with a UTF-8 byte order mark (6.4), which is not part of it.
 */
import { defineLog, int, optional, text, time } from '../define'
import { digits, isDigit, pastDigits, pastSpace, small } from './scan/bytes'
import { isoScanner } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE =
  /^(?:\d{1,7} )?<\d{1,3}>[1-9]\d? (?:-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) \S+ \S+ \S+ \S+ (?:-|\[)/

export default defineLog({
  title: 'Syslog, RFC 5424',
  recognise: { names: ['**/log/**'], shape: (head) => confidence(share(head, LINE), 0.95) },
  yearless: false,
  zoneless: false,
  columns: {
    ts: optional(time('TIMESTAMP, to the microsecond; unknown when the sender had no clock')),
    host: optional(text('HOSTNAME')),
    program: optional(text('APP-NAME')),
    pid: optional(int('PROCID when it is a number')),
    facility: int('Facility, from the priority'),
    severity: int('Severity, from the priority'),
    message: text('MSG, after the structured data'),
  },
  open: (context) => {
    const iso = isoScanner(context.zone)
    // What an octet-counted message still has to come on further lines, line ends included.
    let rest = 0
    let seen = false

    /** Reads one frame at `i`; its end, or -1 when there is none. `to` is the end of the line. */
    const frame = (b: Uint8Array, start: number, to: number, sink: Parameters<Parameters<typeof lineReader>[0]>[3]) => {
      let i = start
      let end = to
      let counted = -1
      const past = pastDigits(b, i, to, 7)
      if (past > i && b[past] === 32 && b[past + 1] === 60) {
        counted = digits(b, i, past - i)
        i = past + 1
        end = Math.min(to, i + counted)
      }
      if (b[i] !== 60) return -1
      const pri = pastDigits(b, i + 1, end, 3)
      const priority = small(b, i + 1, pri)
      if (priority < 0 || priority > 191 || b[pri] !== 62) return -1
      const version = pastDigits(b, pri + 1, end, 2)
      if (version === pri + 1 || b[pri + 1] === 48 || b[version] !== 32) return -1
      let k = version + 1
      let ts = Number.NaN
      if (b[k] === 45 && b[k + 1] === 32) k++
      else {
        k = iso.at(b, k, end)
        if (k < 0) return -1
        ts = iso.ts
      }
      // HOSTNAME, APP-NAME, PROCID, MSGID: a space before each.
      const at: [number, number, number, number, number] = [0, 0, 0, 0, 0]
      for (let field = 0; field < 5; field++) {
        if (b[k] !== 32 || k >= end) return -1
        k++
        at[field] = k
        if (field === 4) break
        // The longest field is HOSTNAME with 255; some slack, but no megabytes.
        const most = Math.min(end, k + 1024)
        while (k < most && b[k] !== 32) k++
        if (k === at[field] || k >= most) return -1
      }
      const known = (field: number) => !(b[at[field]!] === 45 && at[field + 1]! - at[field]! === 2)
      const host = known(0) ? sink.word(b, at[0], at[1] - 1) : -1
      const program = known(1) ? sink.word(b, at[1], at[2] - 1) : -1
      const pid = isDigit(b[at[2]]) ? small(b, at[2], at[3] - 1) : -1
      k = pastData(b, at[4], end)
      let message = k < end && b[k] === 32 ? k + 1 : Math.min(k, end)
      if (b[message] === 0xef && b[message + 1] === 0xbb && b[message + 2] === 0xbf && message + 3 <= end) message += 3
      sink.event(start, end, message, ts, host, program, pid, priority >> 3, priority & 7)
      seen = true
      if (counted >= 0 && i + counted > to) rest = i + counted - to
      return end
    }

    return lineReader((b, from, to, sink) => {
      let i = from
      if (rest > 0) {
        // The line end counts as one octet.
        const length = to - from + 1
        if (length <= rest) {
          rest -= length
          sink.continuation(from, to)
          return
        }
        sink.continuation(from, from + rest - 1)
        i = from + rest - 1
        rest = 0
      }
      for (;;) {
        const end = frame(b, i, to, sink)
        if (end < 0) {
          if (seen && (i > from || b[i] === 32 || b[i] === 9)) sink.continuation(i, to)
          else sink.unparsed(i, to)
          return
        }
        i = pastSpace(b, end, to)
        if (i >= to) return
      }
    })
  },
})

/** Past the structured data at `i`: `-`, or elements in brackets one after the other. */
function pastData(b: Uint8Array, i: number, to: number): number {
  if (b[i] === 45) return i + 1
  let k = i
  while (k < to && b[k] === 91) {
    let quoted = false
    let j = k + 1
    for (; j < to; j++) {
      const c = b[j]
      if (c === 92) j++
      else if (c === 34) quoted = !quoted
      else if (c === 93 && !quoted) break
    }
    // An element that never closes: the rest is the message.
    if (j >= to) return k
    k = j + 1
  }
  return k
}
