/**
 * Consoles of the kernel, /proc/consoles (Documentation/admin-guide/serial-console.rst, fs/proc/consoles.c).
 *   tty0                 -WU (ECp  )    4:7
 * What it can do: R read, W write, U unblank. Flags: E enabled, C preferred, B boot console, p used for printk, b braille,
 * a safe while the processor is offline, N NBCON.
 */
import { defineProbe, int, optional, text } from '../define'

const LINE = /^(\S{1,64})\s+([R-][W-][U-])\s+\(([ECBpbaN ]{0,8})\)(?:\s+(\d{1,7}):(\d{1,8}))?\s*$/

export default defineProbe({
  title: 'Consoles (/proc/consoles)',
  commands: ['/proc/consoles'],
  recognise: {
    names: ['proc/consoles', 'proc_consoles*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    device: text('Console'),
    operations: text('R read, W write, U unblank; - for none'),
    flags: text(
      'E enabled, C preferred, B boot console, p used for printk, b braille, a safe with an offline processor',
    ),
    major: optional(int('Major number of the device')),
    minor: optional(int('Minor number of the device')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/consoles')
        continue
      }
      const number = (text: string | undefined) => (text === undefined ? null : Number(text))
      out.row(
        { device: m[1]!, operations: m[2]!, flags: m[3]!.replace(/ /g, ''), major: number(m[4]), minor: number(m[5]) },
        line,
      )
    }
  },
})
