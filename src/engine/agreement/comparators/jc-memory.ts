import { zoneByName } from '../../../shared/time'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

/** The zone of their tests. */
const zone = zoneByName('America/Los_Angeles')!

export default defineComparator({
  title: 'jc on free and vmstat',
  expects: /^host-misc\/jc__.*__(?:free|vmstat)/,
  compare: (input) => {
    const human = input.file.includes('free-h')
    // In kibibytes without -h.
    const size = (name: string) => (r: Readonly<Record<string, unknown>>) =>
      r[name] === null ? null : human ? r[name] : (r[name] as number) / 1024
    const rows = rowsOf(input.json())
    if (input.file.includes('__free'))
      return compareRows(rows, input.rows(), {
        fields: {
          type: column('type'),
          ...Object.fromEntries(
            ['total', 'used', 'free', 'shared', 'buffers', 'cache', 'buff_cache', 'available'].map((n) => [n, size(n)]),
          ),
        },
      })
    return compareRows(rows, input.rows(input.kind ?? '', { zone }), {
      fields: {
        ...same(
          'swap_in',
          'swap_out',
          'blocks_in',
          'blocks_out',
          'interrupts',
          'disk',
          'sectors_read',
          'sectors_written',
        ),
        ...same('io_seconds'),
        runnable_procs: column('runnable'),
        uninterruptible_sleeping_procs: column('blocked'),
        virtual_mem_used: column('swapped'),
        free_mem: column('free'),
        buffer_mem: column('buffers'),
        cache_mem: column('cache'),
        inactive_mem: column('inactive'),
        active_mem: column('active'),
        context_switches: column('switches'),
        user_time: column('user'),
        system_time: column('system'),
        idle_time: column('idle'),
        io_wait_time: column('waiting'),
        stolen_time: column('stolen'),
        timezone: column('zone'),
        epoch: (r) => (r['ts'] === null ? null : (r['ts'] as number) / 1e6),
        total_reads: column('reads'),
        merged_reads: column('reads_merged'),
        reading_ms: column('read_ms'),
        total_writes: column('writes'),
        merged_writes: column('writes_merged'),
        writing_ms: column('write_ms'),
        current_io: column('current'),
      },
      // The text that the instant is made of; the instant where the zone were UTC.
      notCarried: ['timestamp', 'epoch_utc'],
    })
  },
})
