/**
 * How each processor kept up with received packets, /proc/net/softnet_stat (net/core/net-procfs.c); hexadecimal.
 *   0000034a 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
 * 9 to 15 words a line, by kernel: packets, dropped, time squeeze, ..., and since 5.10 the processor as the 13th.
 */
import { defineProbe, int, list, optional } from '../define'
import { words } from '../probes-lib/lines'

const LINE = /^[0-9a-f]{8}(?: [0-9a-f]{8}){8,16}\s*$/

export default defineProbe({
  title: 'Received packets by processor (/proc/net/softnet_stat)',
  commands: ['/proc/net/softnet_stat'],
  recognise: {
    names: ['proc/net/softnet_stat', 'proc/*/net/softnet_stat', 'proc_net_softnet_stat*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    processor: int('Processor: as told, or the number of the line'),
    packets: int('Received', 'packets'),
    dropped: int('Dropped because the queue was full', 'packets'),
    squeezed: int('How often time ran out with packets left', 'count'),
    received_rps: optional(int('Wakeups by another processor', 'count')),
    flow_limited: optional(int('Dropped by the limit for one flow', 'packets')),
    words: list('All words as printed'),
  },
  parse: (lines, out) => {
    let n = 0
    for (const line of lines) {
      if (line.text.length > 400 || !LINE.test(line.text)) {
        out.unparsed(line, 'not a line of /proc/net/softnet_stat')
        continue
      }
      const all = words(line.text)
      const at = (i: number): number | null => (all[i] === undefined ? null : Number.parseInt(all[i]!, 16))
      out.row(
        {
          processor: at(12) ?? n,
          packets: at(0)!,
          dropped: at(1)!,
          squeezed: at(2)!,
          received_rps: at(9),
          flow_limited: at(10),
          words: all,
        },
        line,
      )
      n++
    }
  },
})
