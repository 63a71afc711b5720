/**
 * Application profiles of ufw, as `ufw app info` prints them.
 *   Profile: CIFS
 *   Title: SMB/CIFS server
 *   Description: SMB/CIFS server
 *
 *   Ports:
 *     137,138/udp
 *     139,445/tcp
 */
import { defineProbe, type Line, list, optional, text } from '../define'

const KEY = /^(Profile|Title|Description): ?(.*)$/
const PORTS = /^\s{1,8}((?:any|\d{1,5}(?::\d{1,5})?)(?:,\d{1,5}(?::\d{1,5})?)*)(?:\/(tcp|udp))?\s*$/

interface Profile {
  profile: string
  title: string | null
  description: string | null
  tcp: string[]
  udp: string[]
}

export default defineProbe({
  title: 'Application profiles of the firewall (ufw app info)',
  commands: ['ufw app info all'],
  recognise: {
    names: ['ufw_app*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return /^Profile: /.test(lines[0] ?? '') && /^Title: /.test(lines[1] ?? '') && /^Ports?:\s*$/m.test(head.text)
        ? 0.95
        : 0
    },
  },
  columns: {
    profile: text('Name of the profile'),
    title: optional(text('Title')),
    description: optional(text('Description')),
    tcp: list('Ports and ranges of TCP; any for all'),
    udp: list('Ports and ranges of UDP; any for all'),
  },
  parse: (lines, out) => {
    let open: Profile | null = null
    let first: Line | null = null
    let last: Line | null = null
    let inside: 'description' | 'ports' | null = null
    const put = () => {
      if (open && first && last) out.row(open, first, last)
      open = null
    }
    for (const line of lines) {
      const t = line.text.length < 2000 ? line.text : ''
      const key = KEY.exec(t)
      const ports = inside === 'ports' ? PORTS.exec(t) : null
      if (key?.[1] === 'Profile') {
        put()
        open = { profile: key[2]!, title: null, description: null, tcp: [], udp: [] }
        first = line
        inside = null
      } else if (/^--\s*$/.test(t)) {
        put()
        out.noise(line)
        continue
      } else if (open && key) {
        if (key[1] === 'Title') open.title = key[2]!
        else open.description = key[2] || null
        inside = key[1] === 'Description' ? 'description' : null
      } else if (open && /^Ports?:\s*$/.test(t)) inside = 'ports'
      else if (open && ports) {
        const all = ports[1]!.split(',')
        if (ports[2] !== 'udp') open.tcp.push(...all)
        if (ports[2] !== 'tcp') open.udp.push(...all)
      } else if (open && inside === 'description' && t !== '')
        open.description = open.description === null ? t : `${open.description}\n${t}`
      else {
        out.unparsed(line, 'not a line of ufw app info')
        continue
      }
      last = line
    }
    put()
  },
})
