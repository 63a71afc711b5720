/**
 * Memory of one process in pages, /proc/<pid>/statm (proc_pid_statm(5)).
 *   42496 3313 2169 202 0 5180 0
 */
import { defineProbe, int, optional } from '../define'
import { words } from '../probes-lib/lines'
import { pidOf } from '../probes-lib/proc-path'

const LINE = /^\d{1,15}(?: \d{1,15}){6}\s*$/

export default defineProbe({
  title: 'Memory of a process in pages (/proc/<pid>/statm)',
  commands: ['/proc/<pid>/statm'],
  recognise: {
    names: ['proc/*/statm', 'proc/*/statm.txt', 'proc_*_statm*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (lines.length !== 1 || !LINE.test(lines[0]!)) return 0
      const [size, resident, shared, , lib, , dirty] = words(lines[0]!).map(Number)
      return lib === 0 && dirty === 0 && resident! <= size! && shared! <= resident! ? 0.7 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    size: int('Virtual memory in pages', 'count'),
    resident: int('Resident memory in pages', 'count'),
    shared: int('Resident pages that belong to files or are shared', 'count'),
    text: int('Pages of program code', 'count'),
    lib: int('0 since Linux 2.6', 'count'),
    data: int('Pages of data and stack', 'count'),
    dirty: int('0 since Linux 2.6', 'count'),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      if (line.text.length > 200 || !LINE.test(line.text)) {
        out.unparsed(line, 'not seven numbers of pages')
        continue
      }
      const [size, resident, shared, code, lib, data, dirty] = words(line.text).map(Number)
      out.row(
        {
          pid: pidOf(context.path),
          size: size!,
          resident: resident!,
          shared: shared!,
          text: code!,
          lib: lib!,
          data: data!,
          dirty: dirty!,
        },
        line,
      )
    }
  },
})
