/**
 * Counters of the protocols, /proc/net/snmp and /proc/net/netstat: a line of names, then a line of figures.
 *   Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens ...
 *   Tcp: 1 200 120000 -1 31 ...
 * /proc/net/snmp6 and dev_snmp6 have a name and a figure a line: `Ip6InReceives                   	106`.
 */
import { defineProbe, int, type Line, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { whole } from '../probes-lib/numbers'

const NAMES = /^([A-Z][A-Za-z0-9]{1,20}):((?: [A-Za-z]\w*)+)\s*$/
const FIGURES = /^([A-Z][A-Za-z0-9]{1,20}):((?: -?\d{1,20})+)\s*$/
const SINGLE = /^(ifIndex|(?:Ip6|Icmp6|Udp6|UdpLite6)[A-Za-z]\w{1,60}|Icmp6(?:In|Out)Type\d{1,3})\s+(\d{1,20})\s*$/

export default defineProbe({
  title: 'Counters of the protocols (/proc/net/snmp, /proc/net/netstat)',
  commands: ['/proc/net/snmp', '/proc/net/netstat', '/proc/net/snmp6'],
  recognise: {
    names: [
      'proc/net/snmp',
      'proc/net/snmp6',
      'proc/net/netstat',
      'proc/*/net/snmp*',
      'proc/*/net/netstat',
      'proc_net_snmp*',
      'proc_net_netstat*',
    ],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (lines.length === 0) return 0
      if (lines.every((l) => l.length < 200 && SINGLE.test(l))) return 0.95
      const m = NAMES.exec(lines[0]!)
      return m && (lines.length === 1 ? !head.whole : FIGURES.exec(lines[1]!)?.[1] === m[1]) ? 0.95 : 0
    },
  },
  columns: {
    protocol: text('Ip, Icmp, IcmpMsg, Tcp, Udp, TcpExt, IpExt, Ip6, ...'),
    counter: text('Counter, by the name of the kernel'),
    value: optional(int('Its figure since boot; null beyond 2^53')),
  },
  parse: (lines, out) => {
    let held: { line: Line; protocol: string; names: string[] } | null = null
    const drop = () => {
      if (held) out.unparsed(held.line, 'names without a line of figures below')
      held = null
    }
    for (const line of lines) {
      const single = line.text.length < 200 ? SINGLE.exec(line.text) : null
      if (single) {
        drop()
        const at = /^(?:Ip6|Icmp6|UdpLite6|Udp6)/.exec(single[1]!)?.[0] ?? ''
        out.row({ protocol: at, counter: single[1]!.slice(at.length), value: whole(single[2]) }, line)
        continue
      }
      const names = line.text.length < 100_000 ? NAMES.exec(line.text) : null
      if (names) {
        drop()
        held = { line, protocol: names[1]!, names: words(names[2]!) }
        continue
      }
      const figures = line.text.length < 100_000 ? FIGURES.exec(line.text) : null
      const now: { line: Line; protocol: string; names: string[] } | null = held
      const values = figures ? words(figures[2]!) : []
      if (!now || figures?.[1] !== now.protocol) {
        drop()
        out.unparsed(line, figures ? 'figures without a line of names above' : 'not a line of counters')
        continue
      }
      held = null
      if (values.length !== now.names.length) {
        const why = `${now.names.length} names and ${values.length} figures`
        out.unparsed(now.line, why)
        out.unparsed(line, why)
        continue
      }
      for (const [i, counter] of now.names.entries())
        out.row({ protocol: now.protocol, counter, value: whole(values[i]) }, now.line, line)
    }
    drop()
  },
})
