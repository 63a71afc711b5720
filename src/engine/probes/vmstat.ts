/**
 * Load of the machine over time, as vmstat(8) of procps shows it.
 *   procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
 *    r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 PDT
 *    2  0      0 2794716 295968 312724    0    0     1     3   29   57  0  0 99  0  0 2021-09-16 20:33:13
 * The first line is the mean since boot. -a shows inact and active instead of buff and cache; the zone stands in the header.
 */
import { parseIso } from '../../shared/time'
import { defineProbe, int, optional, text, time } from '../define'
import { systemdStamp } from '../probes-lib/systemd'

const GROUPS = /^\s*-*procs-*\s+-+memory-+\s+-+swap-+\s+-+io-+\s+-+system-+\s+-+cpu-+/
const NAMES =
  /^\s*r\s+b\s+swpd\s+free\s+(?:buff\s+cache|inact\s+active)\s+si\s+so\s+bi\s+bo\s+in\s+cs\s+us\s+sy\s+id\s+wa(?:\s+st)?(?:\s+gu)?(?:\s+(\S+))?\s*$/
const LINE = /^((?:\s*-?\d{1,15}){15,18})(?:\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d))?\s*$/

export default defineProbe({
  title: 'Load over time (vmstat)',
  commands: ['vmstat', 'vmstat -t 1 5'],
  recognise: {
    names: ['vmstat', 'vmstat.*', 'vmstat_*'],
    shape: (head) =>
      head.lines.slice(0, 3).some((l, i, all) => l.length < 400 && NAMES.test(l) && GROUPS.test(all[i - 1] ?? ''))
        ? 0.95
        : 0,
  },
  columns: {
    runnable: int('Processes that run or wait for a processor', 'count'),
    blocked: int('Processes in uninterruptible sleep', 'count'),
    swapped: int('Virtual memory in use', 'KiB'),
    free: int('Idle memory', 'KiB'),
    buffers: optional(int('Memory used as buffers', 'KiB')),
    cache: optional(int('Memory used as cache', 'KiB')),
    inactive: optional(int('Inactive memory (-a)', 'KiB')),
    active: optional(int('Active memory (-a)', 'KiB')),
    swap_in: int('Swapped in per second', 'KiB'),
    swap_out: int('Swapped out per second', 'KiB'),
    blocks_in: int('Blocks read per second', 'count'),
    blocks_out: int('Blocks written per second', 'count'),
    interrupts: int('Interrupts per second', 'count'),
    switches: int('Context switches per second', 'count'),
    user: int('Time in programs', 'percent'),
    system: int('Time in the kernel', 'percent'),
    idle: int('Idle time', 'percent'),
    waiting: int('Time waiting for input and output', 'percent'),
    stolen: optional(int('Time stolen by the host of the virtual machine', 'percent')),
    guest: optional(int('Time in guests', 'percent')),
    ts: optional(time('Moment of the sample (-t)')),
    zone: optional(text('Zone as printed in the header')),
  },
  parse: (lines, out, context) => {
    let names: string[] | null = null
    let zone: string | null = null
    for (const line of lines) {
      const t = line.text
      if (t.length > 400) {
        out.unparsed(line, 'longer than a line of vmstat')
        continue
      }
      const head = NAMES.exec(t)
      if (head) {
        names = t.trim().split(/\s+/)
        zone = head[1] ?? null
        out.noise(line)
        continue
      }
      const m = names ? LINE.exec(t) : null
      if (!m) {
        if (GROUPS.test(t)) out.noise(line)
        else out.unparsed(line, names ? 'not a line of vmstat' : 'no header of vmstat before this line')
        continue
      }
      const values = m[1]!.trim().split(/\s+/).map(Number)
      const of = (name: string) => values[names!.indexOf(name)] ?? null
      const must = (name: string) => of(name) ?? 0
      out.row(
        {
          runnable: must('r'),
          blocked: must('b'),
          swapped: must('swpd'),
          free: must('free'),
          buffers: of('buff'),
          cache: of('cache'),
          inactive: of('inact'),
          active: of('active'),
          swap_in: must('si'),
          swap_out: must('so'),
          blocks_in: must('bi'),
          blocks_out: must('bo'),
          interrupts: must('in'),
          switches: must('cs'),
          user: must('us'),
          system: must('sy'),
          idle: must('id'),
          waiting: must('wa'),
          stolen: of('st'),
          guest: of('gu'),
          ts: m[2] ? (zone ? systemdStamp(`${m[2]} ${zone}`, context) : parseIso(m[2], context.zone)) : null,
          zone,
        },
        line,
      )
    }
  },
})
