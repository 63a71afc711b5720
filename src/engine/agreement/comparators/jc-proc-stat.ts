import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on /proc/<pid>/stat',
  expects: /^proc\/jc__.*__pid_stat_/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('pid', 'ppid', 'state', 'pgrp', 'session', 'flags', 'vsize'),
        comm: column('name'),
        tty_nr: column('tty'),
        num_threads: column('threads'),
        starttime: column('start_ticks'),
        rss: column('rss_pages'),
        // Ticks of a hundredth of a second, together.
        utime: (r, theirs) => Math.round((r['cpu_time'] as number) * 100) - (theirs['stime'] as number),
        stime: (r, theirs) => Math.round((r['cpu_time'] as number) * 100) - (theirs['utime'] as number),
      },
      notCarried: [
        ...['tpg_id', 'minflt', 'cminflt', 'majflt', 'cmajflt', 'cutime', 'cstime', 'priority', 'nice', 'itrealvalue'],
        ...['rsslim', 'startcode', 'endcode', 'startstack', 'kstkeep', 'kstkeip', 'signal', 'blocked', 'sigignore'],
        ...['sigcatch', 'wchan', 'nswap', 'cnswap', 'exit_signal', 'processor', 'rt_priority', 'policy'],
        ...['delayacct_blkio_ticks', 'guest_time', 'cguest_time', 'start_data', 'end_data', 'start_brk', 'arg_start'],
        ...['arg_end', 'env_start', 'env_end', 'exit_code', 'state_pretty'],
      ],
    }),
})
