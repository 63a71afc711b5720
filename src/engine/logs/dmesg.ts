/**
 * The kernel's ring buffer: `dmesg` in its forms (util-linux dmesg(1)), /var/log/dmesg, vmcore-dmesg.txt, /dev/kmsg.
 *
 *   [    1.234567] usb 1-1: new high-speed USB device       seconds since boot (CONFIG_PRINTK_TIME)
 *   [    0.000000] [    T0] Linux version 6.8.0             with CONFIG_PRINTK_CALLER
 *   [Tue Mar  4 09:12:44 2025] device eth0 left ...         dmesg -T; wrong by the time spent suspended, as dmesg(1) warns
 *   [Mar 4 09:12] device eth0 left ...  /  [  +0.012345] ...   dmesg -e, -H: minute, then what passed since the line before
 *   2025-03-04T09:12:44,123456+01:00 device eth0 ...        dmesg --time-format iso
 *   kern  :info  : [    0.000000] Linux version             dmesg -x (decoded facility and level)
 *   <6>[    0.000000] Linux version                         dmesg -r
 *   29,456,292891883,-;systemd[1]: Reexecuting.             /dev/kmsg: priority, sequence, microseconds since boot, flags
 *   [    0.000000] kernel: Linux version                    Ubuntu's /var/log/dmesg
 *   Linux version 2.4.7-10 (bhcompile@stripples...)         kernels before 2.6: no stamp
 *
 * Seconds since boot become instants only when the capture tells when the host booted; else the instant is unknown.
 * The monotonic clock stands still while the host sleeps, so stamps after a suspend lie early.
 */
import { FACILITY_TEXT } from '../../shared/syslog/names'
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, digits, isDigit, month, pastDigits, pastSpace, small, startsWith, two, weekday } from './scan/bytes'
import { clock } from './scan/clock'
import { fraction, isoScanner, pastFraction } from './scan/iso'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const KERNEL = bytesOf('kernel')
const PREFIX = bytesOf('kernel: ')
// Four have no name in the kernel's ring.
const FACILITIES = FACILITY_TEXT.slice(0, 24).map((name, i) => (i >= 12 && i < 16 ? '\0' : name))
const DECODED = FACILITIES.map(bytesOf)

const PAST_BOOT = /dmesg[^/]*\.(?:\d+|old)(?:\.\w+)?$/i
const STAMPED =
  /^(?:<\d{1,3}>|(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d) *:\w+ *: )?\[ *\d{1,8}\.\d{6}(?: <[ \d.]+>)?\](?:\[ *[TC]\d+\]| \[ *[TC]\d+\])?(?: |$)/
const RELATIVE = /^\[(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d| {1,8}\+\d{1,8}\.\d{6})\] \S/
const HUMAN = /^(?:<\d{1,3}>|\w+ *:\w+ *: )?\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] /
const ISO = /^(?:\w+ *:\w+ *: )?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d /
const KMSG = /^\d{1,3},\d+,\d+,[-a-z]\S*;/
const OLD_BOOT = /^Linux version [12]\.\d+\.\S+ \(\S+@\S+\) \(.*gcc/m
const OLD_LINES =
  /^(?:BIOS-provided physical RAM map:|On node 0 totalpages:|Kernel command line:|Memory: \d+k\/\d+k available|Calibrating delay loop|CPU: |PCI: |Console: )/m

/** up2date's log has the stamp, too. */
const RHN = /^\[[^\]]{20,40}\] (?:up2date|rhn\w*)\b/
/** Other programs stamp their lines as `dmesg -T` does; the kernel speaks of devices. */
const KERNEL_WORDS =
  /\] (?:Linux version |usb |pci |device |audit: |ACPI|EXT4-fs|XFS |systemd|e1000|IPv6: |TCP|Out of memory|Memory|CPU|BIOS|docker0|(?:eth|en[ops]|wl|veth|br|sd|nvme)\w*[: ])/
export default defineLog({
  title: 'Kernel ring buffer (dmesg)',
  recognise: {
    names: ['dmesg*', '**/dmesg*', 'vmcore-dmesg.txt', 'kern.log'],
    shape: (head) => {
      const human = share(head, HUMAN)
      // Apache's error log has the same bracketed stamp; there a bracketed level or module follows.
      const apache = human > 0 ? share(head, /^\[[^\]]{20,40}\] \[[\w:-]+\]/) : 0
      const rhn = human > 0 && share(head, RHN) > 0
      const best = Math.max(
        confidence(share(head, STAMPED), 0.85),
        human > apache && !rhn ? confidence(human - apache, KERNEL_WORDS.test(head.text) ? 0.8 : 0.62) : 0,
        confidence(share(head, ISO), 0.93),
        confidence(share(head, RELATIVE), 0.8),
        confidence(share(head, KMSG), 0.85),
      )
      if (best > 0) return best
      return OLD_BOOT.test(head.text) && OLD_LINES.test(head.text) ? 0.8 : 0
    },
  },
  yearless: false,
  zoneless: true,
  columns: {
    ts: optional(time('When it was logged; unknown without the time of boot or when the kernel wrote no stamp')),
    program: text('kernel'),
    facility: int('kern, unless the line says otherwise'),
    severity: optional(int('Level, where the line carries it')),
    message: text('The message'),
  },
  open: (context) => {
    const { wall, local } = clock(context.zone)
    const iso = isoScanner(context.zone)
    // dmesg.1.gz and dmesg.old are of boots before the one that the capture tells of.
    const boot = PAST_BOOT.test(context.path) ? null : context.bootedAt
    let word = -2
    let seen = false
    let anyStamp = false
    return lineReader((b, from, to, sink) => {
      let i = from
      let facility = 0
      let severity = -1
      let ts = Number.NaN
      let stamped = false
      const first = b[i]!
      if (first === 60) {
        const past = pastDigits(b, i + 1, to, 3)
        const priority = small(b, i + 1, past)
        if (priority >= 0 && b[past] === 62) {
          facility = priority >> 3
          severity = priority & 7
          i = past + 1
        }
      } else if (isDigit(first)) {
        const k = kmsg(b, i, to)
        if (k > 0) {
          facility = head.priority >> 3
          severity = head.priority & 7
          ts = boot === null ? Number.NaN : boot + head.micros
          i = k
          stamped = true
        } else {
          const end = iso.at(b, i, to)
          if (end > 0 && b[end] === 32) {
            ts = iso.ts
            i = end + 1
            stamped = true
          }
        }
      } else if (first >= 97 && first <= 122) {
        const k = decoded(b, i, to)
        if (k > 0) {
          facility = head.priority >> 3
          severity = head.priority & 7
          i = k
        }
        const end = iso.at(b, i, to)
        if (end > 0 && b[end] === 32) {
          ts = iso.ts
          i = end + 1
          stamped = true
        }
      }
      if (!stamped && b[i] === 91) {
        const k = pastSpace(b, i + 1, to)
        const dot = pastDigits(b, k, to, 10)
        const relative = pastRelative(b, k, to)
        if (relative > 0) {
          // Neither year nor second: the order is all that is told.
          i = relative
          stamped = true
        } else if (dot > k && b[dot] === 46) {
          const end = pastFraction(b, dot, to)
          let close = end
          // dmesg -d: `[    1.234567 <    0.000012>]`
          if (b[close] === 32 && b[close + 1] === 60) while (close < to && b[close] !== 93 && close - end < 24) close++
          if (b[close] === 93 && close < to) {
            if (boot !== null) ts = boot + digits(b, k, dot - k) * 1_000_000 + fraction.micros
            i = caller(b, close + 1, to)
            stamped = true
          }
        } else if (weekday(b, i + 1) >= 0 && i + 26 <= to && b[i + 25] === 93) {
          const day = b[i + 9] === 32 ? two48(b, i + 10) : two(b, i + 9)
          const at = wall(digits(b, i + 21, 4), month(b, i + 5), day, two(b, i + 12), two(b, i + 15), two(b, i + 18), 0)
          if (!Number.isNaN(at)) {
            ts = local(at)
            i = b[i + 26] === 32 ? i + 27 : i + 26
            stamped = true
          }
        }
      }
      if (!stamped) {
        // A message of several lines: dmesg indents the further ones; kmsg gives its fields so, too.
        if (seen && (first === 32 || first === 9)) {
          sink.continuation(from, to)
          return
        }
        // Without any stamp so far it is a buffer of an old kernel, or the start of a cut one: lines are events.
        if (anyStamp) {
          sink.continuation(from, to)
          return
        }
      } else anyStamp = true
      if (startsWith(b, i, to, PREFIX)) i += PREFIX.length
      if (word === -2) word = sink.word(KERNEL, 0, KERNEL.length)
      sink.event(from, to, i, ts, -1, word, -1, facility, severity)
      seen = true
    })
  },
})

/** What the last prefix said. */
const head = { priority: 0, micros: 0 }

const two48 = (b: Uint8Array, i: number): number => (isDigit(b[i]) ? b[i]! - 48 : -1)

/** Past `Mar 4 09:12] ` or `+0.012345] ` at `i`; -1 when it is neither. */
function pastRelative(b: Uint8Array, i: number, to: number): number {
  let k = i
  if (b[k] === 43) {
    const dot = pastDigits(b, k + 1, to, 8)
    k = dot > k + 1 && b[dot] === 46 ? pastFraction(b, dot, to) : -1
  } else if (month(b, k) > 0 && b[k + 3] === 32) {
    const day = pastSpace(b, k + 3, to)
    const past = pastDigits(b, day, to, 2)
    k =
      past > day && b[past] === 32 && b[past + 3] === 58 && two(b, past + 1) >= 0 && two(b, past + 4) >= 0
        ? past + 6
        : -1
  } else return -1
  if (k < 0 || k >= to || b[k] !== 93) return -1
  return b[k + 1] === 32 && k + 1 < to ? k + 2 : k + 1
}

/** Past `[T123]` or ` [    C0]` (CONFIG_PRINTK_CALLER) and the space after the stamp. */
function caller(b: Uint8Array, i: number, to: number): number {
  let k = b[i] === 32 && i < to ? i + 1 : i
  if (b[k] === 91) {
    const c = pastSpace(b, k + 1, to)
    if (b[c] === 84 || b[c] === 67) {
      const end = pastDigits(b, c + 1, to, 10)
      if (end > c + 1 && b[end] === 93) k = b[end + 1] === 32 ? end + 2 : end + 1
    }
  }
  return Math.min(k, to)
}

/** Past `29,456,292891883,-;` or -1. */
function kmsg(b: Uint8Array, i: number, to: number): number {
  const p = pastDigits(b, i, to, 4)
  if (p === i || b[p] !== 44) return -1
  const s = pastDigits(b, p + 1, to)
  if (s === p + 1 || b[s] !== 44) return -1
  const t = pastDigits(b, s + 1, to, 15)
  if (t === s + 1 || b[t] !== 44) return -1
  let k = t + 1
  while (k < to && b[k] !== 59 && k - t < 64) k++
  if (b[k] !== 59 || k >= to) return -1
  head.priority = digits(b, i, p - i)
  head.micros = digits(b, s + 1, t - s - 1)
  return k + 1
}

/** Past `kern  :info  : ` or -1. */
function decoded(b: Uint8Array, i: number, to: number): number {
  for (let f = 0; f < DECODED.length; f++) {
    const name = DECODED[f]!
    if (!startsWith(b, i, to, name)) continue
    let k = pastSpace(b, i + name.length, to)
    if (b[k] !== 58) continue
    const level = k + 1
    k = level
    while (k < to && b[k]! >= 97 && b[k]! <= 122) k++
    const severity = levelAt(b, level, k)
    k = pastSpace(b, k, to)
    if (severity < 0 || b[k] !== 58) return -1
    head.priority = f * 8 + severity
    return pastSpace(b, k + 1, to)
  }
  return -1
}
