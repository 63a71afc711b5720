/**
 * Interrupts since boot, /proc/interrupts (proc_interrupts(5)).
 *              CPU0       CPU1
 *    17:      33795          0   IO-APIC   17-fasteoi   ehci_hcd:usb1, ioc0
 *    18:        100            XT-PIC  eth0                        one processor, Linux 2.4
 *   NMI:          0          0   Non-maskable interrupts
 * After the figures: the controller, its own number with how it is triggered, and the drivers. The lines with names count
 * what no device sent, and say it in words.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { irqLine, irqLines, processors } from '../probes-lib/irq-table'
import { wholeAt } from '../probes-lib/scan'

const TRIGGER = /^(\S+?)(?:\s+|-)((?:\d+[- ]?)?(?:edge|level|fasteoi|Edge|Level)|\d+-\S+)(?:\s+(.*))?$/s
const LIST = /,\s*/

export default defineProbe({
  title: 'Interrupts (/proc/interrupts)',
  commands: ['/proc/interrupts'],
  recognise: {
    names: ['proc/interrupts', 'proc_interrupts*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 12)
      const cpus = processors(lines[0] ?? '')
      if (!cpus || lines.length < 2) return 0
      const read = lines.slice(1).map((text) => irqLine({ text }, cpus.length))
      return read.every((r) => r !== null) && read.some((r) => /^\d+$/.test(r!.name) || /interrupts?$/.test(r!.rest))
        ? 0.9
        : 0
    },
  },
  columns: {
    irq: text('Number of the interrupt, or the name of what is counted'),
    total: optional(int('How often, over all processors; null beyond 2^53', 'count')),
    processors: int('Number of processors with a figure', 'count'),
    counts: list('How often, for each processor in the order of the header'),
    controller: optional(text('Interrupt controller (IO-APIC, PCI-MSI, GICv3, XT-PIC)')),
    trigger: optional(text('Its number at the controller and how it is triggered (16-fasteoi, 1-edge, Level)')),
    drivers: list('Drivers that asked for it'),
    about: optional(text('What is counted, in words; null for the interrupt of a device')),
  },
  parse: (lines, out) =>
    irqLines(lines, out, '/proc/interrupts', ({ name, counts, total, rest }, line) => {
      const figures = counts.length
      if (wholeAt(name, 0, name.length) < 0) {
        const about = rest || null
        out.row(
          { irq: name, total, processors: figures, counts, controller: null, trigger: null, drivers: [], about },
          line,
        )
        return
      }
      const m = TRIGGER.exec(rest)
      const plain = m ? null : /^(\S+)(?:\s+(.*))?$/s.exec(rest)
      const drivers = (m?.[3] ?? plain?.[2] ?? '').trim()
      out.row(
        {
          irq: name,
          total,
          processors: figures,
          counts,
          controller: m?.[1] ?? plain?.[1] ?? null,
          trigger: m?.[2] ?? null,
          drivers: drivers === '' ? [] : drivers.split(LIST),
          about: null,
        },
        line,
      )
    }),
})
