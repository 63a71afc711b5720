/** Runs a log format over bytes in memory: for tests, `vestigo parse`, and files of ordinary size. */
import { type Instant, instant } from '../../shared/time'
import type { LogFormat, LogSink, ParseContext } from '../define'
import { facilityOf } from './log-facility'
import type { DayStamp, YearQuestion } from './types'
import { dayOfYear, firstYearGuess, isDate, yearStep } from './year'

export interface LogEvent {
  /** 1-based line in the file. */
  readonly line: number
  /** Byte offset and length of the lines in the file, continuation lines included, without the last line end. */
  readonly off: number
  readonly len: number
  readonly ts: Instant | null
  readonly host: string | null
  readonly program: string | null
  readonly pid: number | null
  /** RFC 5424 numbers. */
  readonly facility: number | null
  readonly severity: number | null
  readonly message: string
}

export interface LogRun {
  readonly events: readonly LogEvent[]
  /** Lines that belong to the event before them. */
  readonly continuations: number
  readonly noise: number
  readonly unparsed: readonly { readonly line: number; readonly off: number; readonly text: string }[]
  /** Year of the first line and why, for formats without a year. */
  readonly year: number | null
  readonly yearReason: string | null
}

export interface RunLogOptions {
  readonly mtime?: Instant | null
  /** The year of the first line as the analyst set it. */
  readonly year?: number | null
  /** Bytes handed to the reader at a time, cut at line ends. Default: all at once. */
  readonly blockSize?: number
}

const utf8 = new TextDecoder('utf-8')
const TEXT_LIMIT = 65_536

/** What the stamps of a file without a year say: first, last, how often New Year passes, and some in between. */
export function yearQuestion(
  format: LogFormat,
  bytes: Uint8Array,
  path: string,
  capturedAt: Instant | null,
  mtime: Instant | null,
): YearQuestion {
  const samples: { stamp: DayStamp; rollovers: number }[] = []
  let first: DayStamp | null = null
  let last: DayStamp | null = null
  let rollovers = 0
  let i = 0
  while (i < bytes.length) {
    let end = bytes.indexOf(10, i)
    if (end < 0) end = bytes.length
    const stamp = format.stamp?.(utf8.decode(bytes.subarray(i, Math.min(end, i + 128)))) ?? null
    i = end + 1
    if (!stamp || !isDate(stamp)) continue
    if (last) rollovers += yearStep(dayOfYear(last.month, last.day), dayOfYear(stamp.month, stamp.day))
    const telling = stamp.weekday !== null || (stamp.month === 2 && stamp.day === 29)
    if (telling && samples.length < 1000 && (last?.day !== stamp.day || last.month !== stamp.month))
      samples.push({ stamp, rollovers })
    first ??= stamp
    last = stamp
  }
  return { path, first, last, rollovers, exact: true, samples, capturedAt, mtime }
}

/** Reads a whole log. Never throws for bad input; a reader's own bug surfaces as the exception it is. */
export function runLog(
  format: LogFormat,
  bytes: Uint8Array,
  context: ParseContext,
  options: RunLogOptions = {},
): LogRun {
  let year: number | null = null
  let yearReason: string | null = null
  if (format.yearless) {
    if (options.year !== undefined && options.year !== null) {
      year = options.year
      yearReason = 'Set by hand.'
    } else {
      const question = yearQuestion(format, bytes, context.path, context.capturedAt, options.mtime ?? null)
      ;({ year, reason: yearReason } = firstYearGuess(question))
    }
  }
  const reader = format.open({ ...context, firstYear: year ?? 1970, facility: facilityOf(context.path) })

  const words: string[] = []
  const ids = new Map<string, number>()
  const events: (LogEvent & { len: number })[] = []
  const unparsed: { line: number; off: number; text: string }[] = []
  let noise = 0
  let continuations = 0
  let base = 0
  // Calls come in order of the file, so lines are counted once from call to call.
  let counted = 0
  let line = 1
  const lineAt = (off: number): number => {
    for (let k = bytes.indexOf(10, counted); k >= 0 && k < off; k = bytes.indexOf(10, counted)) {
      counted = k + 1
      line++
    }
    return line
  }
  const known = (n: number): number | null => (n < 0 ? null : n)
  const text = (from: number, to: number): string =>
    utf8.decode(bytes.subarray(base + from, base + Math.min(to, from + TEXT_LIMIT)))
  const sink: LogSink = {
    event(from, to, message, ts, host, program, pid, facility, severity, messageTo = to, lines = 1) {
      continuations += lines - 1
      events.push({
        line: lineAt(base + from),
        off: base + from,
        len: to - from,
        ts: Number.isFinite(ts) ? instant(ts) : null,
        host: host < 0 ? null : words[host]!,
        program: program < 0 ? null : words[program]!,
        pid: known(pid),
        facility: known(facility),
        severity: known(severity),
        message: format.message
          ? format.message(bytes.subarray(base + from, base + to), message - from)
          : text(message, messageTo),
      })
    },
    continuation(_from, to) {
      continuations++
      const last = events.at(-1)
      if (last) last.len = base + to - last.off
    },
    joined() {
      continuations++
    },
    noise() {
      noise++
    },
    unparsed(from, to) {
      unparsed.push({ line: lineAt(base + from), off: base + from, text: text(from, to) })
    },
    word(block, from, to) {
      const word = utf8.decode(block.subarray(from, to))
      const id = ids.get(word)
      if (id !== undefined) return id
      ids.set(word, words.length)
      return words.push(word) - 1
    },
  }
  let size = options.blockSize ?? bytes.length
  while (base < bytes.length) {
    let end = Math.min(base + size, bytes.length)
    if (end < bytes.length) {
      const cut = bytes.indexOf(10, end - 1)
      end = cut < 0 ? bytes.length : cut + 1
    }
    const block = bytes.subarray(base, end)
    const last = end === bytes.length
    const read = reader.read(block, 0, block.length, sink, last)
    if (last) break
    // A record that the block does not hold whole: more of it.
    size = read === 0 ? Math.max(size, block.length) * 2 : (options.blockSize ?? bytes.length)
    base += read
  }
  return { events, continuations, noise, unparsed, year, yearReason }
}
