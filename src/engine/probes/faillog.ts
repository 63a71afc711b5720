/**
 * Failed logins by account, as faillog(8) and pam_tally2(8) print them.
 *   Login       Failures Maximum Latest                   On
 *
 *   root            3        0   03/04/25 09:12:44 +0000  tty1
 *   Login           Failures Latest failure     From
 *   alice               2    03/04/25 09:12:44  198.51.100.7
 * The date is month/day/year of two digits; an account that never failed shows the beginning of 1970.
 */
import type { Instant } from '../../shared/time'
import { instant } from '../../shared/time'
import { defineProbe, int, optional, type ParseContext, text, time } from '../define'
import { SECOND, wall } from '../probes-lib/host-when'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^Login\s+Failures\s+(?:Maximum\s+Latest\s+On|Latest failure\s+From)\s*$/
const FAILLOG =
  /^(\S{1,256}) +(\d{1,9}) +(\d{1,9}) +(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d [+-]\d{4})(?: +(\S{1,64}))?(?: \[(.{1,60})\])?\s*$/
const TALLY = /^(\S{1,256}) +(\d{1,9}) +(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d)?(?: +(\S{1,256}))?\s*$/

function when(printed: string | undefined, context: ParseContext): Instant | null {
  const m = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?: ([+-])(\d\d)(\d\d))?$/.exec(printed ?? '')
  if (!m) return null
  const year = Number(m[3]) < 69 ? 2000 + Number(m[3]) : 1900 + Number(m[3])
  const at = wall(year, Number(m[1]), Number(m[2]), Number(m[4]), Number(m[5]), Number(m[6]))
  if (at === null) return null
  const offset = (Number(m[8] ?? 0) * 60 + Number(m[9] ?? 0)) * 60 * (m[7] === '-' ? -1 : 1)
  const moment = m[7] ? instant(at - offset * SECOND) : context.zone.toInstant(at)
  return moment <= 0 ? null : moment
}

export default defineProbe({
  title: 'Failed logins by account (faillog)',
  commands: ['faillog -a', 'pam_tally2'],
  recognise: {
    names: ['faillog*', 'pam_tally2*'],
    shape: (head) => (head.lines.slice(0, 4).some((l) => HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    user: text('Account'),
    failures: int('Failed logins since the last that worked', 'count'),
    maximum: optional(int('After how many the account is locked; 0 for never')),
    latest: optional(time('Last failure; null when there was none')),
    source: optional(text('Terminal, or host, of the last failure')),
    lock: optional(text('Lock as printed')),
  },
  parse: (lines, out, context) => {
    let tally = false
    let known = false
    for (const line of lines) {
      if (HEADER.test(line.text)) {
        known = true
        tally = line.text.includes('Latest failure')
        out.noise(line)
        continue
      }
      if (isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      const m = !known || line.text.length > 1000 ? null : (tally ? TALLY : FAILLOG).exec(line.text)
      if (!m) {
        out.unparsed(line, known ? 'not a line of faillog' : 'no header of faillog before this line')
        continue
      }
      const [user, failures] = [m[1]!, Number(m[2])]
      if (tally)
        out.row({ user, failures, maximum: null, latest: when(m[3], context), source: m[4] ?? null, lock: null }, line)
      else
        out.row(
          {
            user,
            failures,
            maximum: count(m[3]),
            latest: when(m[4], context),
            source: m[5] ?? null,
            lock: m[6] ?? null,
          },
          line,
        )
    }
  },
  events: (r) =>
    r.latest === null || r.failures === 0
      ? []
      : [
          {
            ts: r.latest,
            kind: 'login',
            summary: `failed login of ${r.user}${r.source ? ` from ${r.source}` : ''}`,
            severity: 5,
            entities: [['user', r.user]],
          },
        ],
  sights: () => [],
})
