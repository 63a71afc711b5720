/**
 * State of SELinux, as sestatus(8) tells it, with -b its booleans and with -v contexts.
 *   SELinux status:                 enabled
 *   Current mode:                   permissive
 *   Policy booleans:
 *   abrt_anon_write                             off
 */
import { defineProbe, text } from '../define'

const PAIR = /^([A-Z][\w .()/-]{2,60}?):\s+(\S.*?)\s*$/
const BOOLEAN = /^([a-z][\w]{1,80})\s{1,60}(on|off)(?:\s+\((?:on|off)\s*,\s*(?:on|off)\))?\s*$/
const CONTEXT = /^(\/\S+|Controlling term(?:inal|\.)|Current context|Init context)\s*:?\s+(\S+:\S+:\S+.*)$/
const SECTION = /^(Policy booleans|Process contexts|File contexts):\s*$/

export default defineProbe({
  title: 'State of SELinux (sestatus)',
  commands: ['sestatus -b'],
  recognise: {
    names: ['sestatus*'],
    shape: (head) =>
      head.lines
        .filter((l) => l.trim() !== '')
        .slice(0, 2)
        .some((l) => /^SELinux status:\s+(?:enabled|disabled)\s*$/.test(l))
        ? 0.97
        : 0,
  },
  columns: {
    section: text('status, Policy booleans, Process contexts or File contexts'),
    key: text('Name of the value'),
    value: text('The value as printed'),
  },
  parse: (lines, out) => {
    let section = 'status'
    for (const line of lines) {
      const t = line.text.length < 2000 ? line.text : ''
      const s = SECTION.exec(t)
      const b = section === 'Policy booleans' ? BOOLEAN.exec(t) : null
      const c = b || !/contexts$/.test(section) ? null : CONTEXT.exec(t)
      const p = b || c ? null : PAIR.exec(t)
      if (s) {
        section = s[1]!
        out.noise(line)
      } else if (b) out.row({ section, key: b[1]!, value: b[2]! }, line)
      else if (c) out.row({ section, key: c[1]!, value: c[2]!.trim() }, line)
      else if (p) out.row({ section, key: p[1]!, value: p[2]! }, line)
      else out.unparsed(line, 'not a value of sestatus')
    }
  },
})
