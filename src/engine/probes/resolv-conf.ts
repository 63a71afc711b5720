/**
 * Where names are looked up, /etc/resolv.conf (resolv.conf(5), also of the BSDs and macOS).
 *   nameserver 10.136.17.15
 *   search example.com corp.example.com
 *   options ndots:1 rotate
 */
import { defineProbe, list, text } from '../define'

const LINE = /^\s*(nameserver|search|domain|options|sortlist|family|lookup|port|timeout|search_order)(?:\s+(.*?))?\s*$/
const COMMENT = /^\s*[#;]/

export default defineProbe({
  title: 'Where names are looked up (resolv.conf)',
  commands: ['/etc/resolv.conf'],
  recognise: {
    names: ['resolv.conf', 'resolv.conf.*', 'etc/resolv.conf'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !COMMENT.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 2000 && LINE.test(l)).length
      const servers = lines.filter((l) => /^\s*nameserver\s+[\d.a-fA-F:%]+/.test(l)).length
      return servers > 0 && fits >= lines.length * 0.8 ? 0.9 : 0
    },
  },
  columns: {
    keyword: text('nameserver, search, domain, options, sortlist, ...'),
    values: list('Its values'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 4000 ? LINE.exec(line.text) : null
      if (COMMENT.test(line.text)) out.noise(line)
      else if (m)
        out.row(
          {
            keyword: m[1]!,
            values: (m[2] ?? '')
              .replace(/\s[#;].*$/, '')
              .split(/\s+/)
              .filter((v) => v !== ''),
          },
          line,
        )
      else out.unparsed(line, 'not a setting of resolv.conf')
    }
  },
})
