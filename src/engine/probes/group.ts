/**
 * Groups, /etc/group (group(5)) or `getent group`.
 *   sudo:x:27:alice,bob
 */
import { defineProbe, int, list, text } from '../define'
import { fitting } from '../probes-lib/lines'

/** A password field is a mark or a hash: `update-alternatives 2025-03-04 22:06:13: run` is no group. */
const LINE = /^([^:\s][^:]{0,255}):([x*!]{0,3}|[!*]?[$_]\S{1,200}|[./A-Za-z0-9]{13}):(\d{1,10}):([^:\s]*)$/

export default defineProbe({
  title: 'Groups (/etc/group)',
  commands: ['/etc/group', 'getent group'],
  recognise: {
    names: ['etc/group', 'etc/group-', 'group', 'getent_group*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => LINE.test(l) || /^[#+-]/.test(l))
      return of > 0 && fit >= of * 0.9 && head.lines.some((l) => LINE.test(l)) ? 0.8 : 0
    },
  },
  columns: {
    name: text('Group'),
    gid: int('Group id'),
    members: list('Accounts that have it besides those whose primary group it is'),
    password: text('shadowed (x), none, locked, or a hash'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 60_000 ? LINE.exec(line.text) : null
      if (m) {
        const password = m[2]!
        out.row(
          {
            name: m[1]!,
            gid: Number(m[3]),
            members: m[4]!
              .split(',')
              .map((a) => a.trim())
              .filter((a) => a !== ''),
            password:
              password === 'x' ? 'shadowed' : password === '' ? 'none' : /^[*!]/.test(password) ? 'locked' : 'hash',
          },
          line,
        )
      } else if (/^[#+-]/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not four fields with a number for the group')
    }
  },
})
