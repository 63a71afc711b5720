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
import { pastSpace } from './scan/bytes'
import { frameDetails, frameReader, missing } from './scan/frame'
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
  details: frameDetails,
  open: (context) => {
    const frame = frameReader(context.zone)
    // What an octet-counted message still has to come on further lines, line ends included.
    let rest = 0
    let seen = false

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
        if (end >= 0) {
          seen = true
          rest = missing.octets
        } else {
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
