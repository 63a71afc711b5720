/**
 * Accounts of the BSDs with their passwords, /etc/master.passwd (passwd(5)). Hashes are not kept: only their scheme.
 *   root:$6$Qd...:0:0::0:0:Charlie &:/root:/bin/csh
 * Ten fields: after the group stand the login class, and the times of change and expiry in seconds since 1970.
 */
import { type Instant, instant } from '../../shared/time'
import { defineProbe, int, optional, text, time } from '../define'
import { sight } from '../facets'
import { fitting } from '../probes-lib/lines'
import { passwordField } from '../probes-lib/passwords'

const LINE =
  /^([^:\s][^:]{0,255}):([^:\s]{0,300}):(\d{1,10}):(\d{1,10}):([^:]{0,60}):(\d{0,11}):(\d{0,11}):([^:]{0,300}):([^:]{0,1000}):([^:]{0,1000})$/
const at = (field: string): Instant | null => (Number(field) > 0 ? instant(Number(field) * 1_000_000) : null)

export default defineProbe({
  title: 'Accounts of BSD (/etc/master.passwd)',
  commands: ['/etc/master.passwd'],
  recognise: {
    names: ['etc/master.passwd', 'master.passwd'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => LINE.test(l) || /^#/.test(l))
      return of > 0 && fit >= of * 0.8 && head.lines.some((l) => l.length < 4000 && LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    name: text('Account'),
    state: text('usable, locked (no password fits), or empty (none is asked for)'),
    scheme: optional(text('How the password is hashed; the hash itself is not kept')),
    uid: int('User id'),
    gid: int('Primary group id'),
    class: optional(text('Login class')),
    must_change: optional(time('When the password must be changed')),
    expires: optional(time('When the account expires')),
    gecos: optional(text('Full name and such')),
    home: optional(text('Home directory')),
    shell: optional(text('Login shell; null stands for /bin/sh')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 4000 ? LINE.exec(line.text) : null
      if (!m) {
        if (line.text.startsWith('#')) out.noise(line)
        else out.unparsed(line, 'not ten fields of master.passwd')
        continue
      }
      out.row(
        {
          name: m[1]!,
          ...passwordField(m[2]!),
          uid: Number(m[3]),
          gid: Number(m[4]),
          class: m[5] || null,
          must_change: at(m[6]!),
          expires: at(m[7]!),
          gecos: m[8] || null,
          home: m[9] || null,
          shell: m[10] || null,
        },
        line,
      )
    }
  },
  sights: (r) => [sight('account', { name: r.name, uid: r.uid, gid: r.gid, home: r.home, shell: r.shell })],
})
