import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

/** proc_pid_stat(5): the number of each field that has no column here; `rest` begins with the third. */
const REST: Readonly<Record<string, number>> = {
  itrealvalue: 21,
  rsslim: 25,
  startcode: 26,
  endcode: 27,
  startstack: 28,
  kstkeep: 29,
  kstkeip: 30,
  signal: 31,
  blocked: 32,
  sigignore: 33,
  sigcatch: 34,
  wchan: 35,
  nswap: 36,
  cnswap: 37,
  guest_time: 43,
  cguest_time: 44,
  start_data: 45,
  end_data: 46,
  start_brk: 47,
  arg_start: 48,
  arg_end: 49,
  env_start: 50,
  env_end: 51,
}
/** As a number of JSON, which loses the last digits beyond 2^53 on both sides. */
const rest = (n: number): Field => ({
  ours: (r: AnyRow) => Number((r['rest'] as readonly string[])[n - 3]),
  theirs: Number,
})

export default defineComparator({
  title: 'jc on /proc/<pid>/stat',
  expects: /^proc\/jc__.*__pid_stat_/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('pid', 'ppid', 'state', 'pgrp', 'session', 'flags', 'vsize', 'priority', 'nice', 'processor', 'policy'),
        ...same('exit_signal', 'rt_priority', 'exit_code'),
        ...Object.fromEntries(Object.entries(REST).map(([name, n]) => [name, rest(n)])),
        comm: column('name'),
        tty_nr: column('tty'),
        tpg_id: column('foreground'),
        num_threads: column('threads'),
        starttime: column('start_ticks'),
        rss: column('rss_pages'),
        minflt: column('minor_faults'),
        cminflt: column('child_minor_faults'),
        majflt: column('major_faults'),
        cmajflt: column('child_major_faults'),
        utime: column('user_ticks'),
        stime: column('system_ticks'),
        cutime: column('child_user_ticks'),
        cstime: column('child_system_ticks'),
        delayacct_blkio_ticks: column('io_delay_ticks'),
      },
      // Made of the state, which is compared.
      notCarried: ['state_pretty'],
    }),
})
