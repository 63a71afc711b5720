/**
 * How many sockets there are, /proc/net/sockstat and sockstat6 (net/ipv4/proc.c).
 *   sockets: used 24
 *   TCP: inuse 10 orphan 0 tw 1 alloc 23 mem 332
 */
import { defineProbe, int, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const LINE = /^(sockets|TCP6?|UDP6?|UDPLITE6?|RAW6?|FRAG6?|SCTP6?|MPTCP):((?: [a-z]+ \d{1,15})+)\s*$/

export default defineProbe({
  title: 'Number of sockets (/proc/net/sockstat)',
  commands: ['/proc/net/sockstat', '/proc/net/sockstat6'],
  recognise: {
    names: ['proc/net/sockstat*', 'proc/*/net/sockstat*', 'proc_net_sockstat*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 0 && lines.every((l) => l.length < 300 && LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    protocol: text('TCP, UDP, ...; sockets for all of them'),
    name: text('used, inuse, orphan (without a process), tw (TIME_WAIT), alloc, mem (pages), memory (bytes, of FRAG)'),
    value: optional(int('Figure', 'count')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 300 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/net/sockstat')
        continue
      }
      const parts = words(m[2]!)
      for (let i = 0; i < parts.length; i += 2)
        out.row({ protocol: m[1]!, name: parts[i]!, value: count(parts[i + 1]) }, line)
    }
  },
})
