/**
 * Name, system and kernel as hostnamectl(1) tells them.
 *      Static hostname: web01
 *     Operating System: Ubuntu 20.04.3 LTS
 *               Kernel: Linux 5.4.0-99-generic
 */
import { defineProbe, text } from '../define'

const LINE = /^\s*([A-Z][\w .-]*?): ?(.*)$/

export default defineProbe({
  title: 'Name and system (hostnamectl)',
  commands: ['hostnamectl', 'hostnamectl status'],
  recognise: {
    names: ['hostnamectl*'],
    shape: (head) =>
      head.lines.some((l) => /^ {0,40}Static hostname: /.test(l)) &&
      head.lines.some((l) => /^ {0,40}(?:Machine ID|Operating System|Kernel): /.test(l))
        ? 0.8
        : 0,
  },
  columns: { key: text('Name of the value'), value: text('The value as printed') },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 500 ? LINE.exec(line.text) : null
      if (m) out.row({ key: m[1]!, value: m[2]!.trim() }, line)
      else out.unparsed(line, 'not a value of hostnamectl')
    }
  },
  facts: (rows) => {
    const value = (key: string) => rows.find((r) => r.key === key)?.value
    const host = value('Static hostname') ?? value('Transient hostname')
    const os = value('Operating System')
    const kernel = value('Kernel')
    return {
      ...(host ? { host } : {}),
      ...(os ? { os } : {}),
      ...(kernel ? { kernel: kernel.replace(/^Linux /, '') } : {}),
    }
  },
})
