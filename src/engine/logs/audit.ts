/**
 * Linux audit records, as auditd writes them (/var/log/audit/audit.log) and as ausearch prints them.
 *
 *   type=SYSCALL msg=audit(1684329817.579:2995): arch=c000003e syscall=59 ... ppid=26843 pid=27032 ... comm="id" exe="/usr/bin/id"
 *   type=ANOM_PROMISCUOUS msg=audit(1390181243.575:738): dev=eth0 prom=256 old_prom=0 auid=0 uid=0 gid=0 ses=1
 *   node=web1 type=USER_AUTH msg=audit(1492896301.818:19955): pid=12635 uid=0 ... msg='op=PAM:authentication ...'
 *   type=PROCTITLE msg=audit(05/17/2023 13:23:37.579:2995) : proctitle=id        ausearch -i, in the host's zone
 *
 * Records of one event share the serial after the colon. A value with a space, a quote or a control character is
 * written in hexadecimal without quotes (auditd's untrusted strings), so `comm=2870726F6329` is a name, too. The program
 * is `comm`, else the last part of `exe`, else `audit`: it is what the record is about, not who wrote it. Format
 * ENRICHED appends translated ids after a GS byte (0x1D). `----` and `time->` lines are ausearch's.
 */
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, digits, find, isDigit, pastDigits, small, startsWith, two } from './scan/bytes'
import { clock } from './scan/clock'
import { fraction, pastFraction } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE =
  /^(?:node=\S+ )?type=[A-Z0-9_[\]]+ msg=audit\((?:\d+\.\d+|\d\d\/\d\d\/\d{2,4} \d\d:\d\d:\d\d\.\d+):\d+\) ?:/
const NODE = bytesOf('node=')
const TYPE = bytesOf('type=')
const AUDIT = bytesOf('audit(')
const FALLBACK = bytesOf('audit')
const TIME = bytesOf('time->')

export default defineLog({
  title: 'Linux audit log',
  recognise: { names: ['audit.log*'], shape: (head) => confidence(share(head, LINE), 0.95) },
  yearless: false,
  zoneless: false,
  splittable: true,
  columns: {
    ts: time('When the kernel or a program made the record'),
    host: optional(text('Node name, when the log is collected from several hosts')),
    program: text('comm, else the last part of exe, else audit'),
    pid: optional(int('pid of the record')),
    message: text('The record from its type on'),
  },
  open: (context) => {
    const { wall, local } = clock(context.zone)
    const decoded = new Uint8Array(64)
    return lineReader((b, from, to, sink) => {
      let i = from
      let host = -1
      if (startsWith(b, i, to, NODE)) {
        const end = find(b, 32, i, to)
        if (end > 0) {
          host = sink.word(b, i + NODE.length, end)
          i = end + 1
        }
      }
      const message = i
      if (!startsWith(b, i, to, TYPE) || b[i + TYPE.length] === 32) {
        const dashes = b[from] === 45 && b[from + 1] === 45 && b[from + 2] === 45 && b[from + 3] === 45
        if (dashes || startsWith(b, from, to, TIME)) sink.noise(from, to)
        else sink.unparsed(from, to)
        return
      }
      let k = find(b, 40, i, Math.min(to, i + 80))
      if (k < 0 || !startsWith(b, k - 5, to, AUDIT)) {
        sink.unparsed(from, to)
        return
      }
      k++
      let ts = Number.NaN
      const interpreted = b[k + 2] === 47
      if (interpreted) {
        const day = two(b, k + 3)
        const long = isDigit(b[k + 8]) ? 4 : 2
        const year = digits(b, k + 6, long) + (long === 2 ? 2000 : 0)
        const t = k + 7 + long
        const end = pastFraction(b, t + 8, to)
        const at = wall(year, two(b, k), day, two(b, t), two(b, t + 3), two(b, t + 6), fraction.micros)
        if (!Number.isNaN(at)) ts = local(at)
        k = end
      } else {
        const dot = pastDigits(b, k, to, 12)
        if (dot > k && b[dot] === 46) {
          const end = pastFraction(b, dot, to)
          ts = digits(b, k, dot - k) * 1_000_000 + fraction.micros
          k = end
        }
      }
      if (Number.isNaN(ts) || ts > MAX || b[k] !== 58) {
        sink.unparsed(from, to)
        return
      }
      const close = find(b, 41, k, Math.min(to, k + 24))
      if (close < 0) {
        sink.unparsed(from, to)
        return
      }
      // One pass over the fields for pid, comm and exe.
      let pid = -1
      let comm = -1
      let exe = -1
      for (let s = close; s < to - 5; s++) {
        const c = b[s]
        // A field begins after a space, or after the quote of msg='...'; GS begins the translated part.
        if (c === 29) break
        if (c !== 32 && c !== 39) continue
        const f = b[s + 1]
        if (f === 112) {
          if (pid < 0 && b[s + 2] === 105 && b[s + 3] === 100 && b[s + 4] === 61)
            pid = small(b, s + 5, pastDigits(b, s + 5, to, 10))
        } else if (f === 99) {
          if (comm < 0 && b[s + 2] === 111 && b[s + 3] === 109 && b[s + 4] === 109 && b[s + 5] === 61) comm = s + 6
        } else if (f === 101) {
          if (exe < 0 && b[s + 2] === 120 && b[s + 3] === 101 && b[s + 4] === 61) {
            exe = s + 5
            break
          }
        }
      }
      let program = -1
      if (comm >= 0) program = value(b, comm, to, decoded, false, interpreted, sink)
      if (program < 0 && exe >= 0) program = value(b, exe, to, decoded, true, interpreted, sink)
      if (program < 0) program = sink.word(FALLBACK, 0, FALLBACK.length)
      sink.event(from, to, message, ts, host, program, pid, -1, -1)
    })
  },
})

/** The year 2255 in microseconds. */
const MAX = 9_000_000_000_000_000

/**
 * Word of a value `"name"` or hexadecimal at `i` (`plain`: neither, as ausearch -i prints); with `last`, of what follows
 * its last slash. -1 when it is empty.
 */
function value(
  b: Uint8Array,
  i: number,
  to: number,
  decoded: Uint8Array,
  last: boolean,
  plain: boolean,
  sink: { word(block: Uint8Array, from: number, to: number): number },
): number {
  if (b[i] === 34) {
    const end = find(b, 34, i + 1, Math.min(to, i + 4200))
    if (end <= i + 1) return -1
    let start = i + 1
    if (last)
      for (let k = end - 1; k > i; k--)
        if (b[k] === 47) {
          start = k + 1
          break
        }
    return start < end ? sink.word(b, start, Math.min(end, start + 128)) : -1
  }
  if (plain) {
    let start = i
    let k = i
    for (; k < to && b[k] !== 32 && b[k] !== 39 && k - i < 4200; k++) if (last && b[k] === 47) start = k + 1
    return start < k && b[start] !== 40 && b[start] !== 63 ? sink.word(b, start, Math.min(k, start + 128)) : -1
  }
  let n = 0
  let k = i
  for (; k + 1 < to; k += 2) {
    const h = hex(b[k]!)
    const l = hex(b[k + 1]!)
    if (h < 0 || l < 0) break
    const c = h * 16 + l
    // A name ends at a NUL; of a path only the last part counts.
    if (c === 0) break
    if (last && c === 47) n = 0
    else if (n < decoded.length) decoded[n++] = c
  }
  const after = k < to ? b[k] : 32
  if (n === 0 || (after !== 32 && after !== 39)) return -1
  return sink.word(decoded, 0, n)
}

const hex = (c: number): number =>
  c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1
