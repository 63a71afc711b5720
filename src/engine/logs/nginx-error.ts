/**
 * nginx's error log.
 *
 *   2025/03/04 09:12:44 [error] 1234#1234: *17 open() "/srv/x" failed (2: No such file or directory), client: 192.0.2.7
 *
 * pid#tid, then the connection's serial number. Level names as in ngx_log.c.
 */
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, find, pastDigits, pastSpace, small } from './scan/bytes'
import { nginxErrorDetails } from './scan/error-details'
import { isoScanner } from './scan/iso'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(?:debug|info|notice|warn|error|crit|alert|emerg)\] \d+#\d+: /
const NGINX = bytesOf('nginx')

export default defineLog({
  title: 'nginx error log',
  recognise: { names: ['*error*log*'], shape: (head) => confidence(share(head, LINE), 0.93) },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('Time of the server'),
    program: text('nginx'),
    pid: optional(int('Worker process')),
    severity: int('Level'),
    message: text('The message, from the connection number on'),
  },
  details: nginxErrorDetails,
  open: (context) => {
    const iso = isoScanner(context.zone)
    let seen = false
    return lineReader((b, from, to, sink) => {
      const end = b[from + 4] === 47 ? iso.at(b, from, to) : -1
      if (end < 0 || b[end] !== 32 || b[end + 1] !== 91) {
        if (seen) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      let i = end + 1
      let severity = -1
      let pid = -1
      const close = find(b, 93, i, Math.min(to, i + 16))
      if (close > 0) {
        severity = levelAt(b, i + 1, close)
        i = pastSpace(b, close + 1, to)
        const p = pastDigits(b, i, to, 10)
        if (p > i && b[p] === 35) {
          const t = pastDigits(b, p + 1, to, 10)
          if (b[t] === 58) {
            pid = small(b, i, p)
            i = pastSpace(b, t + 1, to)
          }
        }
      }
      sink.event(from, to, i, iso.ts, -1, sink.word(NGINX, 0, NGINX.length), pid, -1, severity)
      seen = true
    })
  },
})
