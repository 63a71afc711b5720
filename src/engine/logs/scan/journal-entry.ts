/**
 * One journal entry, from whichever of its spellings: where the values stand that an event is made of. Field names as in
 * systemd.journal-fields(7).
 */
import type { LogSink } from '../../define'
import { bytesOf, digits, pastDigits, small, startsWith } from './bytes'

const NAMES = [
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
] as const
const [STAMP, HOST, IDENTIFIER, COMM, PID, SYSLOG_PID, PRIORITY, FACILITY, MESSAGE, SOURCE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const
const KEYS = NAMES.map(bytesOf)
/** The names differ in length: key by length, -1 for none. */
const BY_LENGTH = new Int8Array(32).fill(-1)
for (const [key, name] of NAMES.entries()) BY_LENGTH[name.length] = key

export interface JournalEntry {
  clear(): void
  /** A field: its name in [name, nameTo), its value in [from, to). The first of a name counts, as journalctl takes it. */
  field(b: Uint8Array, name: number, nameTo: number, from: number, to: number): void
  /** Whether it had a time (or, without one, a message). */
  readonly good: boolean
  /** Puts the entry in [from, to), of so many lines, into the sink. `shown`: when it happened, where the head says so. */
  event(b: Uint8Array, from: number, to: number, lines: number, sink: LogSink, shown?: number): void
}

/** `plain` makes bytes of a value that is spelt otherwise (JSON's escapes), null when it is spelt as it is. */
export function journalEntry(plain: (b: Uint8Array, from: number, to: number) => Uint8Array | null): JournalEntry {
  const start = new Int32Array(KEYS.length)
  const end = new Int32Array(KEYS.length)
  const number = (b: Uint8Array, key: number) => (start[key]! >= 0 ? small(b, start[key]!, end[key]!) : -1)
  const word = (b: Uint8Array, key: number, sink: LogSink): number => {
    const s = start[key]!
    const e = end[key]!
    if (s < 0 || e <= s || e - s > 512) return -1
    const spelt = plain(b, s, e)
    if (spelt === null) return sink.word(b, s, e)
    return spelt.length > 0 ? sink.word(spelt, 0, spelt.length) : -1
  }
  return {
    clear() {
      start.fill(-1)
    },
    field(b, name, nameTo, from, to) {
      const length = nameTo - name
      const key = length < 32 ? BY_LENGTH[length]! : -1
      if (key < 0 || start[key]! >= 0 || !startsWith(b, name, nameTo, KEYS[key]!)) return
      start[key] = from
      end[key] = to
    },
    get good() {
      return start[STAMP]! >= 0 || start[MESSAGE]! >= 0
    },
    event(b, from, to, lines, sink, shown = -1) {
      let ts = start[SOURCE]! >= 0 ? micros(b, start[SOURCE]!, end[SOURCE]!) : -1
      if (ts < 0 && start[STAMP]! >= 0) ts = micros(b, start[STAMP]!, end[STAMP]!)
      if (ts < 0) ts = shown
      let program = word(b, IDENTIFIER, sink)
      if (program < 0) program = word(b, COMM, sink)
      let pid = number(b, PID)
      if (pid < 0) pid = number(b, SYSLOG_PID)
      const severity = number(b, PRIORITY)
      const facility = number(b, FACILITY)
      const told = start[MESSAGE]! >= 0
      const messageTo = told ? end[MESSAGE]! : to
      sink.event(
        from,
        Math.max(to, messageTo),
        told ? start[MESSAGE]! : to,
        ts < 0 ? Number.NaN : ts,
        word(b, HOST, sink),
        program,
        pid,
        facility <= 23 ? facility : -1,
        severity <= 7 ? severity : -1,
        messageTo,
        lines,
      )
    },
  }
}

/** Microseconds since 1970 up to the year 2255 in [from, to), or -1. */
function micros(b: Uint8Array, from: number, to: number): number {
  const length = to - from
  const n = length >= 10 && length <= 16 && pastDigits(b, from, to) === to ? digits(b, from, length) : -1
  return n > 9_000_000_000_000_000 ? -1 : n
}
