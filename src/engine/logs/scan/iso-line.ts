/**
 * A syslog line with an ISO stamp: stamp, host, tag, message. Apart from its own format, because a host that changed
 * from the BSD stamp to this one (an upgrade of Debian or Ubuntu) has both in one file.
 */
import type { LogContext, LogSink } from '../../define'
import { digits, pastDigits, pastSpace, small, weekday } from './bytes'
import { isoScanner, pastOffset, shift } from './iso'
import { readTag, type Tag } from './tag'
import { pastZoneName, zoneName } from './zone-name'

/** Puts the line into the sink; false, and nothing done, when it has no such stamp. */
export type IsoLine = (b: Uint8Array, from: number, to: number, sink: LogSink) => boolean

const HOST_LIMIT = 256

export function isoLine(context: LogContext): IsoLine {
  const iso = isoScanner(context.zone)
  const tag: Tag = { from: 0, to: 0, pid: -1, message: 0 }
  return (b, from, to, sink) => {
    let i = from
    let facility = context.facility
    let severity = -1
    if (b[i] === 60) {
      const past = pastDigits(b, i + 1, to, 3)
      const priority = small(b, i + 1, past)
      if (priority >= 0 && priority <= 191 && b[past] === 62) {
        facility = priority >> 3
        severity = priority & 7
        i = past + 1
      }
    }
    if (b[i + 3] === 32 && weekday(b, i) >= 0) i += 4
    let k = iso.at(b, i, to)
    let { ts } = iso
    if (k < 0) {
      // journalctl -o short-unix: `1741079564.123456 web1 sshd[812]: ...`
      if (b[i] !== 49 || b[i + 10] !== 46 || b[i + 17] !== 32 || i + 18 > to) return false
      const seconds = digits(b, i, 10)
      const micros = digits(b, i + 11, 6)
      if (seconds < 0 || micros < 0) return false
      ts = seconds * 1_000_000 + micros
      k = i + 17
    } else if (!iso.zoned) {
      const past = pastZone(b, k, to, iso.wall)
      if (past > k) {
        k = past
        if (!Number.isNaN(named)) ts = named
      }
    }
    if (b[k] !== 32 && b[k] !== 9 && k < to) return false
    k = pastSpace(b, k, to)
    // The host ends at a space; a word that is a tag by itself stands where the host was left out.
    let h = k
    const longest = Math.min(to, k + HOST_LIMIT)
    while (h < longest && b[h] !== 32 && b[h] !== 9 && b[h] !== 91) h++
    let host = -1
    const colon = b[h - 1] === 58 && h > k
    if (!colon && h > k && h < longest && b[h] !== 91) {
      host = sink.word(b, k, h)
      k = pastSpace(b, h, to)
    }
    readTag(b, k, to, tag)
    let end = tag.to
    if (end > tag.from && b[end - 1] === 41) {
      // su(pam_unix): the program is su.
      let p = end - 1
      while (p > tag.from && b[p] !== 40) p--
      if (p > tag.from) end = p
    }
    const program = end > tag.from ? sink.word(b, tag.from, end) : -1
    sink.event(from, to, tag.message, ts, host, program, tag.pid, facility, severity)
    return true
  }
}

/** The instant that `pastZone` found, NaN when the name does not tell the offset. */
let named = Number.NaN

/**
 * Past ` UTC`, ` CET`, ` +01` (journalctl -o short-full). A name that stands for one offset tells the hour that a change
 * of summer time repeats; of others (CST, IST) the capture's zone knows better.
 */
function pastZone(b: Uint8Array, i: number, to: number, wall: number): number {
  named = Number.NaN
  if (b[i] !== 32) return i
  let k = i + 1
  if (b[k] === 43 || b[k] === 45) {
    k = pastOffset(b, i + 1, to)
    if (k === i + 1 || b[k] !== 32 || digits(b, i + 2, 2) < 0) return i
    named = wall - shift.seconds * 1_000_000
    return k
  }
  k = pastZoneName(b, i + 1, to)
  if (k === i + 1 || b[k] !== 32) return i
  if (!Number.isNaN(zoneName.offset)) named = wall - zoneName.offset * 1_000_000
  return k
}
