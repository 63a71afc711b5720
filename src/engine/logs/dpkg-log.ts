/**
 * Debian's package manager, /var/log/dpkg.log (dpkg(1), --log). Local time.
 *
 *   2025-03-04 09:12:44 startup archives unpack
 *   2025-03-04 09:12:44 install nmap:amd64 <none> 7.93+dfsg1-1
 *   2025-03-04 09:12:45 status half-configured nmap:amd64 7.93+dfsg1-1
 *   2025-03-04 09:12:45 conffile /etc/foo.conf keep
 */
import { defineLog, text, time } from '../define'
import { bytesOf } from './scan/bytes'
import { isoScanner } from './scan/iso'
import { lineReader } from './scan/lines'
import { dpkgDetails } from './scan/package-details'
import { confidence, share } from './scan/shape'

const LINE =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:startup (?:archives|packages) \S+|(?:install|upgrade|configure|trigproc|disappear|remove|purge) \S+ \S+(?: \S+)?|status \S+ \S+ \S+|conffile \S+ (?:install|keep))$/
const DPKG = bytesOf('dpkg')

export default defineLog({
  title: 'dpkg log',
  recognise: { names: ['dpkg.log*'], shape: (head) => confidence(share(head, LINE), 0.93) },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('When dpkg did it'),
    program: text('dpkg'),
    message: text('Action, package, versions'),
  },
  details: dpkgDetails,
  open: (context) => {
    const iso = isoScanner(context.zone)
    return lineReader((b, from, to, sink) => {
      const end = iso.at(b, from, to)
      if (end < 0 || b[end] !== 32) sink.unparsed(from, to)
      else sink.event(from, to, end + 1, iso.ts, -1, sink.word(DPKG, 0, DPKG.length), -1, -1, -1)
    })
  },
})
