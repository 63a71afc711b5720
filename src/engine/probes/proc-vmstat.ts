/**
 * Counters of the memory manager, /proc/vmstat (proc_vmstat(5)): a name and a figure a line.
 *   nr_free_pages 32312
 *   pgpgin 4482943
 */
import { defineProbe, int, optional, text } from '../define'
import { count } from '../probes-lib/numbers'

const LINE = /^([a-z][a-z0-9_]{1,60}) (\d{1,20})\s*$/

export default defineProbe({
  title: 'Memory counters (/proc/vmstat)',
  commands: ['/proc/vmstat'],
  recognise: {
    names: ['proc/vmstat', 'proc_vmstat*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      const known = lines.some((l) => /^(?:nr_free_pages|nr_dirty|nr_active|pgpgin) \d+\s*$/.test(l))
      return known && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    name: text('Counter; nr_ is a state, the rest count since boot'),
    value: optional(int('Its figure, mostly pages or events; null beyond 2^53', 'count')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (m) out.row({ name: m[1]!, value: count(m[2]) }, line)
      else out.unparsed(line, 'not a counter of /proc/vmstat')
    }
  },
})
