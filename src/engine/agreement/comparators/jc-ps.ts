import { defineComparator } from '../define'
import { clockSeconds, column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on ps',
  expects: /^ps\/jc__/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('pid', 'ppid', 'user', 'vsz', 'rss', 'tty', 'stat'),
        // A user shown by number has no name.
        uid: (r) => r['user'] ?? r['uid'],
        time: { ours: (r) => r['cpu_time'], theirs: clockSeconds },
        // macOS: TT and STARTED.
        tt: column('tty'),
        started: column('started_text'),
        start: column('started_text'),
        stime: column('started_text'),
        command: column('command'),
        cmd: column('command'),
        cpu_percent: column('cpu'),
        mem_percent: column('memory'),
        c: column('cpu'),
      },
    }),
})
