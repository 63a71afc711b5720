/**
 * Memory of the host, /proc/meminfo (proc_meminfo(5)), and of one node, /sys/devices/system/node/node<n>/meminfo.
 *   MemTotal:        4026036 kB
 *   HugePages_Total:       0
 *   Node 0 MemTotal:       4026036 kB
 * Kernels before 2.6 begin with a table in bytes: `Mem:  261181440 253857792 ...` under `total: used: free: ...`.
 */
import { defineProbe, int, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINE = /^\s*(?:Node (\d{1,5}) )?([A-Za-z]\w*(?:\(\w+\))?): *(\d{1,16})( kB)?\s*$/
const OLD_HEADER = /^\s+total:(?:\s+\w+:)+\s*$/
const OLD_ROW = /^(Mem|Swap):((?:\s+\d{1,16})+)\s*$/

export default defineProbe({
  title: 'Memory (/proc/meminfo)',
  commands: ['/proc/meminfo'],
  recognise: {
    names: ['proc/meminfo', 'proc_meminfo*', 'meminfo'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      const known = lines.some((l) => /^(?:Node \d+ )?MemTotal: +\d+ kB\s*$/.test(l))
      return known && lines.every((l) => LINE.test(l) || OLD_HEADER.test(l) || OLD_ROW.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    name: text('Figure: MemTotal, MemFree, Buffers, ...; Mem.used and the like in the table of old kernels'),
    kib: optional(int('Amount; null for a figure that counts pages', 'KiB')),
    count: optional(int('Number of pages, for a figure without a unit (HugePages_Total, ...)', 'count')),
    node: optional(int('Memory node; null for the whole host')),
  },
  parse: (lines, out) => {
    let titles: string[] | null = null
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (m) {
        const value = count(m[3])
        out.row({ name: m[2]!, kib: m[4] ? value : null, count: m[4] ? null : value, node: count(m[1]) }, line)
        continue
      }
      if (OLD_HEADER.test(line.text)) {
        titles = words(line.text).map((w) => w.slice(0, -1))
        out.noise(line)
        continue
      }
      const old = line.text.length < 400 ? OLD_ROW.exec(line.text) : null
      if (old && titles) {
        for (const [i, value] of words(old[2]!).slice(0, titles.length).entries()) {
          const bytes = count(value)
          const kib = bytes === null ? null : Math.floor(bytes / 1024)
          out.row({ name: `${old[1]}.${titles[i]}`, kib, count: null, node: null }, line)
        }
      } else out.unparsed(line, 'not a figure of /proc/meminfo')
    }
  },
})
