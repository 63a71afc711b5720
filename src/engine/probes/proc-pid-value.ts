/**
 * Files of /proc/<pid> that hold one value (proc_pid(5)): oom_score, oom_score_adj, oom_adj, loginuid, sessionid, wchan,
 * cpuset, personality, syscall, children.
 *   0
 * loginuid is the account that logged in, whoever the process is now; 4294967295 stands for none. A daemon with an
 * oom_score_adj of -1000 is never killed for memory, which malware likes as well.
 */
import { defineProbe, int, optional, text } from '../define'
import { whole } from '../probes-lib/numbers'
import { pidOf } from '../probes-lib/proc-path'

const NAMES = [
  'oom_score',
  'oom_score_adj',
  'oom_adj',
  'loginuid',
  'sessionid',
  'wchan',
  'cpuset',
  'personality',
  'syscall',
  'children',
  'timerslack_ns',
  'coredump_filter',
  'setgroups',
]
const NAME = new RegExp(`(?:^|[/_])(${NAMES.join('|')})(?:\\.txt)?$`)

export default defineProbe({
  title: 'Single values of a process (/proc/<pid>/oom_score, loginuid, ...)',
  commands: ['/proc/<pid>/oom_score', '/proc/<pid>/oom_score_adj', '/proc/<pid>/loginuid', '/proc/<pid>/wchan'],
  recognise: {
    names: NAMES.flatMap((n) => [`proc/*/${n}`, `proc/*/${n}.txt`]).concat('proc/*/task/*/children*'),
    byName: true,
  },
  columns: {
    pid: optional(int('Process id, from the path of the file')),
    name: text('Which value: the name of the file'),
    number: optional(int('The value where it is a whole number; null for loginuid and sessionid that were never set')),
    text: text('The value as printed'),
  },
  parse: (lines, out, context) => {
    const pid = pidOf(context.path)
    const name = NAME.exec(context.path)?.[1] ?? ''
    let seen = false
    for (const line of lines) {
      if (seen || line.text.length > 65_536) {
        out.unparsed(line, seen ? 'more than the one line that such a file has' : 'longer than such a value')
        continue
      }
      seen = true
      const value = line.text.replaceAll('\0', '').trim()
      const number = whole(value)
      const unset = number === 4_294_967_295 && (name === 'loginuid' || name === 'sessionid')
      out.row({ pid, name, number: unset ? null : number, text: value }, line)
    }
  },
})
