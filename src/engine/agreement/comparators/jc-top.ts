import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { clockSeconds, column, compareRows, type Field, rowsOf, same, together } from '../rows'

/** Fields of the heading, as the figures' names. */
const FIGURES: Readonly<Record<string, string>> = {
  users: 'users',
  load_1m: 'load_1',
  load_5m: 'load_5',
  load_15m: 'load_15',
  ...Object.fromEntries(['total', 'running', 'sleeping', 'stopped', 'zombie'].map((n) => [`tasks_${n}`, `tasks.${n}`])),
  cpu_user: 'cpu.us',
  cpu_sys: 'cpu.sy',
  cpu_nice: 'cpu.ni',
  cpu_idle: 'cpu.id',
  cpu_wait: 'cpu.wa',
  cpu_hardware: 'cpu.hi',
  cpu_software: 'cpu.si',
  cpu_steal: 'cpu.st',
}
/** Printed in gibibytes, to a tenth. */
const MEMORY: Readonly<Record<string, string>> = {
  mem_total: 'mem.total',
  mem_free: 'mem.free',
  mem_used: 'mem.used',
  mem_buff_cache: 'mem.buff_cache',
  mem_available: 'swap.avail_mem',
  swap_total: 'swap.total',
  swap_free: 'swap.free',
  swap_used: 'swap.used',
}
const tenth = (n: number) => Math.round(n * 10) / 10
/** Printed in mebibytes, to a tenth. */
const mebibytes =
  (name: string): Field =>
  (r) =>
    tenth((r[name] as number) / 1024)
const STATES: Readonly<Record<string, string>> = {
  S: 'sleeping',
  R: 'running',
  D: 'uninterruptible sleep',
  Z: 'zombie',
}

export default defineComparator({
  title: 'jc on top',
  expects: /^host-misc\/jc__.*__top/,
  compare: (input) => {
    const [{ processes, ...head } = {}] = rowsOf(input.json())
    const rows = input.rows()
    const figures = new Map(
      rows.flatMap((r) => (r['figure'] === null ? [] : [[String(r['figure']), r['value'] as number]])),
    )
    const heading = compareRows([head as AnyRow], [{}], {
      fields: {
        ...Object.fromEntries(Object.entries(FIGURES).map(([theirs, ours]) => [theirs, () => figures.get(ours)])),
        ...Object.fromEntries(
          Object.entries(MEMORY).map(([theirs, ours]) => [
            theirs,
            () => tenth((figures.get(ours) ?? Number.NaN) / 1048576),
          ]),
        ),
        // `up  1:08` is an hour and eight minutes, of which they make a hundred and eight.
        uptime: () => {
          const minutes = (figures.get('up') ?? Number.NaN) / 60
          return Math.floor(minutes / 60) * 100 + (minutes % 60)
        },
      },
      notCarried: ['time'],
    })
    const list = compareRows(
      rowsOf(processes),
      rows.filter((r) => r['figure'] === null),
      {
        fields: {
          ...same('pid', 'user', 'nice'),
          // `rt` is no number there.
          priority: (r) => (r['priority'] === 'rt' ? null : r['priority']),
          virtual_mem: mebibytes('virtual'),
          resident_mem: mebibytes('resident'),
          shared_mem: mebibytes('shared'),
          status: (r) => STATES[String(r['state'])],
          percent_cpu: column('cpu'),
          percent_mem: column('memory'),
          time_hundredths: { ours: (r) => r['cpu_time'], theirs: clockSeconds },
          command: column('command'),
        },
      },
    )
    return together([heading, list])
  },
})
