/**
 * Who a user is, as id(1) tells it.
 *   uid=1000(alice) gid=1000(alice) groups=1000(alice),27(sudo) context=unconfined_u:unconfined_r:unconfined_t:s0
 * euid and egid stand there when they differ. A number without a name has no entry in passwd or group.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { sight } from '../facets'

const LINE =
  /^uid=(\d{1,10})(?:\(([^()]{0,255})\))? gid=(\d{1,10})(?:\(([^()]{0,255})\))?(?: euid=(\d{1,10})(?:\(([^()]{0,255})\))?)?(?: egid=(\d{1,10})(?:\(([^()]{0,255})\))?)?(?: groups=((?:\d{1,10}(?:\([^()]{0,255}\))?,? ?)+))?(?: context=(\S+))?\s*$/

export default defineProbe({
  title: 'Who a user is (id)',
  commands: ['id'],
  recognise: {
    names: ['id', 'id.*', 'id_*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\S*id: /.test(l)).slice(0, 40)
      const fits = lines.filter((l) => l.length < 20_000 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: {
    uid: int('User id'),
    user: optional(text('User name; null when passwd has none')),
    gid: int('Primary group id'),
    group_name: optional(text('Primary group')),
    euid: optional(int('Effective user id, when another')),
    egid: optional(int('Effective group id, when another')),
    groups: list('Groups as number(name)'),
    context: optional(text('SELinux context')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 20_000 ? LINE.exec(line.text) : null
      if (!m) {
        if (/^\S*id: /.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a line of id')
        continue
      }
      out.row(
        {
          uid: Number(m[1]),
          user: m[2] ?? null,
          gid: Number(m[3]),
          group_name: m[4] ?? null,
          euid: m[5] ? Number(m[5]) : null,
          egid: m[7] ? Number(m[7]) : null,
          groups: (m[9] ?? '')
            .split(',')
            .map((g) => g.trim())
            .filter((g) => g !== ''),
          context: m[10] ?? null,
        },
        line,
      )
    }
  },
  sights: (r) => (r.user === null ? [] : [sight('account', { name: r.user, uid: r.uid, gid: r.gid })]),
})
