/**
 * Alerts of snort (`-A fast`) and suricata (fast.log), one a line.
 *
 *   06/28-10:14:03.123456  [**] [1:469:1] ICMP PING NMAP [**] [Classification: Attempted Information Leak] [Priority: 2] {ICMP} 192.0.2.30 -> 192.0.2.20
 *   03/04/2025-09:12:44.123456  [**] [1:2010935:3] ET SCAN Suspicious inbound [**] [Priority: 2] {TCP} 203.0.113.9:4711 -> 192.0.2.1:1433
 *
 * snort leaves the year out unless it runs with -y (then it has two digits); suricata writes it. Local time of the sensor
 * unless it runs with -U. Priority 1 is the gravest.
 */
import { dayOfYear, yearStep } from '../../shared/year-step'
import { defineLog, int, optional, text, time } from '../define'
import { alertDetails } from './scan/alert-details'
import { digits, isDigit, pastSpace, two } from './scan/bytes'
import { clock } from './scan/clock'
import { fraction, pastFraction } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE = /^\d\d\/\d\d(?:\/\d{2}(?:\d{2})?)?-\d\d:\d\d:\d\d\.\d{1,6} +(?:\[Drop\] +)?\[\*\*\] /
const STAMP = /^(?<month>\d\d)\/(?<day>\d\d)-\d\d:\d\d:\d\d\./
const PRIORITY = [-1, 2, 4, 5, 6]

export default defineLog({
  title: 'Intrusion alerts (snort, suricata)',
  recognise: {
    names: ['alert', 'alert_fast*', 'fast.log*', '**/snort/*'],
    shape: (head) => confidence(share(head, LINE), 0.95),
  },
  yearless: true,
  zoneless: true,
  columns: {
    ts: time('When the packet was seen; snort’s year is inferred'),
    severity: optional(int('From the priority: 1 critical, 2 warning, 3 notice, 4 informational')),
    message: text('Rule, text, classification, protocol, addresses'),
  },
  details: alertDetails,
  stamp: (line) => {
    const m = STAMP.exec(line)?.groups
    return m ? { month: Number(m['month']), day: Number(m['day']), weekday: null } : null
  },
  open: (context) => {
    const { wall, local } = clock(context.zone)
    let years = 0
    let previous = -1
    let seen = false
    return lineReader(
      (b, from, to, sink) => {
        const month = two(b, from)
        const day = two(b, from + 3)
        let k = from + 5
        let year = -1
        if (b[k] === 47) {
          const long = isDigit(b[k + 3])
          year = long ? digits(b, k + 1, 4) : two(b, k + 1) + 2000
          k += long ? 5 : 3
        }
        const end = pastFraction(b, k + 9, to)
        if (
          b[from + 2] !== 47 ||
          b[k] !== 45 ||
          b[k + 3] !== 58 ||
          b[k + 6] !== 58 ||
          end > to ||
          month < 1 ||
          day < 1
        ) {
          if (seen) sink.continuation(from, to)
          else sink.unparsed(from, to)
          return
        }
        const { micros } = fraction
        const today = dayOfYear(month, day)
        const step = year < 0 && previous >= 0 ? yearStep(previous, today) : 0
        const at = wall(
          year < 0 ? context.firstYear + years + step : year,
          month,
          day,
          two(b, k + 1),
          two(b, k + 4),
          two(b, k + 7),
          micros,
        )
        if (Number.isNaN(at)) {
          sink.unparsed(from, to)
          return
        }
        if (year < 0) {
          years += step
          previous = today
        }
        sink.event(from, to, pastSpace(b, end, to), local(at), -1, -1, -1, -1, severity(b, end, to))
        seen = true
      },
      () => years,
    )
  },
})

/** `[Priority: 2]` */
function severity(b: Uint8Array, from: number, to: number): number {
  const stop = Math.min(to, from + 1024) - 12
  for (let k = from; k < stop; k++)
    if (b[k] === 91 && b[k + 1] === 80 && b[k + 9] === 58 && b[k + 10] === 32 && b[k + 12] === 93)
      return PRIORITY[b[k + 11]! - 48] ?? -1
  return -1
}
