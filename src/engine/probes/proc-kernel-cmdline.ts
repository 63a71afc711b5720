/**
 * What the boot loader told the kernel, /proc/cmdline (kernel-parameters.txt).
 *   BOOT_IMAGE=/vmlinuz-5.4.0-80-generic root=/dev/mapper/ubuntu--vg-ubuntu--lv ro quiet init=/bin/sh
 * A value with blanks stands in double quotes. What follows `--` is for init.
 */
import { defineProbe, int, optional, text } from '../define'

const WORD = /(?:"[^"]*"?|[^\s"]+)+/g

export default defineProbe({
  title: 'Parameters of the kernel (/proc/cmdline)',
  commands: ['/proc/cmdline'],
  recognise: {
    names: ['proc/cmdline', 'proc_cmdline*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length === 1 &&
        !lines[0]!.includes('\0') &&
        /^(?:BOOT_IMAGE=|(?:\S+ ){0,20}root=\S+)(?:\S* |\S*$)/.test(lines[0]!)
        ? 0.85
        : 0
    },
    byName: true,
  },
  columns: {
    name: text('Parameter, with the module before a point'),
    value: optional(text('Value, without its quotes; null when there is none')),
    position: int('Place in the line, from 1'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.length > 65_536) {
        out.unparsed(line, 'longer than the kernel takes')
        continue
      }
      let position = 0
      for (const [word] of line.text.replaceAll('\0', ' ').matchAll(WORD)) {
        const at = word.indexOf('=')
        const name = at < 0 ? word : word.slice(0, at)
        const value = at < 0 ? null : word.slice(at + 1).replace(/^"([^"]*)"?$/, '$1')
        out.row({ name: name.replace(/^"|"$/g, ''), value, position: ++position }, line)
      }
    }
  },
})
