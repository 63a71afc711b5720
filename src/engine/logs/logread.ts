/**
 * OpenWrt's `logread` and its log files: date with year, facility and level, tag.
 *
 *   Tue Mar  4 09:12:44 2025 daemon.info dnsmasq[1234]: using nameserver 192.0.2.53#53
 *   Tue Mar  4 09:12:44 2025 kern.info kernel: [   12.345678] device eth0 entered promiscuous mode
 */
import { defineLog, int, optional, text, time } from '../define'
import { pastSpace } from './scan/bytes'
import { clock } from './scan/clock'
import { ctime, pastCtime } from './scan/ctime'
import { pair, pairAt } from './scan/facility'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'
import { readTag, type Tag } from './scan/tag'

const LINE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} (?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d)\.(?:emerg|alert|crit|err|warn|notice|info|debug) \S/

export default defineLog({
  title: 'OpenWrt log (logread)',
  recognise: { shape: (head) => confidence(share(head, LINE), 0.93) },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('When the message was logged'),
    program: optional(text('Program from the tag')),
    pid: optional(int('PID from the tag')),
    facility: int('Facility'),
    severity: int('Severity'),
    message: text('What follows the tag'),
  },
  open: (context) => {
    const time = clock(context.zone)
    const tag: Tag = { from: 0, to: 0, pid: -1, message: 0 }
    return lineReader((b, from, to, sink) => {
      const end = pastCtime(b, from, to, time)
      if (end < 0 || end > to) {
        sink.unparsed(from, to)
        return
      }
      const { wall } = ctime
      let k = pastSpace(b, end, to)
      let e = k
      while (e < to && e - k < 40 && b[e] !== 32) e++
      let facility = -1
      let severity = -1
      if (b[e] === 32 && pairAt(b, k, e, 46)) {
        facility = pair.facility
        severity = pair.severity
        k = pastSpace(b, e, to)
      }
      readTag(b, k, to, tag)
      const program = tag.to > tag.from ? sink.word(b, tag.from, tag.to) : -1
      sink.event(from, to, tag.message, time.local(wall), -1, program, tag.pid, facility, severity)
    })
  },
})
