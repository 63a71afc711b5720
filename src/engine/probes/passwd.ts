/**
 * Accounts, /etc/passwd (passwd(5)) or `getent passwd`.
 *   root:x:0:0:root:/root:/bin/bash
 * A password field other than `x` or `*` is a hash, or (empty) no password at all; only which of these is kept.
 * Lines that begin with + or - come from NIS.
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { fitting } from '../probes-lib/lines'

// Numbers without a zero before them: `Permanent address: 00:00:00:00:00:00` has seven fields too.
const LINE = /^([^:\s][^:]{0,255}):([^:]*):(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9}):([^:]*):([^:]*):([^:]*)$/
const NIS = /^[+-][^:]*(?::[^:]*){0,6}$/

export default defineProbe({
  title: 'Accounts (/etc/passwd)',
  commands: ['/etc/passwd', 'getent passwd'],
  recognise: {
    names: ['etc/passwd', 'etc/passwd-', 'passwd', 'getent_passwd*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => LINE.test(l) || /^#/.test(l) || NIS.test(l))
      return of > 0 && fit >= of * 0.8 && head.lines.some((l) => LINE.test(l)) ? 0.85 : 0
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
      const m = line.text.length < 5000 ? LINE.exec(line.text) : null
      if (m) {
        const password = m[2]!
        out.row(
          {
            name: m[1]!,
            password:
              password === 'x' ? 'shadowed' : password === '' ? 'none' : /^[*!]/.test(password) ? 'locked' : 'hash',
            uid: Number(m[3]),
            gid: Number(m[4]),
            gecos: m[5] || null,
            home: m[6] || null,
            shell: m[7]?.trim() || null,
          },
          line,
        )
      } else if (/^#/.test(line.text) || NIS.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not seven fields with numbers for user and group')
    }
  },
  sights: (r) => [sight('account', { name: r.name, uid: r.uid, gid: r.gid, home: r.home, shell: r.shell })],
})
