/** Name of one process, /proc/<pid>/comm: at most 15 bytes, which may hold line feeds. The file's path tells the process. */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { pidOf } from '../probes-lib/proc-path'

export default defineProbe({
  title: 'Name of a process (/proc/<pid>/comm)',
  commands: ['/proc/<pid>/comm'],
  recognise: { names: ['proc/*/comm', 'proc/*/comm.txt', 'proc_*_comm*'], byName: true },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    name: text('Program name'),
  },
  parse: (lines, out, context) => {
    const all = [...lines]
    if (all.length === 0) return
    const name = all.map((l) => l.text).join('\n')
    if (name.length > 64) for (const line of all) out.unparsed(line, 'longer than a name can be')
    else out.row({ pid: pidOf(context.path), name }, all[0]!, all.at(-1)!)
  },
  sights: (r) => (r.pid === null ? [] : [sight('process', { pid: r.pid, name: r.name })]),
})
