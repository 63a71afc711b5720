/**
 * Counters of each protocol by their kernel names, from nstat.
 *   #kernel
 *   IpInReceives                    1017               0.0
 * nstat prints how much a counter grew since it was last asked, unless -a was given, and a rate a second over the last minute where
 * its daemon runs (misc/nstat.c): the same name may therefore stand for a sum or for a difference.
 */
import { defineProbe, int, real, text } from '../define'
import { fitting, isPrompt, words } from '../probes-lib/lines'
import { count, decimal } from '../probes-lib/numbers'

const NAME = /^(MPTcpExt|TcpExt|IpExt|IcmpMsg|Icmp6|Icmp|UdpLite6|UdpLite|Udp6|Udp|Tcp|Ip6|Ip|Sctp|Tls|Xfrm)([A-Z]\w*)$/

function read(line: string) {
  const w = line.length < 300 ? words(line) : []
  if (w.length !== 3) return null
  const name = NAME.exec(w[0]!)
  const value = count(w[1])
  const rate = decimal(w[2])
  if (!name || value === null || rate === null) return null
  return { protocol: name[1]!, counter: name[2]!, value, rate }
}

export default defineProbe({
  title: 'Protocol counters (nstat)',
  commands: ['nstat -az', 'nstat'],
  recognise: {
    names: ['nstat*'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => read(l) !== null || /^#\w/.test(l))
      return of > 0 && fit === of && head.lines.some((l) => read(l) !== null) ? 0.95 : 0
    },
  },
  columns: {
    protocol: text('Section: Ip, Icmp, Tcp, Udp, TcpExt, Ip6, ...'),
    counter: text('Name of the counter as the kernel has it'),
    value: int('Sum since boot (nstat -a), or growth since nstat was last asked'),
    rate: real('Growth a second over the last minute; 0 where nstat runs without its daemon'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const row = read(line.text)
      if (row) out.row(row, line)
      else if (/^#\w[\w.-]*$/.test(line.text.trim()) || isPrompt(line.text)) out.noise(line)
    }
  },
})
