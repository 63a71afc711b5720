/** The zone that the host is set to, /etc/timezone (Debian): one line, `Europe/Paris`. */
import { zoneByName } from '../../shared/time'
import { defineProbe, text } from '../define'

const NAME = /^[A-Z][A-Za-z0-9_+-]{1,30}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/

export default defineProbe({
  title: 'Configured time zone (/etc/timezone)',
  commands: ['/etc/timezone'],
  recognise: {
    names: ['etc/timezone', 'timezone'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !l.startsWith('#'))
      const name = lines[0]?.trim() ?? ''
      return lines.length === 1 && NAME.test(name) && (name.includes('/') || name === 'UTC') && zoneByName(name)
        ? 0.75
        : 0
    },
  },
  columns: { zone: text('IANA name of the zone') },
  parse: (lines, out) => {
    for (const line of lines) {
      const name = line.text.trim()
      if (name.startsWith('#')) out.noise(line)
      else if (NAME.test(name) && zoneByName(name)) out.row({ zone: name }, line)
      else out.unparsed(line, 'not the name of a zone')
    }
  },
  facts: (rows) => (rows[0] ? { zone: rows[0].zone } : {}),
})
