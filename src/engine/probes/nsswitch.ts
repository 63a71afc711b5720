/**
 * Where accounts, names and services come from, /etc/nsswitch.conf (nsswitch.conf(5)).
 *   passwd:         files systemd sss
 *   hosts:          files mdns4_minimal [NOTFOUND=return] dns
 * A source that is unknown on such a host may be a library that was put there.
 */
import { defineProbe, list, text } from '../define'

const DATABASES =
  'aliases|automount|bootparams|ethers|group|group_compat|gshadow|hosts|initgroups|ipnodes|netgroup|netmasks|networks|passwd|passwd_compat|publickey|printers|project|protocols|rpc|services|services_compat|shadow|shells|subid|sudoers|auth_attr|prof_attr|exec_attr|user_attr|tnrhdb|tnrhtp|sendmailvars'
const LINE = new RegExp(`^\\s*(${DATABASES}):\\s*([^#]*?)\\s*(?:#.*)?$`)

export default defineProbe({
  title: 'Where accounts and names come from (nsswitch.conf)',
  commands: ['/etc/nsswitch.conf'],
  recognise: {
    names: ['nsswitch.conf', 'etc/nsswitch.conf'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 1000 && LINE.test(l)).length
      return fits >= 3 && fits >= lines.length * 0.9 && lines.some((l) => /\b(?:files|compat)\b/.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    database: text('passwd, group, hosts, sudoers, ...'),
    sources: list('Where it is looked up, in order, with [STATUS=action] between'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 1000 ? LINE.exec(line.text) : null
      if (m) out.row({ database: m[1]!, sources: m[2]!.match(/\[[^\]]*\]|[^\s[]+/g) ?? [] }, line)
      else if (/^\s*#/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of nsswitch.conf')
    }
  },
})
