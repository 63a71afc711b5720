/**
 * Who is logged in, finger(1), short and long.
 *   Login     Name           Tty      Idle  Login Time   Office     Office Phone
 *   alice     Alice Example *pts/0    1:00  Mar  4 09:12 (198.51.100.7)
 *   Login: alice           			Name: Alice Example
 *   On since Tue Mar  4 09:12 (UTC) on pts/0 from 198.51.100.7
 * A star before the terminal: others may not write to it. Without a year the date is the last one before the capture.
 */
import type { Instant } from '../../shared/time'
import { bool, defineProbe, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { monthOf, wall, weekdayOf, yearFor } from '../probes-lib/host-when'
import { isPrompt } from '../probes-lib/lines'

const HEADER = /^Login\s+Name\s+Tty\s+Idle\s+Login Time\b/
/** After the name, which is padded to its column and may be blank. */
const SESSION =
  /^(\*?)([\w/:.-]{1,32}) +(?:(\d{1,3}d|\d{1,3}:\d\d|\d{1,6}|\*?) +)?([A-Z][a-z]{2} [ \d]\d (?:\d\d:\d\d| ?\d{4})|[A-Z][a-z]{2} \d\d:\d\d|[A-Z][a-z]{2} \d{1,2}|No logins)(?: +\(([^()]{0,256})\))?(?: +(\S.{0,200}))?\s*$/
const LOGIN = /^Login: (\S{1,64})\s+Name: ?(.{0,200})$/
const SINCE =
  /^(On since|Last login) ([A-Z][a-z]{2}) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)(?:, (\d{4})|(?: (\d{4})))? \((\S{1,10})\) on (\S{1,64}?)(?: from (\S{1,256}))?\s*$/
const ABOUT =
  /^(?:Directory: |Office(?: Phone)?: |Home Phone: |Shell: |Never logged in\.|No mail\.|No Plan\.|No [Pp]lan|Plan:|Project:|Mail |New mail |Unread |Mail forwarded|\s+\(?messages off\)?| +\d+ (?:seconds?|minutes?|hours?|days?).* idle)/

function shortWhen(printed: string, context: ParseContext): Instant | null {
  const m = /^([A-Z][a-z]{2}) ([ \d]\d) (?:(\d\d):(\d\d)| ?(\d{4}))$/.exec(printed)
  if (!m) return null
  const [month, day] = [monthOf(m[1]!), Number(m[2])]
  const year = m[5] ? Number(m[5]) : yearFor(month, day, null, context)
  // An older login is printed with its year and without a time: that is no moment.
  const at = year === null || m[5] ? null : wall(year, month, day, Number(m[3]), Number(m[4]))
  return at === null ? null : context.zone.toInstant(at)
}

export default defineProbe({
  title: 'Logged in (finger)',
  commands: ['finger', 'finger -l'],
  recognise: {
    names: ['finger', 'finger.*', 'finger_*'],
    shape: (head) => {
      const first = head.lines.find((l) => l.trim() !== '' && !isPrompt(l)) ?? ''
      return HEADER.test(first) ? 0.95 : LOGIN.test(first) && /^Directory: /m.test(head.text) ? 0.9 : 0
    },
  },
  columns: {
    user: text('Account'),
    full_name: optional(text('Name of the person')),
    terminal: optional(text('Terminal; null when the account has no session')),
    writable: optional(bool('Whether others may write to the terminal')),
    idle: optional(text('Idle time as printed: minutes, hours:minutes, or days')),
    login: optional(time('Start of the session, to the minute')),
    login_text: optional(text('Start as printed')),
    source: optional(text('Where from')),
    active: bool('Whether the session was open at the listing'),
    details: optional(text('What else is printed: office and phone')),
  },
  parse: (lines, out, context) => {
    let name = -1
    let tty = -1
    let who: { user: string; full_name: string | null } | null = null
    for (const line of lines) {
      const short = line.text.length < 1000
      if (HEADER.test(line.text) || isPrompt(line.text)) {
        if (HEADER.test(line.text)) {
          who = null
          name = line.text.indexOf('Name')
          tty = line.text.indexOf('Tty') - 1
        }
        out.noise(line)
        continue
      }
      const login = short ? LOGIN.exec(line.text) : null
      if (login) {
        who = { user: login[1]!, full_name: login[2]!.trim() || null }
        out.noise(line)
        continue
      }
      const since = short && who ? SINCE.exec(line.text) : null
      if (since && who) {
        const [, , weekday, month, day, hour, minute, y1, y2] = since
        const year = y1 || y2 ? Number(y1 ?? y2) : yearFor(monthOf(month!), Number(day), weekdayOf(weekday!), context)
        const at = year === null ? null : wall(year, monthOf(month!), Number(day), Number(hour), Number(minute))
        out.row(
          {
            ...who,
            terminal: since[10]!,
            writable: null,
            idle: null,
            login: at === null ? null : context.zone.toInstant(at),
            login_text: line.text.slice(since[1]!.length, line.text.indexOf('(')).trim(),
            source: since[11] ?? null,
            active: since[1] === 'On since',
            details: null,
          },
          line,
        )
        continue
      }
      if (who && ABOUT.test(line.text)) {
        out.noise(line)
        continue
      }
      const user = /^\S{1,64}/.exec(line.text)?.[0]
      const m = short && !who && user && tty > name ? SESSION.exec(line.text.slice(tty).trimStart()) : null
      if (!m) {
        // What somebody wrote into .plan may be anything.
        if (who) out.noise(line)
        else out.unparsed(line, tty < 0 ? 'no header of finger before this line' : 'not a line of finger')
        continue
      }
      const never = m[4] === 'No logins'
      out.row(
        {
          user: user!,
          full_name: line.text.slice(Math.max(name, user!.length), tty).trim() || null,
          terminal: never ? null : m[2]!,
          writable: m[1] === '',
          idle: m[3] || null,
          login: shortWhen(m[4]!, context),
          login_text: m[4]!,
          source: m[5] || null,
          active: !never,
          details: m[6]?.trim() || null,
        },
        line,
      )
    }
  },
  events: (r) =>
    r.login === null
      ? []
      : [
          {
            ts: r.login,
            kind: 'login',
            summary: `login of ${r.user}${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`,
            entities: [['user', r.user]],
          },
        ],
  sights: (r) =>
    r.login === null
      ? []
      : [sight('login', { account: r.user, terminal: r.terminal, source: r.source, login: r.login, success: true })],
})
