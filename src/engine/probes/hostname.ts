/** The host's name: hostname(1), `uname -n`, /etc/hostname. One word on a line, so the file's name tells what it is. */
import { defineProbe, text } from '../define'

export default defineProbe({
  title: "The host's name",
  commands: ['hostname', 'hostname -f', 'uname -n', '/etc/hostname'],
  recognise: {
    names: ['etc/hostname', 'hostname', 'hostname.txt', 'hostname_-f', 'hostname_-f.txt', 'uname_-n', 'uname_-n.txt'],
    byName: true,
  },
  columns: { name: text('Name, with its domain where that was asked for') },
  parse: (lines, out) => {
    for (const line of lines) {
      const name = line.text.trim()
      if (name.startsWith('#')) out.noise(line)
      else if (/^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]{0,253})$/u.test(name)) out.row({ name }, line)
      else out.unparsed(line, 'not a host name')
    }
  },
  facts: (rows) => (rows[0] ? { host: rows[0].name } : {}),
})
