/**
 * `journalctl -o json`: one object a line, each field a string, in any order.
 *
 *   {"__REALTIME_TIMESTAMP":"1666569601009823","_HOSTNAME":"fedora","SYSLOG_IDENTIFIER":"sshd","_PID":"812","PRIORITY":"6","MESSAGE":"..."}
 *
 * From systemd's JOURNAL_EXPORT_FORMATS: a field that is not UTF-8 is an array of byte values, one that occurs several
 * times is an array of strings, one that is too long is null. The time is what journalctl shows: when the message was
 * sent as the kernel saw it (_SOURCE_REALTIME_TIMESTAMP), else when journald received it (__REALTIME_TIMESTAMP). Fields
 * that begin with `_` are journald's, not the program's, and win over SYSLOG_PID and the like.
 */
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, digits, pastDigits, pastSpace, small, startsWith } from './scan/bytes'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE = /^\s*\{.*"__REALTIME_TIMESTAMP"\s*:\s*"?\d{10,17}/
const KEYS = [
  '__REALTIME_TIMESTAMP',
  '_HOSTNAME',
  'SYSLOG_IDENTIFIER',
  '_COMM',
  '_PID',
  'SYSLOG_PID',
  'PRIORITY',
  'SYSLOG_FACILITY',
  'MESSAGE',
  '_SOURCE_REALTIME_TIMESTAMP',
].map(bytesOf)
const [STAMP, HOST, IDENTIFIER, COMM, PID, SYSLOG_PID, PRIORITY, FACILITY, MESSAGE, SOURCE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
]
const decoder = new TextDecoder()

export default defineLog({
  title: 'Journal, JSON lines',
  recognise: { shape: (head) => confidence(share(head, LINE), 0.97) },
  yearless: false,
  zoneless: false,
  splittable: true,
  columns: {
    ts: time('When it was sent, else when journald received it'),
    host: optional(text('_HOSTNAME')),
    program: optional(text('SYSLOG_IDENTIFIER, else _COMM')),
    pid: optional(int('_PID, else SYSLOG_PID')),
    facility: optional(int('SYSLOG_FACILITY')),
    severity: optional(int('PRIORITY')),
    message: text('MESSAGE, in JSON’s spelling'),
  },
  open: () => {
    const start = new Int32Array(KEYS.length)
    const end = new Int32Array(KEYS.length)
    /** The number in value `key`, or -1. */
    const number = (b: Uint8Array, key: number) => (start[key]! >= 0 ? small(b, start[key]!, end[key]!) : -1)
    return lineReader((b, from, to, sink) => {
      start.fill(-1)
      const word = (key: number): number => {
        const s = start[key]!
        const e = end[key]!
        if (s < 0 || e <= s || e - s > 512) return -1
        let plain = true
        for (let k = s; k < e; k++) if (b[k] === 92) plain = false
        if (plain) return b[s] === 91 ? -1 : sink.word(b, s, e)
        const bytes = plainText(b, s, e)
        return bytes ? sink.word(bytes, 0, bytes.length) : -1
      }
      if (b[pastSpace(b, from, to)] !== 123 || !fields(b, from, to, start, end) || start[STAMP]! < 0) {
        sink.unparsed(from, to)
        return
      }
      let ts = start[SOURCE!]! >= 0 ? micros(b, start[SOURCE!]!, end[SOURCE!]!) : -1
      if (ts < 0) ts = micros(b, start[STAMP]!, end[STAMP]!)
      if (ts < 0) {
        sink.unparsed(from, to)
        return
      }
      let program = word(IDENTIFIER!)
      if (program < 0) program = word(COMM!)
      let pid = number(b, PID!)
      if (pid < 0) pid = number(b, SYSLOG_PID!)
      const severity = number(b, PRIORITY!)
      const facility = number(b, FACILITY!)
      const text = start[MESSAGE]! >= 0 ? start[MESSAGE]! : to
      sink.event(
        from,
        to,
        text,
        ts,
        word(HOST!),
        program,
        pid,
        facility <= 23 ? facility : -1,
        severity <= 7 ? severity : -1,
        start[MESSAGE]! >= 0 ? end[MESSAGE]! : to,
      )
    })
  },
})

/** Microseconds since 1970 up to the year 2255 in [from, to), or -1. */
function micros(b: Uint8Array, from: number, to: number): number {
  const length = to - from
  const n = length >= 10 && length <= 16 && pastDigits(b, from, to) === to ? digits(b, from, length) : -1
  return n > 9_000_000_000_000_000 ? -1 : n
}

/** Finds the values of KEYS in one object: [start, end) without quotes. false when the line is no object. */
function fields(b: Uint8Array, from: number, to: number, start: Int32Array, end: Int32Array): boolean {
  let i = pastSpace(b, pastSpace(b, from, to) + 1, to)
  while (i < to) {
    if (b[i] === 125) return true
    if (b[i] !== 34) return false
    const name = i + 1
    const close = quote(b, name, to)
    if (close < 0) return false
    let v = pastSpace(b, close + 1, to)
    if (b[v] !== 58) return false
    v = pastSpace(b, v + 1, to)
    let after: number
    let s = v
    let e: number
    if (b[v] === 34) {
      s = v + 1
      e = quote(b, s, to)
      if (e < 0) return false
      after = e + 1
    } else {
      after = value(b, v, to)
      if (after < 0) return false
      e = after
    }
    const c = b[name]
    if (c === 95 || c === 83 || c === 80 || c === 77)
      for (let k = 0; k < KEYS.length; k++) {
        const key = KEYS[k]!
        if (key.length === close - name && startsWith(b, name, to, key)) {
          // null says that the field is there and too long to show.
          if (b[v] !== 110) {
            start[k] = s
            end[k] = e
          }
          break
        }
      }
    i = pastSpace(b, after, to)
    if (b[i] === 44) i = pastSpace(b, i + 1, to)
    else if (b[i] !== 125) return false
  }
  return false
}

/** The quote that ends the string whose first byte is at `i`, or -1. */
function quote(b: Uint8Array, i: number, to: number): number {
  for (let k = i; k < to; k++) {
    const c = b[k]
    if (c === 34) return k
    if (c === 92) k++
  }
  return -1
}

/** Past a number, a word, an array or an object at `i`, or -1. */
function value(b: Uint8Array, i: number, to: number): number {
  if (b[i] !== 91 && b[i] !== 123) {
    let k = i
    while (k < to && b[k] !== 44 && b[k] !== 125 && b[k] !== 32) k++
    return k > i ? k : -1
  }
  let depth = 0
  for (let k = i; k < to; k++) {
    const c = b[k]
    if (c === 34) {
      k = quote(b, k + 1, to)
      if (k < 0) return -1
    } else if (c === 91 || c === 123) depth++
    else if ((c === 93 || c === 125) && --depth === 0) return k + 1
  }
  return -1
}

function plainText(b: Uint8Array, from: number, to: number): Uint8Array | null {
  try {
    return bytesOf(JSON.parse(`"${decoder.decode(b.subarray(from, to))}"`) as string)
  } catch {
    return null
  }
}
