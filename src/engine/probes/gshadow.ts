/**
 * Passwords of groups, /etc/gshadow (gshadow(5)). Hashes are not kept: only their scheme.
 *   adm:*::syslog,alice
 *   wheel:!:root:alice
 */
import { defineProbe, list, optional, text } from '../define'
import { fitting } from '../probes-lib/lines'
import { passwordField } from '../probes-lib/passwords'

const NAME = /^[a-zA-Z_][\w.$@-]{0,63}$/
const PASSWORD = /^(?:|[!*x]{1,3}|!?[$_]\S{1,300}|!?[./A-Za-z0-9]{13})$/
/** Names with commas between; no other character. */
const NAMES = /^[\w.$@,-]*$/

function fieldsOf(line: string): string[] | null {
  if (line.length > 60_000) return null
  const f = line.split(':', 5)
  return f.length === 4 && NAME.test(f[0]!) && PASSWORD.test(f[1]!) && NAMES.test(f[2]!) && NAMES.test(f[3]!) ? f : null
}
const namesOf = (field: string): string[] =>
  field === '' ? [] : field.includes(',') ? field.split(',').filter((n) => n !== '') : [field]

export default defineProbe({
  title: 'Passwords of groups (/etc/gshadow)',
  commands: ['/etc/gshadow'],
  recognise: {
    names: ['etc/gshadow', 'etc/gshadow-', 'gshadow'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => fieldsOf(l) !== null)
      // /etc/group has a number where this has administrators.
      const numbers = head.lines.filter((l) => /^[^:]*:[^:]*:\d+:/.test(l)).length
      return of > 0 && fit >= of * 0.9 && numbers * 4 < of ? 0.85 : 0
    },
  },
  columns: {
    name: text('Group'),
    state: text('usable, locked (no password fits), or empty (none; only members may join)'),
    scheme: optional(text('How the password is hashed; the hash itself is not kept')),
    administrators: list('Accounts that may change password and members'),
    members: list('Members'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = fieldsOf(line.text)
      if (!m) {
        if (line.text.startsWith('#')) out.noise(line)
        else out.unparsed(line, 'not four fields of gshadow')
        continue
      }
      const { state, scheme } = passwordField(m[1]!)
      out.row(
        {
          name: m[0]!,
          state: state === 'shadowed' ? 'locked' : state,
          scheme,
          administrators: namesOf(m[2]!),
          members: namesOf(m[3]!),
        },
        line,
      )
    }
  },
})
