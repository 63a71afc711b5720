/**
 * Load of the machine over time, as vmstat(8) of procps shows it.
 *   procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
 *    r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 PDT
 *    2  0      0 2794716 295968 312724    0    0     1     3   29   57  0  0 99  0  0 2021-09-16 20:33:13
 * The first line is the mean since boot. -a shows inact and active instead of buff and cache; the zone stands in the header.
 */
import { parseIso } from '../../shared/time'
import { defineProbe, int, optional, text, time } from '../define'
import { words } from '../probes-lib/lines'
import { systemdStamp } from '../probes-lib/systemd'
import { wordScan } from '../probes-lib/word-scan'

const GROUPS = /^\s*-*procs-*\s+-+memory-+\s+-+swap-+\s+-+io-+\s+-+system-+\s+-+cpu-+/
const NAMES =
  /^\s*r\s+b\s+swpd\s+free\s+(?:buff\s+cache|inact\s+active)\s+si\s+so\s+bi\s+bo\s+in\s+cs\s+us\s+sy\s+id\s+wa(?:\s+st)?(?:\s+gu)?(?:\s+(\S+))?\s*$/
const STAMPED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

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
    let width = 0
    let values: number[] = []
    let buffAt = -1
    let inactAt = -1
    let stAt = -1
    let guAt = -1
    const scan = wordScan()
    for (const line of lines) {
      const t = line.text
      if (t.length > 400) {
        out.unparsed(line, 'longer than a line of vmstat')
        continue
      }
      const head = t.includes('swpd') ? NAMES.exec(t) : null
      if (head) {
        names = words(t)
        zone = head[1] ?? null
        width = names.length - (zone === null ? 0 : 1)
        values = new Array<number>(width).fill(-1)
        buffAt = names.indexOf('buff')
        inactAt = names.indexOf('inact')
        stAt = names.indexOf('st')
        guAt = names.indexOf('gu')
        out.noise(line)
        continue
      }
      const figures = names ? scan.scan(t, 24) : 0
      const stamp = figures > width ? scan.rest(width) : ''
      for (let n = 0; n < width; n++) values[n] = n < figures ? scan.number(n) : -1
      if (!names || figures < width || values.includes(-1) || (stamp !== '' && !STAMPED.test(stamp))) {
        if (GROUPS.test(t)) out.noise(line)
        else out.unparsed(line, names ? 'not a line of vmstat' : 'no header of vmstat before this line')
        continue
      }
      const of = (at: number): number | null => (at < 0 ? null : values[at]!)
      out.row(
        {
          runnable: values[0]!,
          blocked: values[1]!,
          swapped: values[2]!,
          free: values[3]!,
          buffers: of(buffAt),
          cache: buffAt < 0 ? null : values[5]!,
          inactive: of(inactAt),
          active: inactAt < 0 ? null : values[5]!,
          swap_in: values[6]!,
          swap_out: values[7]!,
          blocks_in: values[8]!,
          blocks_out: values[9]!,
          interrupts: values[10]!,
          switches: values[11]!,
          user: values[12]!,
          system: values[13]!,
          idle: values[14]!,
          waiting: values[15]!,
          stolen: of(stAt),
          guest: of(guAt),
          ts: stamp === '' ? null : zone ? systemdStamp(`${stamp} ${zone}`, context) : parseIso(stamp, context.zone),
          zone,
        },
        line,
      )
    }
  },
})
