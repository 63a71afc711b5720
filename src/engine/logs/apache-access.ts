/**
 * HTTP access logs: NCSA common and combined, as Apache, nginx, lighttpd, thttpd and OpenBSD's httpd write them.
 *
 *   192.0.2.7 - alice [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326 "http://example.net/" "Mozilla/4.08"
 *   www.example.net:443 192.0.2.7 - - [04/Mar/2025:09:12:44 +0000] "GET / HTTP/1.1" 404 196     (vhost_combined)
 *
 * The user may hold spaces (Apache does not escape them), so the stamp is found by its shape rather than by counting
 * words. The request is whatever the client sent; quotes and control characters in it are escaped with `\`.
 */
import { defineLog, int, optional, text, time } from '../define'
import { digits, find, isDigit, month, two } from './scan/bytes'
import { clock } from './scan/clock'
import { httpDetails } from './scan/http-details'
import { pastOffset, shift } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE =
  /^(?!\d{4}-\d\d-)\S{1,255} .{0,300}?\[\d{1,2}\/(?:[A-Z][a-z]{2}|\d\d)\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "(?:[^"\\]|\\.)*"? ?(?:\d{3}|-)?/

export default defineLog({
  title: 'HTTP access log (common, combined)',
  recognise: {
    names: ['*access*log*', '**/httpd/*', '**/nginx/*'],
    shape: (head) => confidence(share(head, LINE), 0.9),
  },
  yearless: false,
  zoneless: false,
  splittable: true,
  columns: {
    ts: time('When the request was received'),
    severity: optional(int('From the status: 5xx error, 4xx warning, else informational')),
    message: text('The whole line: client, user, request, status, bytes, referrer, agent'),
  },
  details: httpDetails,
  open: (context) => {
    const { wall, local } = clock(context.zone)
    return lineReader((b, from, to, sink) => {
      // [dd/Mon/yyyy:hh:mm:ss +zzzz]
      const stop = Math.min(to - 22, from + 1024)
      for (let k = from; k < stop; k++) {
        if (b[k] !== 91) continue
        // Apache writes the day with two digits; some servers leave the first out.
        const short = b[k + 2] === 47
        const o = short ? k - 1 : k
        if (b[o + 3] !== 47 || (b[o + 12] !== 58 && b[o + 11] !== 58)) continue
        // cPanel writes the month as a number, month first.
        const numeric = !short && isDigit(b[o + 4]) && b[o + 6] === 47
        const m = numeric ? two(b, o + 1) : month(b, o + 4)
        const d = numeric ? two(b, o + 4) : short ? digits(b, k + 1, 1) : two(b, o + 1)
        const year = numeric ? digits(b, o + 7, 4) : digits(b, o + 8, 4)
        const t = numeric ? o + 12 : o + 13
        const at = wall(year, m, d, two(b, t), two(b, t + 3), two(b, t + 6), 0)
        if (Number.isNaN(at)) continue
        let end = t + 8
        let ts = Number.NaN
        if (b[end] === 32) {
          const past = pastOffset(b, end + 1, to)
          if (past > end + 1) {
            ts = at - shift.seconds * 1_000_000
            end = past
          }
        }
        if (Number.isNaN(ts)) ts = local(at)
        if (b[end] !== 93) continue
        sink.event(from, to, from, ts, -1, -1, -1, -1, severity(b, end + 1, to))
        return
      }
      sink.unparsed(from, to)
    })
  },
})

/** From the status code after the quoted request. */
function severity(b: Uint8Array, i: number, to: number): number {
  const open = find(b, 34, i, Math.min(to, i + 4))
  if (open < 0) return -1
  let k = open + 1
  for (; k < to; k++) {
    if (b[k] === 92) k++
    else if (b[k] === 34) break
  }
  const status = k + 5 <= to && b[k + 1] === 32 ? digits(b, k + 2, 3) : -1
  if (status < 100 || status > 599) return -1
  return status >= 500 ? 3 : status >= 400 ? 4 : 6
}
