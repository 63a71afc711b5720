/**
 * Files that carry capabilities, as `getcap -r /` lists them.
 *   /usr/bin/ping cap_net_raw=ep
 *   /usr/bin/mtr-packet = cap_net_raw+ep                 libcap before 2.41
 *   /usr/bin/python3.11 cap_setuid,cap_net_bind_service=eip [rootid=1000]
 */
import { defineProbe, list, optional, text } from '../define'

const CAPS = '(?:cap_\\w+|all|=)[\\w,]*[=+-]?[eip]*(?: ?(?:cap_|all)[\\w,]*[=+-][eip]*)*'
const LINE = new RegExp(`^(/.{1,4000}?)(?: =)? (${CAPS})(?: \\[rootid=(\\d{1,10})\\])?\\s*$`)

export default defineProbe({
  title: 'Files with capabilities (getcap)',
  commands: ['getcap -r /'],
  recognise: {
    names: ['getcap*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^Failed to get capabilities/.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 5000 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: {
    path: text('File'),
    capabilities: list('Capabilities by name'),
    flags: optional(text('e effective, i inheritable, p permitted, as printed')),
    printed: text('Capabilities as printed'),
    root_id: optional(text('User namespace root that they hold for')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 5000 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          {
            path: m[1]!,
            capabilities: m[2]!.match(/cap_\w+|\ball\b/g) ?? [],
            flags: /[=+-]([eip]+)$/.exec(m[2]!)?.[1] ?? null,
            printed: m[2]!,
            root_id: m[3] ?? null,
          },
          line,
        )
      else if (/^Failed to get capabilities/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a file with capabilities')
    }
  },
})
