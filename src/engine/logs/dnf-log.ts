/**
 * dnf's logs, /var/log/dnf.log and dnf.rpm.log (Fedora, Red Hat from 8).
 *
 *   2025-03-04T09:12:44+0100 INFO --- logging initialized ---
 *   2025-03-04T09:12:44+0100 DDEBUG Command: dnf install nmap
 *   2025-03-04T09:12:45+0100 SUBDEBUG Installed: nmap-3:7.92-1.el9.x86_64
 *
 * SUBDEBUG and DDEBUG are dnf's own levels below debug. Until dnf 4.2 stamps end with `Z` and are UTC.
 */
import { defineLog, int, optional, text, time } from '../define'
import { bytesOf, pastSpace } from './scan/bytes'
import { isoScanner } from './scan/iso'
import { levelAt } from './scan/level'
import { lineReader } from './scan/lines'
import { rpmDetails } from './scan/package-details'
import { confidence, share } from './scan/shape'

const LINE =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d{4}) (?:SUBDEBUG|DDEBUG|DEBUG|INFO|WARNING|ERROR|CRITICAL)(?: |$)/
const DNF_WORDS =
  /^\S+ (?:INFO --- logging initialized ---|DDEBUG |SUBDEBUG (?:Installed|Upgraded?|Erase|Removed|Downgraded?|Reinstalled): |DEBUG DNF version: )/m
const DNF = bytesOf('dnf')

export default defineLog({
  title: 'dnf log',
  recognise: {
    names: ['dnf.log*', 'dnf.rpm.log*', 'dnf.librepo.log*'],
    shape: (head) => (DNF_WORDS.test(head.text) ? confidence(share(head, LINE), 0.94) : 0),
  },
  yearless: false,
  zoneless: false,
  splittable: true,
  columns: {
    ts: time('When dnf did it'),
    program: text('dnf, as the program'),
    severity: optional(int('Level')),
    message: text('What it did, with the package'),
  },
  details: rpmDetails,
  open: (context) => {
    const iso = isoScanner(context.zone)
    let seen = false
    return lineReader((b, from, to, sink) => {
      const end = iso.at(b, from, to)
      if (end < 0 || b[end] !== 32) {
        if (seen) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      let k = end + 1
      while (k < to && k - end < 12 && b[k]! >= 65 && b[k]! <= 90) k++
      const severity = levelAt(b, end + 1, k)
      sink.event(
        from,
        to,
        pastSpace(b, severity < 0 ? end + 1 : k, to),
        iso.ts,
        -1,
        sink.word(DNF, 0, 3),
        -1,
        -1,
        severity,
      )
      seen = true
    })
  },
})
