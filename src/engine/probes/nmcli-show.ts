/**
 * What NetworkManager knows of connections and devices in detail: `nmcli connection show <name>`, `nmcli device show`,
 * `nmcli general permissions`.
 *   connection.id:                          ens33
 *   GENERAL.STATE:                          10 (unmanaged)
 *   IP4.ADDRESS[1]:                         192.168.71.180/24
 * `--` stands for none.
 */
import { defineProbe, optional, text } from '../define'

const LINE = /^([A-Za-z0-9][\w.-]*\.[\w.-]+(?:\[\d{1,4}\])?):\s*(.*?)\s*$/
const PERMISSION = /^(org\.freedesktop\.NetworkManager\.[\w.-]+)\s+(yes|no|auth|unknown)\s*$/
const HEADER = /^PERMISSION\s+VALUE\s*$/
const SUBJECT = /^(?:GENERAL\.DEVICE|connection\.id)$/
const KNOWN =
  /^(?:connection|GENERAL|IP[46]|DHCP[46]|ipv[46]|802-[\w-]+|WIRED-PROPERTIES|CAPABILITIES|INTERFACE-FLAGS|proxy|wifi|AP|BRIDGE|BOND|VLAN|802-1x|bridge|vlan|bond)\./

export default defineProbe({
  title: 'Connections in detail (nmcli show)',
  commands: ['nmcli connection show <name>', 'nmcli device show', 'nmcli general permissions'],
  recognise: {
    names: ['nmcli_*show*', 'nmcli_*permissions*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      if (HEADER.test(lines[0] ?? '') && lines.slice(1).some((l) => PERMISSION.test(l))) return 0.95
      const fits = lines.filter((l) => l.length < 2000 && LINE.test(l) && KNOWN.test(l)).length
      return fits >= 3 && fits >= lines.length * 0.8 && /^(?:GENERAL\.|connection\.)/m.test(head.text) ? 0.95 : 0
    },
  },
  columns: {
    subject: optional(text('Device or connection that the value is of')),
    key: text('Name of the value'),
    value: optional(text('The value as printed; null for --')),
  },
  parse: (lines, out) => {
    let subject: string | null = null
    for (const line of lines) {
      const t = line.text.length < 4000 ? line.text : ''
      const p = PERMISSION.exec(t)
      const m = p ? null : LINE.exec(t)
      if (p) out.row({ subject: null, key: p[1]!, value: p[2]! }, line)
      else if (m) {
        const value = m[2] === '--' ? null : m[2]!
        if (SUBJECT.test(m[1]!) && value) subject = value
        out.row({ subject, key: m[1]!, value }, line)
      } else if (HEADER.test(t)) out.noise(line)
      else out.unparsed(line, 'not a value of nmcli')
    }
  },
})
