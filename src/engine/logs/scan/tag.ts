/**
 * The tag of a syslog line: `sshd[1234]: `, `kernel: `, `su(pam_unix)[7]: `, `postfix/smtpd[9]: `. It ends at the colon;
 * what stands in brackets before it is the PID when it is a number (RFC 3164, 4.1.3; rsyslog's property replacer reads
 * the same way). journald's identifiers may hold spaces (`Plex Media Server[88]: `): taken only when `[digits]:` follows.
 */
import { small } from './bytes'

export interface Tag {
  /** Program name [from, to); from = to when the line has no tag. */
  from: number
  to: number
  /** -1 when not told. */
  pid: number
  /** Where the message begins. */
  message: number
}

const LONGEST = 128
const SPACED = 48

/** Reads the tag at `i` into `tag`; without one the message begins at `i`. */
export function readTag(b: Uint8Array, i: number, to: number, tag: Tag): void {
  tag.from = tag.to = tag.message = i
  tag.pid = -1
  const stop = Math.min(to, i + LONGEST)
  for (let k = i; k < stop; k++) {
    const c = b[k]
    if (c === 58) {
      const next = k + 1 < to ? b[k + 1] : 32
      // `10:20` and `a::b` are no tags; `kernel:[ 12.3]` is one.
      if (k === i || (next !== 32 && next !== 9 && next !== 91)) continue
      tag.to = k
      tag.message = k + 1 < to && (b[k + 1] === 32 || b[k + 1] === 9) ? k + 2 : k + 1
      return
    }
    if (c === 91) {
      if (k === i) return
      let close = k + 1
      while (close < to && close - k < 32 && b[close] !== 93 && b[close] !== 32) close++
      if (b[close] !== 93 || close >= to) continue
      const after = close + 1 < to ? b[close + 1] : 32
      const pid = small(b, k + 1, close)
      if (after === 58 || (pid >= 0 && after === 32)) {
        tag.to = k
        tag.pid = pid
        const m = after === 58 ? close + 2 : close + 1
        tag.message = m < to && b[m] === 32 ? m + 1 : Math.min(m, to)
        return
      }
      continue
    }
    if (c === 32 || c === 9) {
      spaced(b, i, k, to, tag)
      return
    }
  }
}

/** A name with spaces, when `[digits]:` ends it. */
function spaced(b: Uint8Array, i: number, space: number, to: number, tag: Tag): void {
  const stop = Math.min(to, i + SPACED)
  for (let k = space; k < stop; k++) {
    const c = b[k]!
    if (c === 91) {
      let close = k + 1
      while (close < to && b[close]! >= 48 && b[close]! <= 57 && close - k < 12) close++
      if (close === k + 1 || b[close] !== 93 || b[close + 1] !== 58 || close + 1 >= to || b[k - 1] === 32) return
      tag.to = k
      tag.pid = small(b, k + 1, close)
      tag.message = close + 2 < to && b[close + 2] === 32 ? close + 3 : Math.min(close + 2, to)
      return
    }
    // Letters, digits, space and a few marks; anything else is a sentence.
    const word =
      (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122) || c === 32 || c === 46 || c === 45 || c === 95
    if (!word) return
  }
}
