/**
 * Passwords and their ages, /etc/shadow (shadow(5)). Hashes are not kept: only their scheme.
 *   root:$6$27lBiByDWdiM7lvJ$...:18113:0:99999:7:::
 *   systemd-network:!!:18123::::::
 * Days count from 1970-01-01. An empty password field lets anyone in without a password.
 */
import { type Instant, instant } from '../../shared/time'
import { bool, defineProbe, int, optional, text, time } from '../define'
import { fitting } from '../probes-lib/lines'
import { whole } from '../probes-lib/numbers'
import { passwordField } from '../probes-lib/passwords'

/** A field of the password: a mark, a hash, or nothing. */
const SECRET =
  /^(?:|x|[!*]{1,3}(?:LK\*|LOCKED\*)?|NP|UP|[!*]{0,2}(?:\*LK\*|\*LOCKED\*)?(?:[$_]\S{1,300}|\{\w+\}\S{1,300}|[./A-Za-z0-9]{13,24}))$/
const isDays = (field: string): boolean => field === '' || (field.length <= 7 && whole(field) !== null)

/** The nine fields by their colons; null when the line is not such a one. */
function fieldsOf(line: string): string[] | null {
  if (line.length > 1000) return null
  const f = line.split(':', 10)
  if (f.length !== 9 || f[0]!.length > 256 || !/^[^\s+#-]/.test(f[0]!) || !SECRET.test(f[1]!)) return null
  for (let i = 2; i < 8; i++) if (!isDays(f[i]!)) return null
  return f
}
const day = (field: string | undefined): Instant | null =>
  field && Number(field) > 0 ? instant(Number(field) * 86_400_000_000) : null
const days = (field: string | undefined): number | null => (field ? Number(field) : null)

export default defineProbe({
  title: 'Passwords and their ages (/etc/shadow)',
  commands: ['/etc/shadow'],
  recognise: {
    names: ['etc/shadow', 'etc/shadow-', 'shadow'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => fieldsOf(l) !== null || /^[#+-]/.test(l))
      return of > 0 && fit >= of * 0.8 && head.lines.some((l) => fieldsOf(l) !== null) ? 0.9 : 0
    },
  },
  columns: {
    name: text('Account'),
    state: text('usable, locked (no password fits), or empty (none is asked for)'),
    scheme: optional(text('How the password is hashed, also where it is locked; the hash itself is not kept')),
    changed: optional(time('Day of the last change')),
    must_change: bool('Whether it must be changed at the next login (day 0)'),
    min_days: optional(int('Days before it may be changed', 'count')),
    max_days: optional(int('Days before it must be changed', 'count')),
    warn_days: optional(int('Days of warning before that', 'count')),
    inactive_days: optional(int('Days after that until the account is closed', 'count')),
    expires: optional(time('Day on which the account expires')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = fieldsOf(line.text)
      if (!m) {
        if (/^[#+-]/.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not nine fields of shadow')
        continue
      }
      const { state, scheme } = m[1] === 'NP' ? { state: 'locked', scheme: null } : passwordField(m[1]!)
      out.row(
        {
          name: m[0]!,
          state: state === 'shadowed' ? 'locked' : state,
          scheme,
          changed: day(m[2]),
          must_change: m[2] === '0',
          min_days: days(m[3]),
          max_days: days(m[4]),
          warn_days: days(m[5]),
          inactive_days: days(m[6]),
          expires: day(m[7]),
        },
        line,
      )
    }
  },
})
