/** One line of an audit log, as numbers: what the reader needs of it. */
import type { LogSink } from '../../define'
import { bytesOf, digits, find, isDigit, pastDigits, small, startsWith, two } from './bytes'
import type { Clock } from './clock'
import { fraction, pastFraction } from './iso'

const NODE = bytesOf('node=')
const TYPE = bytesOf('type=')
const AUDIT = bytesOf('audit(')
/** The year 2255 in microseconds. */
const MAX = 9_000_000_000_000_000

export interface AuditLine {
  ts: number
  serial: number
  host: number
  /** Where the record begins, after the node's name. */
  record: number
  /** Whether other records may share the serial: those of the kernel, not a program's own. */
  joins: boolean
  /** EOE: the last of its event. */
  ends: boolean
  pid: number
  /** Where the values of comm and exe begin; -1. */
  comm: number
  exe: number
  /** Written by ausearch -i. */
  interpreted: boolean
}

export const newLine = (): AuditLine => ({
  ts: 0,
  serial: 0,
  host: -1,
  record: 0,
  joins: false,
  ends: false,
  pid: -1,
  comm: -1,
  exe: -1,
  interpreted: false,
})

/** Reads [from, to) into `out`; false when it is no record. */
export function readAuditLine(
  b: Uint8Array,
  from: number,
  to: number,
  { wall, local }: Clock,
  sink: LogSink,
  out: AuditLine,
): boolean {
  let i = from
  out.host = -1
  if (b[i] === 110 && startsWith(b, i, to, NODE)) {
    const end = find(b, 32, i, to)
    if (end > 0) {
      out.host = sink.word(b, i + NODE.length, end)
      i = end + 1
    }
  }
  out.record = i
  if (!startsWith(b, i, to, TYPE) || b[i + TYPE.length] === 32) return false
  let k = find(b, 40, i, Math.min(to, i + 80))
  if (k < 0 || !startsWith(b, k - 5, to, AUDIT)) return false
  k++
  let ts = Number.NaN
  out.interpreted = b[k + 2] === 47
  if (out.interpreted) {
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
  if (Number.isNaN(ts) || ts > MAX || b[k] !== 58) return false
  const close = pastDigits(b, k + 1, to, 10)
  if (close === k + 1 || b[close] !== 41 || close >= to) return false
  out.ts = ts
  out.serial = digits(b, k + 1, close - k - 1)
  const type = i + TYPE.length
  out.joins = !ofProgram(b, type)
  out.ends = b[type] === 69 && b[type + 1] === 79 && b[type + 2] === 69 && b[type + 3] === 32
  fields(b, close, to, out)
  return true
}

/** One pass over the fields for pid, comm and exe. */
function fields(b: Uint8Array, from: number, to: number, out: AuditLine): void {
  out.pid = out.comm = out.exe = -1
  for (let s = from; s < to - 5; s++) {
    const c = b[s]!
    // A field begins after a space, or after the quote of msg='...'; GS begins the translated part.
    if (c > 39) continue
    if (c === 29) return
    if (c !== 32 && c !== 39) continue
    const f = b[s + 1]
    if (f === 112) {
      if (out.pid < 0 && b[s + 2] === 105 && b[s + 3] === 100 && b[s + 4] === 61)
        out.pid = small(b, s + 5, pastDigits(b, s + 5, to, 10))
    } else if (f === 99) {
      if (out.comm < 0 && b[s + 2] === 111 && b[s + 3] === 109 && b[s + 4] === 109 && b[s + 5] === 61) out.comm = s + 6
    } else if (f === 101) {
      if (out.exe < 0 && b[s + 2] === 120 && b[s + 3] === 101 && b[s + 4] === 61) {
        out.exe = s + 5
        return
      }
    }
  }
}

/**
 * Records that programs send (USER_*, DAEMON_*, CRED_*, ...; libaudit's 1100-1299 and 2100-2999) are events of their own,
 * whatever serial they carry; the kernel's share theirs. Told by the first letters of the type.
 */
function ofProgram(b: Uint8Array, i: number): boolean {
  const second = b[i + 1]
  const third = b[i + 2]
  switch (b[i]) {
    case 65: // ACCT_*, ADD_*, ANOM_* but for the kernel's PROMISCUOUS, ABEND, LINK, CREAT
      if (second === 67 || second === 68) return true
      if (second !== 78) return false
      return !(
        b[i + 5] === 80 ||
        (b[i + 5] === 65 && b[i + 6] === 66) ||
        (b[i + 5] === 76 && b[i + 6] === 73) ||
        b[i + 5] === 67
      )
    case 67: // CRED_*, CRYPTO_*, CHGRP_ID, CHUSER_ID
      return second === 82 || second === 72
    case 68: // DAEMON_*, DEL_*, DEV_*; not DM_CTRL, DM_EVENT
      return second !== 77
    case 71: // GRP_*
      return second === 82
    case 76: // LABEL_*; not LOGIN
      return second === 65
    case 82: // ROLE_*, RESP_*
      return second === 79 || (second === 69 && third === 83)
    case 83: // SERVICE_*, SYSTEM_*, SOFTWARE_*; not SECCOMP, SELINUX_ERR, SYSCALL, SOCKADDR, SOCKETCALL
      return (second === 69 && third === 82) || (second === 89 && b[i + 3] === 84) || (second === 79 && third === 70)
    case 84: // TEST, TRUSTED_APP; not TTY, TIME_*
      return second === 69 || second === 82
    case 85: // USER_*, USYS_CONFIG; not URINGOP
      return second === 83
    case 86: // VIRT_*
      return second === 73
    default:
      return false
  }
}

/**
 * Word of a value `"name"` or hexadecimal at `i` (`plain`: neither, as ausearch -i prints); with `last`, of what follows
 * its last slash. -1 when it is empty.
 */
export function auditWord(b: Uint8Array, i: number, to: number, last: boolean, plain: boolean, sink: LogSink): number {
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
  if (n === 0 || (after !== 32 && after !== 39 && after !== 29)) return -1
  return sink.word(decoded, 0, n)
}
const decoded = new Uint8Array(64)

const hex = (c: number): number =>
  c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1
