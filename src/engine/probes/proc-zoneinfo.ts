/**
 * The zones of memory, /proc/zoneinfo (proc_zoneinfo(5)); a row a figure.
 *   Node 0, zone      DMA
 *     per-node stats
 *         nr_inactive_anon 39
 *     pages free     3832
 *           min      68
 *           protection: (0, 2871, 3795, 3795, 3795)
 *     pagesets
 *       cpu: 0
 *                 count: 0
 *     start_pfn:           1
 */
import { defineProbe, int, optional, text } from '../define'
import { count } from '../probes-lib/numbers'

const ZONE = /^Node (\d{1,5}), zone +(\S{1,32})\s*$/
const CPU = /^ +cpu: (\d{1,5})(?: pcp: \d+)?\s*$/
const FIGURE = /^ +(?:pages (?=free))?([a-z][\w ()]{0,60}?):? +(\(.{0,400}\)|\d{1,20})\s*$/
const TITLE = /^ +(?:per-node stats|pagesets|all_unreclaimable|page[s ]*)\s*$/

export default defineProbe({
  title: 'Zones of memory (/proc/zoneinfo)',
  commands: ['/proc/zoneinfo'],
  recognise: {
    names: ['proc/zoneinfo', 'proc_zoneinfo*'],
    shape: /^\s*Node \d+, zone +\S+\n +(?:per-node stats|pages free)/,
  },
  columns: {
    node: int('Memory node'),
    zone: text('DMA, DMA32, Normal, ...'),
    cpu: optional(int('Processor, for what is kept for each of them')),
    name: text('Figure'),
    value: optional(int('Its value, mostly pages', 'count')),
    text: optional(text('Value that is no number, as printed')),
  },
  parse: (lines, out) => {
    let zone: { node: number; zone: string } | null = null
    let cpu: number | null = null
    for (const line of lines) {
      const short = line.text.length < 1000
      const found = short ? ZONE.exec(line.text) : null
      if (found) {
        zone = { node: Number(found[1]), zone: found[2]! }
        cpu = null
        out.noise(line)
        continue
      }
      const at = short ? CPU.exec(line.text) : null
      if (at) cpu = Number(at[1])
      if (at || (short && TITLE.test(line.text))) {
        out.noise(line)
        continue
      }
      const m = short ? FIGURE.exec(line.text) : null
      if (!m || !zone) {
        out.unparsed(line, 'not a line of /proc/zoneinfo')
        continue
      }
      const name = m[1]!
      const own = cpu !== null && /^(?:count|high|batch|vm stats threshold|high_min|high_max)$/.test(name)
      if (!own) cpu = null
      const value = count(m[2])
      out.row({ ...zone, cpu: own ? cpu : null, name, value, text: value === null ? m[2]! : null }, line)
    }
  },
})
