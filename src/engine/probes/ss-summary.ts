/**
 * Counts of sockets, from `ss -s`.
 *   Total: 26
 *   TCP:   24 (estab 9, closed 10, orphaned 0, timewait 1)
 *   Transport Total     IP        IPv6
 *   RAW	  1         1         0
 * Old releases add `(kernel 0)` after the total, `synrecv` and `ports`, and a star where they do not know (iproute2 misc/ss.c).
 */
import { defineProbe, int, optional, text } from '../define'
import { isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const TOTAL = /^Total:\s+(\d+)(?:\s+\(kernel \d+\))?\s*$/
const TCP = /^TCP:\s+(\d+)\s+\((.*)\)/
const HEADER = /^Transport\s+Total\s+(?:IP|ip)\s+(?:IPv6|ipv6)\s*$/
const ROW = /^(\*|[A-Z]{2,8})\s+(\d+)\s+(\d+|-|\*)\s+(\d+|-|\*)\s*$/

export default defineProbe({
  title: 'Counts of sockets (ss -s)',
  commands: ['ss -s'],
  recognise: {
    names: ['ss_-s*', 'ss_-*s'],
    shape: (head) => (head.lines.some((l) => HEADER.test(l)) && head.lines.some((l) => TOTAL.test(l)) ? 0.95 : 0),
  },
  columns: {
    kind: text('All, TCP, UDP, RAW, FRAG, INET, or a state of TCP: estab, closed, orphaned, timewait, ...'),
    total: int('How many there are', 'count'),
    ipv4: optional(int('Of these IPv4', 'count')),
    ipv6: optional(int('Of these IPv6', 'count')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const text = line.text.length < 400 ? line.text.trimEnd() : ''
      const total = TOTAL.exec(text)
      const tcp = TCP.exec(text)
      const row = ROW.exec(text)
      const one = (kind: string, n: string | undefined, v4?: string, v6?: string) => {
        const value = count(n)
        if (value !== null) out.row({ kind, total: value, ipv4: count(v4), ipv6: count(v6) }, line)
      }
      if (total) one('All', total[1])
      else if (tcp) {
        // `timewait 1/0`: the second is of IPv6 or of old kernels; the states follow the total of TCP in the table below.
        for (const part of tcp[2]!.split(/[,)]/)) {
          const [name, n] = words(part)
          if (name && n) one(name, n.split('/')[0])
        }
      } else if (row) one(row[1] === '*' ? 'All' : row[1]!, row[2], row[3], row[4])
      else if (HEADER.test(text) || isPrompt(text)) out.noise(line)
    }
  },
})
