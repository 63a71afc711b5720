/**
 * Apache's error log.
 *
 *   [Sun Mar 13 04:05:45 2005] [notice] Apache/2.0.40 (Red Hat Linux) configured -- resuming normal operations
 *   [Thu Jun 27 11:55:44.569531 2013] [core:info] [pid 4101:tid 2992634688] [client 192.0.2.7:46652] AH00128: File does not exist
 *
 * 2.4 puts the module before the level and the process after it (core's default ErrorLogFormat). Output of CGI programs
 * and of the start-up scripts stands between, without a stamp: it is taken as belonging to the line before.
 */
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, find, pastDigits, small, startsWith } from './scan/bytes'
import { clock } from './scan/clock'
import { ctime, pastCtime } from './scan/ctime'
import { apacheErrorDetails } from './scan/error-details'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE =
  /^\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{3,6})? \d{4}\] \[(?:[\w.-]*:)?(?:emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])\] /
const PID = bytesOf('[pid ')

export default defineLog({
  title: 'Apache error log',
  recognise: { names: ['*error*log*'], shape: (head) => confidence(share(head, LINE), 0.92) },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('Time of the server, to the microsecond in 2.4'),
    pid: optional(int('Process of the server (2.4)')),
    severity: int('Level; trace1 to trace8 count as debug'),
    message: text('What follows level and process: client, code, text'),
  },
  details: apacheErrorDetails,
  open: (context) => {
    const time = clock(context.zone)
    let seen = false
    return lineReader((b, from, to, sink) => {
      const end = b[from] === 91 ? pastCtime(b, from + 1, to, time) : -1
      if (end < 0 || b[end] !== 93 || b[end + 1] !== 32) {
        if (seen) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      let i = end + 2
      let severity = -1
      let pid = -1
      if (b[i] === 91) {
        const close = find(b, 93, i, Math.min(to, i + 64))
        if (close > 0) {
          const colon = find(b, 58, i, close)
          severity = levelAt(b, colon > 0 ? colon + 1 : i + 1, close)
          if (severity >= 0) i = b[close + 1] === 32 ? close + 2 : close + 1
        }
      }
      if (startsWith(b, i, to, PID)) {
        const p = pastDigits(b, i + PID.length, to, 10)
        const close = find(b, 93, p, Math.min(to, p + 64))
        if (close > 0) {
          pid = small(b, i + PID.length, p)
          i = b[close + 1] === 32 ? close + 2 : close + 1
        }
      }
      sink.event(from, to, Math.min(i, to), time.local(ctime.wall), -1, -1, pid, -1, severity)
      seen = true
    })
  },
})
