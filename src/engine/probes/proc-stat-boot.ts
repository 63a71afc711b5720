/**
 * Counters of the kernel since boot, /proc/stat (proc_stat(5)); `btime` is the moment of boot.
 *   cpu  6002 152 8398 3444436 448 0 1174 0 0 0
 *   btime 1741334400
 */
import { instant } from '../../shared/time'
import { defineProbe, list, optional, text, time } from '../define'

const LINE =
  /^(cpu\d*|intr|ctxt|btime|processes|procs_running|procs_blocked|softirq|page|swap|disk_io:|[a-z_]{3,20})((?: +[\d():,-]+)*)\s*$/

export default defineProbe({
  title: 'Kernel counters and moment of boot (/proc/stat)',
  commands: ['/proc/stat'],
  recognise: {
    names: ['proc/stat', 'proc_stat*'], // The line of interrupts can be longer than the head that is looked at.
    shape: (head) =>
      /^cpu +\d+ \d+ \d+[\d ]*\ncpu0 /.test(head.text) && (!head.whole || /^btime \d{6,}$/m.test(head.text)) ? 0.85 : 0,
  },
  columns: {
    name: text('Counter; cpu is the sum of all processors'),
    values: list(
      'Its figures as printed; those of cpu in clock ticks: user, nice, system, idle, iowait, irq, softirq, ...',
    ),
    booted: optional(time('Moment of boot (btime)')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = LINE.exec(line.text)
      if (!m) {
        out.unparsed(line, 'not a counter of /proc/stat')
        continue
      }
      const values = m[2]!.split(' ').filter((v) => v !== '')
      const seconds = m[1] === 'btime' && /^\d{6,11}$/.test(values[0] ?? '') ? Number(values[0]) : null
      out.row({ name: m[1]!, values, booted: seconds === null ? null : instant(seconds * 1_000_000) }, line)
    }
  },
  events: (r) => (r.booted === null ? [] : [{ ts: r.booted, kind: 'boot', summary: 'boot (btime of /proc/stat)' }]),
  facts: (rows) => {
    const booted = rows.find((r) => r.booted !== null)?.booted
    return booted ? { bootedAt: booted } : {}
  },
})
