/**
 * Which system this is, /etc/os-release (os-release(5)): shell assignments.
 *   PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
 *   ID=debian
 */
import { defineProbe, text } from '../define'

const LINE = /^([A-Z][A-Z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']*))\s*$/

export default defineProbe({
  title: 'System release (os-release)',
  commands: ['/etc/os-release', '/usr/lib/os-release'],
  recognise: {
    names: ['os-release', 'os-release.*'],
    shape: (head) =>
      /^(?:PRETTY_)?NAME=/m.test(head.text) &&
      /^ID=/m.test(head.text) &&
      head.lines.every((l) => l.trim() === '' || /^#/.test(l) || LINE.test(l))
        ? 0.9
        : 0,
  },
  columns: { key: text('Name of the value'), value: text('The value without quotes') },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 2000 ? LINE.exec(line.text) : null
      if (m) out.row({ key: m[1]!, value: m[2]?.replace(/\\(.)/g, '$1') ?? m[3] ?? m[4] ?? '' }, line)
      else if (/^\s*#/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not an assignment of os-release')
    }
  },
  facts: (rows) => {
    const value = (key: string) => rows.find((r) => r.key === key)?.value
    const os = value('PRETTY_NAME') ?? [value('NAME'), value('VERSION')].filter(Boolean).join(' ')
    return os ? { os } : {}
  },
})
