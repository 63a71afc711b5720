/**
 * Physical addresses and who claimed them, /proc/iomem (proc_iomem(5)).
 *   00001000-0009e7ff : System RAM
 *     66e00000-67c00d56 : Kernel code
 */
import { defineProbe } from '../define'
import { looksLikeRanges, parseRanges, RANGE_COLUMNS } from '../probes-lib/address-ranges'

export default defineProbe({
  title: 'Memory ranges (/proc/iomem)',
  commands: ['/proc/iomem'],
  recognise: {
    names: ['proc/iomem', 'proc_iomem*'],
    shape: (head) => (looksLikeRanges(head.lines, 'memory') ? 0.9 : 0),
  },
  columns: RANGE_COLUMNS,
  parse: parseRanges('memory'),
})
