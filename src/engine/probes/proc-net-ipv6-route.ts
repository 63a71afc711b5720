/**
 * IPv6 routes, /proc/net/ipv6_route (net/ipv6/route.c): destination and length, source and length, next hop, metric,
 * references, use, flags (RTF_), interface; all figures hexadecimal.
 *   20010db8000100000000000000000000 40 0000... 00 0000... 00000100 00000001 00000000 00000001     eth0
 */
import { defineProbe, int, optional, text } from '../define'
import { hexIPv6 } from '../probes-lib/hex-address'
import { destinationOf, ROUTE, routeSight } from '../probes-lib/route-columns'
import { remembering } from '../probes-lib/scan'

const LINE =
  /^([0-9a-f]{32}) ([0-9a-f]{2}) ([0-9a-f]{32}) ([0-9a-f]{2}) ([0-9a-f]{32}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) +(\S{1,64})\s*$/
const NOWHERE = '0'.repeat(32)
/** linux/route.h, linux/ipv6_route.h; the letters of route(8). */
const BITS: readonly (readonly [number, string])[] = [
  [1, 'U'],
  [2, 'G'],
  [4, 'H'],
  [8, 'R'],
  [0x10, 'D'],
  [0x20, 'M'],
  [0x10000, 'd'],
  [0x20000, 'a'],
  [0x40000, 'A'],
  [0x80000, 'P'],
  [0x1000000, 'C'],
  [0x200, '!'],
]

export default defineProbe({
  title: 'IPv6 routes (/proc/net/ipv6_route)',
  commands: ['/proc/net/ipv6_route'],
  recognise: {
    names: ['proc/net/ipv6_route', 'proc/*/net/ipv6_route', 'proc_net_ipv6_route*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    ...ROUTE,
    source: optional(text('Network that senders must lie in; null for any')),
    references: int('Number of references', 'count'),
    uses: int('How often it was looked up', 'count'),
    flags: text('Flags as route(8) writes them: U up, G gateway, H host, A from a router, C cached, ! reject'),
    flag_bits: text('The same as printed: RTF_ bits, hexadecimal'),
  },
  parse: (lines, out) => {
    // Many routes lead over one router.
    const address = remembering(hexIPv6)
    for (const line of lines) {
      const m = line.text.length < 300 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/net/ipv6_route')
        continue
      }
      const bits = Number.parseInt(m[9]!, 16)
      const from = Number.parseInt(m[4]!, 16)
      out.row(
        {
          family: 'ipv6',
          destination: destinationOf(hexIPv6(m[1]!), Number.parseInt(m[2]!, 16)),
          gateway: m[5] === NOWHERE ? null : address(m[5]!),
          interface: m[10]!,
          metric: Number.parseInt(m[6]!, 16),
          source: from === 0 && m[3] === NOWHERE ? null : `${address(m[3]!)}/${from}`,
          references: Number.parseInt(m[7]!, 16),
          uses: Number.parseInt(m[8]!, 16),
          flags: BITS.flatMap(([bit, letter]) => (bits & bit ? [letter] : [])).join(''),
          flag_bits: m[9]!,
        },
        line,
      )
    }
  },
  sights: (r) => [routeSight({ ...r, source: null })],
})
