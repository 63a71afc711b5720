/** The reader of logs whose lines begin with a full date, whatever program wrote them. */
import type { LogContext, LogReader } from '../../define'
import { found, pastStamp } from './any-stamp'
import { bytesOf, pastDigits, pastSpace, small, startsWith } from './bytes'
import { clock } from './clock'
import { isoScanner, isUtc } from './iso'
import type { IsoLine } from './iso-line'
import { levelAt } from './level'
import { lineReader } from './lines'

const ALTERNATIVES = bytesOf('update-alternatives')
const LOGFMT = bytesOf('time="')
const PID = bytesOf('[pid ')
/** How far behind the stamp a level, a program or a PID is looked for. */
const WINDOW = 72

/** Puts a line that begins with a date into the sink; false, and nothing done, when it begins with none. */
export function genericLine(context: LogContext): IsoLine {
  const time = clock(context.zone)
  const iso = isoScanner(context.zone, time)
  return (b, from, to, sink) => {
    let i = from
    let program = -1
    if (b[i] === 117 && startsWith(b, i, to, ALTERNATIVES)) {
      program = sink.word(b, i, i + ALTERNATIVES.length)
      i += ALTERNATIVES.length + 1
    } else if (b[i] === 116 && startsWith(b, i, to, LOGFMT)) i += LOGFMT.length
    else {
      // `[2025-..`, `<2025-..`, `W, [2025-..` (Ruby)
      if (b[i + 1] === 44 && b[i + 2] === 32) i += 3
      // `E [04/Mar/2025:...` (CUPS)
      else if (b[i + 1] === 32 && b[i + 2] === 91) i += 2
      for (let n = 0; n < 2 && (b[i] === 91 || b[i] === 60 || b[i] === 40 || b[i] === 34); n++) i++
    }
    let k = iso.at(b, i, to)
    let { ts } = iso
    const isIso = k >= 0
    if (!isIso) {
      k = pastStamp(b, i, to, time)
      ts = found.ts
    }
    // A stamp that was cut runs into the next line.
    if (k < 0 || k > to) return false
    let zone = false
    // ` UTC`, ` CET`
    if (isIso && !iso.zoned && b[k] === 32) {
      let z = k + 1
      while (z < to && z - k <= 5 && b[z]! >= 65 && b[z]! <= 90) z++
      if (z - k >= 4 && (b[z] === 32 || b[z] === 93) && levelAt(b, k + 1, z) < 0) {
        if (z === k + 4 && isUtc(b, k + 1)) ts = iso.wall
        zone = true
        k = z
      }
    }
    k = pastMarks(b, k, to)
    find(b, k, to, zone)
    if (hit.programTo > hit.program) program = sink.word(b, hit.program, hit.programTo)
    sink.event(from, to, k, ts, -1, program, hit.pid, context.facility, hit.severity)
    return true
  }
}

/** Lines without a date belong to the one before (a stack trace). */
export function genericReader(context: LogContext): LogReader {
  const read = genericLine(context)
  let seen = false
  return lineReader((b, from, to, sink) => {
    if (read(b, from, to, sink)) seen = true
    else if (seen) sink.continuation(from, to)
    else sink.unparsed(from, to)
  })
}

/** Past closing brackets, colons, dashes and spaces between the stamp and what it stamps. */
function pastMarks(b: Uint8Array, i: number, to: number): number {
  let k = i
  while (k < to && (b[k] === 93 || b[k] === 62 || b[k] === 41 || b[k] === 34 || b[k] === 58 || b[k] === 44)) k++
  k = pastSpace(b, k, to)
  if ((b[k] === 45 || b[k] === 124) && b[k + 1] === 32) k = pastSpace(b, k + 1, to)
  return k
}

const hit = { program: 0, programTo: 0, pid: -1, severity: -1 }

/** Looks for a severity word and for `name[pid]` in the first words after the stamp. */
function find(b: Uint8Array, from: number, to: number, zone: boolean): void {
  hit.program = hit.programTo = 0
  hit.pid = hit.severity = -1
  const stop = Math.min(to, from + WINDOW)
  let words = 0
  let i = from
  // vsftpd: `[pid 2] [alice] OK LOGIN`
  if (startsWith(b, i, stop, PID)) {
    hit.pid = small(b, i + PID.length, pastDigits(b, i + PID.length, stop, 10))
    return
  }
  while (i < stop && words < 6) {
    const c = b[i]!
    const upper = c >= 65 && c <= 90
    const letter = upper || (c >= 97 && c <= 122)
    if (!letter) {
      // `[4123] LOG:` after a zone name is PostgreSQL's `%m [%p]`.
      if (c === 91 && words === 0 && zone) {
        const d = pastDigits(b, i + 1, stop, 10)
        if (d > i + 1 && b[d] === 93) hit.pid = small(b, i + 1, d)
      }
      i++
      continue
    }
    let k = i + 1
    let shouted = upper
    for (; k < stop; k++) {
      const d = b[k]!
      if (d >= 97 && d <= 122) shouted = false
      else if (!((d >= 65 && d <= 90) || (d >= 48 && d <= 57) || d === 46 || d === 45 || d === 95 || d === 47)) break
    }
    const before = i > from ? b[i - 1] : 32
    const after = k < to ? b[k] : 32
    if (hit.severity < 0 && k - i <= 11) {
      const marked = (before === 91 && after === 93) || (before === 61 && (after === 32 || after === 34))
      if (shouted || marked || (words <= 1 && after === 58)) hit.severity = levelAt(b, i, k)
    }
    if (hit.programTo === 0 && hit.pid < 0) {
      // `name[123]`; fail2ban pads the name: `fail2ban.actions        [812]:`
      let open = k
      if (words === 0 && after === 32) open = pastSpace(b, k, stop)
      if (b[open] === 91 && open < stop && hit.severity < 0) {
        const d = pastDigits(b, open + 1, stop, 10)
        if (d > open + 1 && b[d] === 93 && (open === k || b[d + 1] === 58)) {
          hit.program = i
          hit.programTo = k
          hit.pid = small(b, open + 1, d)
        }
      }
    }
    words++
    i = k + 1
    // `name[DEBUG]`: the bracket opens the next word.
    if (after === 91) i = k + 1
  }
}
