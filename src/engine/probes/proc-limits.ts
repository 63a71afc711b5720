/**
 * Limits of one process, /proc/<pid>/limits (proc_pid_limits(5), getrlimit(2)).
 *   Limit                     Soft Limit           Hard Limit           Units
 *   Max open files            1024                 4096                 files
 *   Max nice priority         0                    0
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { count } from '../probes-lib/numbers'
import { pidOf } from '../probes-lib/proc-path'

const HEADER = /^Limit\s+Soft Limit\s+Hard Limit\s+Units\s*$/
const LINE = /^(Max [a-z][a-z -]{1,40}?) {2,}(unlimited|\d{1,20}) +(unlimited|\d{1,20})(?: +([a-z]{1,20}))?\s*$/

export default defineProbe({
  title: 'Limits of a process (/proc/<pid>/limits)',
  commands: ['/proc/<pid>/limits'],
  recognise: {
    names: ['proc/*/limits', 'proc/*/limits.txt', 'proc_*_limits*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    name: text('What is limited'),
    soft: optional(int('Limit in force; null when unlimited, or beyond 2^53')),
    soft_unlimited: bool('Whether nothing limits it now'),
    hard: optional(int('How far the process may raise it; null when unlimited, or beyond 2^53')),
    hard_unlimited: bool('Whether it may be raised without end'),
    unit: optional(text('bytes, seconds, files, processes, locks, signals, us; null for a plain number')),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    for (const line of lines) {
      if (HEADER.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/<pid>/limits')
        continue
      }
      out.row(
        {
          pid,
          name: m[1]!,
          soft: count(m[2]),
          soft_unlimited: m[2] === 'unlimited',
          hard: count(m[3]),
          hard_unlimited: m[3] === 'unlimited',
          unit: m[4] ?? null,
        },
        line,
      )
    }
  },
})
