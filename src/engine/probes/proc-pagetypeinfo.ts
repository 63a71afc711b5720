/**
 * Free memory by what it may be used for, /proc/pagetypeinfo (mm/vmstat.c).
 *   Page block order: 9
 *   Pages per block:  512
 *   Free pages count per migrate type at order       0      1      2 ...
 *   Node    0, zone      DMA, type    Unmovable      0      0      0 ...
 *   Number of blocks type     Unmovable      Movable  Reclaimable ...
 *   Node 0, zone      DMA            1            7            0 ...
 */
import { defineProbe, int, list, optional, text } from '../define'
import { words } from '../probes-lib/lines'

const ORDER = /^Page block order: (\d{1,4})\s*$/
const PER_BLOCK = /^Pages per block: +(\d{1,9})\s*$/
const FREE = /^Node +(\d{1,5}), zone +(\S{1,32}), type +(\S{1,32})((?: +>?\d{1,15}){4,20})\s*$/
const TITLES = /^Number of (blocks type|mixed blocks) +(\S.{0,400})$/
const BLOCKS = /^Node +(\d{1,5}), zone +(\S{1,32})((?: +\d{1,15}){3,12})\s*$/

export default defineProbe({
  title: 'Free memory by kind (/proc/pagetypeinfo)',
  commands: ['/proc/pagetypeinfo'],
  recognise: {
    names: ['proc/pagetypeinfo', 'proc_pagetypeinfo*'],
    shape: /^\s*Page block order: \d+\nPages per block: /,
  },
  columns: {
    node: optional(int('Memory node')),
    zone: optional(text('DMA, DMA32, Normal, ...')),
    type: text('Unmovable, Movable, Reclaimable, ...; the name of the figure for what is said of the whole host'),
    free: list('Number of free pieces of 1, 2, 4, 8, ... pages; `>` stands before one that was not counted to its end'),
    blocks: optional(int('Number of blocks of this kind', 'count')),
    value: optional(int('Figure that is said of the whole host', 'count')),
  },
  parse: (lines, out) => {
    let titles: readonly string[] = []
    let mixed = ''
    for (const line of lines) {
      const { text } = line
      if (text.length > 1000) {
        out.unparsed(line, 'not a line of /proc/pagetypeinfo')
        continue
      }
      const figure = ORDER.exec(text) ?? PER_BLOCK.exec(text)
      const free = figure ? null : FREE.exec(text)
      const title = figure || free ? null : TITLES.exec(text)
      const blocks = figure || free || title ? null : BLOCKS.exec(text)
      if (figure) {
        const type = text.startsWith('Page block') ? 'page block order' : 'pages per block'
        out.row({ node: null, zone: null, type, free: [], blocks: null, value: Number(figure[1]) }, line)
      } else if (free) {
        const counts = words(free[4]!)
        out.row(
          { node: Number(free[1]), zone: free[2]!, type: free[3]!, free: counts, blocks: null, value: null },
          line,
        )
      } else if (title) {
        mixed = title[1] === 'blocks type' ? '' : ' (mixed)'
        titles = words(title[2]!)
        out.noise(line)
      } else if (blocks && words(blocks[3]!).length === titles.length) {
        const [node, zone] = [Number(blocks[1]), blocks[2]!]
        for (const [i, n] of words(blocks[3]!).entries())
          out.row({ node, zone, type: titles[i]! + mixed, free: [], blocks: Number(n), value: null }, line)
      } else if (/^Free pages count per migrate type at order\b/.test(text)) out.noise(line)
      else out.unparsed(line, 'not a line of /proc/pagetypeinfo')
    }
  },
})
