/**
 * Free memory by size of the pieces, /proc/buddyinfo (proc_buddyinfo(5)): how many of 1, 2, 4, ... pages.
 *   Node 0, zone   Normal      4      2      1      3      2      1      2      0      1      1    501
 */
import { defineProbe, int, list, text } from '../define'
import { words } from '../probes-lib/lines'

const LINE = /^Node (\d{1,5}), zone +(\S{1,32})((?: +\d{1,15}){4,20})\s*$/

export default defineProbe({
  title: 'Free memory by size of pieces (/proc/buddyinfo)',
  commands: ['/proc/buddyinfo'],
  recognise: {
    names: ['proc/buddyinfo', 'proc_buddyinfo*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    node: int('Memory node'),
    zone: text('DMA, DMA32, Normal, HighMem, Movable, ...'),
    free: list('Number of free pieces of 1, 2, 4, 8, ... pages'),
    free_pages: int('Free pages in all', 'count'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 1000 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/buddyinfo')
        continue
      }
      const free = words(m[3]!)
      const free_pages = free.reduce((sum, n, i) => sum + Number(n) * 2 ** i, 0)
      out.row({ node: Number(m[1]), zone: m[2]!, free, free_pages }, line)
    }
  },
})
