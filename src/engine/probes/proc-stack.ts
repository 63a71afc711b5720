/**
 * Where in the kernel a process waits, /proc/<pid>/stack (proc_pid_stack(5)), the innermost function first.
 *   [<0>] do_wait+0x53/0x120
 *   [<ffffffff810b3f1c>] ep_poll+0x2cc/0x360 [module]
 */
import { defineProbe, int, optional, text } from '../define'
import { pidOf } from '../probes-lib/proc-path'

const LINE =
  /^\[<(0|[0-9a-f]{8,16})>\] (?:([\w.$]{1,256})\+0x([0-9a-f]{1,8})\/0x([0-9a-f]{1,8})(?: \[([\w-]{1,64})(?: [0-9a-f]+)?\])?|0x[0-9a-f]{8,16})\s*$/

export default defineProbe({
  title: 'Kernel stack of a process (/proc/<pid>/stack)',
  commands: ['/proc/<pid>/stack'],
  recognise: {
    names: ['proc/*/stack', 'proc/*/stack.txt', 'proc_*_stack*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    depth: int('0 for the innermost function'),
    function: optional(text('Function; null for an address that the kernel has no name for')),
    offset: optional(int('How far into the function', 'bytes')),
    module: optional(text('Module that the function belongs to')),
    address: optional(text('Address, hexadecimal; null when the kernel hid it')),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    let depth = 0
    for (const line of lines) {
      const m = line.text.length < 500 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/<pid>/stack')
        continue
      }
      // Kernels before 4.14 end the list so.
      if (m[1] === 'ffffffffffffffff') {
        out.noise(line)
        continue
      }
      out.row(
        {
          pid,
          depth: depth++,
          function: m[2] ?? null,
          offset: m[3] === undefined ? null : Number.parseInt(m[3], 16),
          module: m[5] ?? null,
          address: m[1] === '0' ? null : m[1]!,
        },
        line,
      )
    }
  },
})
