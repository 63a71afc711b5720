/**
 * I/O ports and who claimed them, /proc/ioports (proc_ioports(5)).
 *   0000-0cf7 : PCI Bus 0000:00
 *     0000-001f : dma1
 */
import { defineProbe } from '../define'
import { looksLikeRanges, parseRanges, RANGE_COLUMNS } from '../probes-lib/address-ranges'

export default defineProbe({
  title: 'I/O ports (/proc/ioports)',
  commands: ['/proc/ioports'],
  recognise: {
    names: ['proc/ioports', 'proc_ioports*'],
    shape: (head) => (looksLikeRanges(head.lines, 'ports') ? 0.9 : 0),
  },
  columns: RANGE_COLUMNS,
  parse: parseRanges('ports'),
})
