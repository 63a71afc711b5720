/**
 * Programs that a shell remembers where it found them, as `hash` of bash (and `hash -l`) prints them.
 *   hits	command
 *      3	/usr/bin/sum
 *   builtin hash -p /usr/bin/ls ls
 * They were run in that shell; a path in /tmp or a home is worth a look.
 */
import { defineProbe, int, optional, text } from '../define'

const HEADER = /^hits\s+command\s*$/
const LINE = /^\s{0,12}(\d{1,9})\t(\/.*|\.{0,2}\/?[^\s].*)$/
const BUILTIN = /^builtin hash -p (\S.{0,4000}) (\S+)$/

export default defineProbe({
  title: 'Programs that a shell remembers (hash)',
  commands: ['hash', 'hash -l'],
  recognise: {
    names: ['hash', 'hash.*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 20)
      if (HEADER.test(lines[0] ?? '')) return 0.9
      return lines.length > 0 && lines.every((l) => l.length < 5000 && BUILTIN.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    path: text('Program'),
    name: optional(text('Name that it is called by, where printed')),
    hits: optional(int('How often it was called', 'count')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 5000 ? LINE.exec(line.text) : null
      const b = m || line.text.length > 5000 ? null : BUILTIN.exec(line.text)
      if (m) out.row({ path: m[2]!, name: null, hits: Number(m[1]) }, line)
      else if (b) out.row({ path: b[1]!, name: b[2]!, hits: null }, line)
      else if (HEADER.test(line.text) || /hash table empty$/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a program that a shell remembers')
    }
  },
})
