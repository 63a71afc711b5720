/**
 * Limits that pam_limits sets at login, /etc/security/limits.conf (limits.conf(5)).
 *   @student        hard    nproc           20
 *   *               -       nofile          65536
 */
import { defineProbe, text } from '../define'

const ITEMS =
  'core|data|fsize|memlock|nofile|rss|stack|cpu|nproc|as|maxlogins|maxsyslogins|nonewprivs|priority|locks|sigpending|msgqueue|nice|rtprio|chroot'
const LINE = new RegExp(
  `^\\s*(\\S{1,100})\\s+(soft|hard|-)\\s+(${ITEMS})\\s+(-?\\d{1,20}|unlimited|infinity|/\\S*)\\s*(?:#.*)?$`,
)

export default defineProbe({
  title: 'Limits at login (limits.conf)',
  commands: ['/etc/security/limits.conf', '/etc/security/limits.d/*.conf'],
  recognise: {
    names: ['security/limits.conf', 'security/limits.d/*', 'limits.conf'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 400 && LINE.test(l)).length
      return fits > 0 && fits === lines.length ? 0.9 : 0
    },
  },
  columns: {
    domain: text('Whom it is for: a user, @group, %group, * or a range of numbers'),
    kind: text('soft, hard, or - for both'),
    item: text('What is limited'),
    value: text('The limit'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (m) out.row({ domain: m[1]!, kind: m[2]!, item: m[3]!, value: m[4]! }, line)
      else if (/^\s*#/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a limit of limits.conf')
    }
  },
})
