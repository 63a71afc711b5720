/**
 * yum's log of Red Hat 5 to 7, /var/log/yum.log: no year, no host. Local time.
 *
 *   Mar 04 09:12:44 Installed: nmap-6.40-19.el7.x86_64
 *   Mar 04 09:12:45 Erased: telnet
 *
 * The actions are yum's own words (yum/rpmtrans.py).
 */
import { dayOfYear, yearStep } from '../../shared/year-step'
import { defineLog, text, time } from '../define'
import { bytesOf, isDigit, month, two } from './scan/bytes'
import { clock } from './scan/clock'
import { lineReader } from './scan/lines'
import { rpmDetails } from './scan/package-details'
import { confidence, share } from './scan/shape'

const LINE =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d (?:Installed|Updated|Erased|Dep-Installed|Obsoleted|Obsoleting|Cleanup|Reinstalled|Downgraded): \S/
const STAMP = /^(?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) \d\d:\d\d:\d\d /
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const YUM = bytesOf('yum')

export default defineLog({
  title: 'yum log',
  recognise: { names: ['yum.log*'], shape: (head) => confidence(share(head, LINE), 0.95) },
  yearless: true,
  zoneless: true,
  columns: {
    ts: time('When yum did it'),
    program: text('yum, as the program'),
    message: text('Action and package'),
  },
  details: rpmDetails,
  stamp: (line) => {
    const m = STAMP.exec(line)?.groups
    const at = m ? MONTHS.indexOf(m['month']!) : -1
    return at < 0 ? null : { month: at + 1, day: Number(m!['day']), weekday: null }
  },
  open: (context) => {
    const { wall, local } = clock(context.zone)
    let years = 0
    let previous = -1
    return lineReader(
      (b, from, to, sink) => {
        const m = month(b, from)
        const day = b[from + 4] === 32 && isDigit(b[from + 5]) ? b[from + 5]! - 48 : two(b, from + 4)
        const wellFormed = m > 0 && day > 0 && from + 16 <= to && b[from + 9] === 58 && b[from + 12] === 58
        const today = wellFormed ? dayOfYear(m, day) : -1
        if (wellFormed && previous >= 0) years += yearStep(previous, today)
        const at = wellFormed
          ? wall(context.firstYear + years, m, day, two(b, from + 7), two(b, from + 10), two(b, from + 13), 0)
          : Number.NaN
        if (Number.isNaN(at)) {
          sink.unparsed(from, to)
          return
        }
        previous = today
        sink.event(from, to, from + 16, local(at), -1, sink.word(YUM, 0, YUM.length), -1, -1, -1)
      },
      () => years,
    )
  },
})
