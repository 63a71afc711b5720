/**
 * Environment of one process at its start, /proc/<pid>/environ: `NAME=value`, each ends in a NUL byte (shown as `\0`).
 *   SHLVL=0\0HOME=/root\0PATH=/usr/bin\0
 * Values may hold line feeds. The file's path tells the process.
 */
import { defineProbe, int, type Line, optional, text } from '../define'
import { pidOf } from '../probes-lib/proc-path'

/** A shell exports no other names, but a program may set what it likes. */
const NAMED = /^\s{0,2}[A-Za-z_][\w.()%-]{0,200}=/

export default defineProbe({
  title: 'Environment of a process (/proc/<pid>/environ)',
  commands: ['/proc/<pid>/environ'],
  recognise: {
    names: ['proc/*/environ', 'proc/*/environ.txt', 'proc_*_environ*'],
    shape: (head) => {
      // The head may end within an entry.
      const entries = head.text.split('\0').slice(0, -1)
      return entries.length > 0 && entries.filter((e) => NAMED.test(e)).length >= entries.length * 0.7 ? 0.85 : 0
    },
    byName: true,
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    name: text('Variable'),
    value: optional(text('Value; null when the entry has no `=`')),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    const all = [...lines]
    const put = (entry: string, first: Line, last: Line) => {
      if (entry === '') return
      const at = entry.indexOf('=')
      const named = at < 0 ? { name: entry, value: null } : { name: entry.slice(0, at), value: entry.slice(at + 1) }
      out.row({ pid, ...named }, first, last)
    }
    // UAC prints one variable a line; the kernel separates them by NUL, and then a line feed belongs to a value.
    if (!all.some((l) => l.text.includes('\0'))) {
      for (const line of all) put(line.text, line, line)
      return
    }
    let open: { text: string; first: Line } | null = null
    for (const line of all) {
      const entries: string[] = line.text.split('\0')
      for (const [i, entry] of entries.entries()) {
        const from: { text: string; first: Line } = i === 0 && open ? open : { text: '', first: line }
        const text: string = i === 0 && open ? `${open.text}\n${entry}` : entry
        if (i < entries.length - 1) put(text, from.first, line)
        else open = text === '' ? null : { text, first: from.first }
      }
    }
    const end = all.at(-1)
    if (open && end) put(open.text, open.first, end)
    for (const line of all) out.noise(line)
  },
})
