/**
 * The running kernel and how it was built, from /proc/version (fs/proc/version.c, init/version.c).
 *   Linux version 5.8.0-63-generic (buildd@lcy01-amd64-028) (gcc (Ubuntu 10.3.0-1ubuntu1~20.10) 10.3.0, GNU ld 2.35.1) #71-Ubuntu SMP Tue Jul 13 15:59:12 UTC 2021
 * The compiler stands in brackets that may hold brackets; the banner ends with what `uname -v` prints. `uname -a` has the same
 * beginning, and the name of the host where this says `version`.
 */
import { defineProbe, text } from '../define'

const LINE = /^Linux version (\S{1,100}) \(([^()\s]{1,255})\) \((.{1,400})\) (#\d.{0,200})$/

export default defineProbe({
  title: 'Kernel and its build (/proc/version)',
  commands: ['/proc/version'],
  recognise: {
    names: ['proc/version', 'proc_version*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length === 1 && LINE.test(lines[0]!.trim()) ? 0.9 : 0
    },
  },
  columns: {
    kernel_release: text('Release of the kernel'),
    builder: text('Who built it, as user@host'),
    compiler: text('What it was built with'),
    kernel_version: text('Build of the kernel, as uname -v prints it'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = LINE.exec(line.text.trim())
      if (m) out.row({ kernel_release: m[1]!, builder: m[2]!, compiler: m[3]!.trim(), kernel_version: m[4]! }, line)
      else out.unparsed(line, 'not the line of /proc/version')
    }
  },
  facts: (rows) => (rows[0] ? { kernel: rows[0].kernel_release } : {}),
})
