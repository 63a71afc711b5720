/**
 * Accounts, /etc/passwd (passwd(5)) or `getent passwd`.
 *   root:x:0:0:root:/root:/bin/bash
 * A password field other than `x` or `*` is a hash, or (empty) no password at all; only which of these is kept.
 * Lines that begin with + or - come from NIS.
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { fitting } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

// Numbers without a zero before them: `Permanent address: 00:00:00:00:00:00` has seven fields too.
/** The seven fields by their colons; null when the line is not such a one. */
function fieldsOf(line: string): string[] | null {
  if (line.length > 5000) return null
  const f = line.split(':', 8)
  const name = f[0]!
  if (f.length !== 7 || name === '' || name.length > 256 || /^\s/.test(name)) return null
  return isId(f[2]!) && isId(f[3]!) ? f : null
}
const isId = (field: string): boolean =>
  field.length <= 10 && count(field) !== null && (field === '0' || field.charCodeAt(0) !== 48)
const NIS = /^[+-][^:]*(?::[^:]*){0,6}$/

export default defineProbe({
  title: 'Accounts (/etc/passwd)',
  commands: ['/etc/passwd', 'getent passwd'],
  recognise: {
    names: ['etc/passwd', 'etc/passwd-', 'passwd', 'getent_passwd*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => fieldsOf(l) !== null || /^#/.test(l) || NIS.test(l))
      return of > 0 && fit >= of * 0.8 && head.lines.some((l) => fieldsOf(l) !== null) ? 0.85 : 0
    },
  },
  columns: {
    name: text('Account'),
    password: text('shadowed (x), locked (* or !), none, or a hash'),
    uid: int('User id'),
    gid: int('Primary group id'),
    gecos: optional(text('Full name and such')),
    home: optional(text('Home directory')),
    shell: optional(text('Login shell; null stands for /bin/sh')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = fieldsOf(line.text)
      if (m) {
        const password = m[1]!
        out.row(
          {
            name: m[0]!,
            password:
              password === 'x' ? 'shadowed' : password === '' ? 'none' : /^[*!]/.test(password) ? 'locked' : 'hash',
            uid: Number(m[2]),
            gid: Number(m[3]),
            gecos: m[4] || null,
            home: m[5] || null,
            shell: m[6]!.trim() || null,
          },
          line,
        )
      } else if (/^#/.test(line.text) || NIS.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not seven fields with numbers for user and group')
    }
  },
  sights: (r) => [sight('account', { name: r.name, uid: r.uid, gid: r.gid, home: r.home, shell: r.shell })],
})
