/**
 * Groups, /etc/group (group(5)) or `getent group`.
 *   sudo:x:27:alice,bob
 */
import { defineProbe, int, list, text } from '../define'
import { fitting } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

/** A password field is a mark or a hash: `update-alternatives 2025-03-04 22:06:13: run` is no group. */
const PASSWORD = /^(?:[x*!]{0,3}|[!*]?[$_]\S{1,200}|[./A-Za-z0-9]{13})$/

/** The four fields by their colons; null when the line is not such a one. */
function fieldsOf(line: string): string[] | null {
  if (line.length > 60_000) return null
  const f = line.split(':', 5)
  if (f.length !== 4 || f[0] === '' || f[0]!.length > 256 || /^\s/.test(line)) return null
  if (f[2]!.length > 10 || count(f[2]) === null || /\s/.test(f[3]!)) return null
  return f[1] === 'x' || PASSWORD.test(f[1]!) ? f : null
}
const namesOf = (field: string): string[] =>
  field === '' ? [] : field.includes(',') ? field.split(',').filter((a) => a !== '') : [field]

export default defineProbe({
  title: 'Groups (/etc/group)',
  commands: ['/etc/group', 'getent group'],
  recognise: {
    names: ['etc/group', 'etc/group-', 'group', 'getent_group*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => fieldsOf(l) !== null || /^[#+-]/.test(l))
      return of > 0 && fit >= of * 0.9 && head.lines.some((l) => fieldsOf(l) !== null) ? 0.8 : 0
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
      const f = fieldsOf(line.text)
      if (f) {
        const password = f[1]!
        out.row(
          {
            name: f[0]!,
            gid: Number(f[2]),
            members: namesOf(f[3]!),
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
