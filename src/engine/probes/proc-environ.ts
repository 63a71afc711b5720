/**
 * Environment of one process at its start, /proc/<pid>/environ: `NAME=value`, each ends in a NUL byte (shown as `\0`).
 *   SHLVL=0\0HOME=/root\0PATH=/usr/bin\0
 * Values may hold line feeds. The file's path tells the process.
 */
import { defineProbe, int, optional, text } from '../define'
import { pidOf } from '../probes-lib/proc-path'

export default defineProbe({
  title: 'Environment of a process (/proc/<pid>/environ)',
  commands: ['/proc/<pid>/environ'],
  recognise: { names: ['proc/*/environ', 'proc/*/environ.txt', 'proc_*_environ*'], byName: true },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    name: text('Variable'),
    value: optional(text('Value; null when the entry has no `=`')),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    for (const line of lines) {
      // UAC prints one variable a line; the kernel separates them by NUL.
      for (const entry of line.text.split('\0')) {
        if (entry === '') continue
        const at = entry.indexOf('=')
        out.row({ pid, name: at < 0 ? entry : entry.slice(0, at), value: at < 0 ? null : entry.slice(at + 1) }, line)
      }
    }
  },
})
