/**
 * Deferred work of interrupts since boot, /proc/softirqs (proc_softirqs(5)).
 *                       CPU0       CPU1
 *             HI:          1          0
 *          TIMER:     366351     997227
 */
import { defineProbe, int, list, optional, text } from '../define'
import { irqLine, irqLines, processors } from '../probes-lib/irq-table'

const KINDS = /^(?:HI|TIMER|NET_TX|NET_RX|BLOCK|BLOCK_IOPOLL|IRQ_POLL|TASKLET|SCHED|HRTIMER|RCU)$/

export default defineProbe({
  title: 'Deferred interrupts (/proc/softirqs)',
  commands: ['/proc/softirqs'],
  recognise: {
    names: ['proc/softirqs', 'proc_softirqs*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 12)
      const cpus = processors(lines[0] ?? '')
      const fits = (text: string) => KINDS.test(irqLine({ text }, cpus!.length)?.name ?? '')
      return cpus && lines.length > 1 && lines.slice(1).every(fits) ? 0.95 : 0
    },
  },
  columns: {
    name: text('Kind of work: NET_RX for received packets, TIMER, ...'),
    total: optional(int('How often, over all processors; null beyond 2^53', 'count')),
    counts: list('How often, for each processor in the order of the header'),
  },
  parse: (lines, out) =>
    irqLines(lines, out, '/proc/softirqs', ({ name, total, counts }, line) => out.row({ name, total, counts }, line)),
})
