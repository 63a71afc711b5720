/**
 * What one process read and wrote, /proc/<pid>/io (proc_pid_io(5)); the whole file is a row.
 *   rchar: 4699288382
 *   wchar: 2931802997
 *   syscr: 661897
 *   ...
 *   cancelled_write_bytes: 16883712
 */
import { defineProbe, int, type Line, optional } from '../define'
import { count } from '../probes-lib/numbers'
import { pidOf } from '../probes-lib/proc-path'

const LINE = /^(rchar|wchar|syscr|syscw|read_bytes|write_bytes|cancelled_write_bytes): (-?\d{1,20})\s*$/

export default defineProbe({
  title: 'Reads and writes of a process (/proc/<pid>/io)',
  commands: ['/proc/<pid>/io'],
  recognise: { names: ['proc/*/io', 'proc/*/io.txt', 'proc_*_io*'], shape: /^\s*rchar: \d+\nwchar: \d+\nsyscr: \d+\n/ },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    read_chars: optional(int('Read by system calls, from the cache too', 'bytes')),
    written_chars: optional(int('Written by system calls', 'bytes')),
    read_calls: optional(int('Number of system calls that read', 'count')),
    write_calls: optional(int('Number of system calls that write', 'count')),
    read_bytes: optional(int('Fetched from storage', 'bytes')),
    written_bytes: optional(int('Sent to storage', 'bytes')),
    cancelled_bytes: optional(int('Counted as written, then removed before it was', 'bytes')),
  },
  parse: (lines, out, context) => {
    let open: { fields: Map<string, number | null>; first: Line; last: Line } | null = null
    const put = () => {
      if (!open) return
      const { fields, first, last } = open
      open = null
      const get = (name: string) => fields.get(name) ?? null
      out.row(
        {
          pid: pidOf(context.path),
          read_chars: get('rchar'),
          written_chars: get('wchar'),
          read_calls: get('syscr'),
          write_calls: get('syscw'),
          read_bytes: get('read_bytes'),
          written_bytes: get('write_bytes'),
          cancelled_bytes: get('cancelled_write_bytes'),
        },
        first,
        last,
      )
    }
    for (const line of lines) {
      const m = line.text.length < 100 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a figure of /proc/<pid>/io')
        continue
      }
      if (m[1] === 'rchar') put()
      open ??= { fields: new Map(), first: line, last: line }
      open.fields.set(m[1]!, count(m[2]))
      open.last = line
    }
    put()
  },
})
