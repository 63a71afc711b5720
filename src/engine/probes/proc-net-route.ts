/**
 * The IPv4 routing table from /proc/net/route.
 *   Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
 *   eth0	00000000	010200C0	0003	0	0	50	00000000	0	0	0
 * Addresses are words in the host's byte order, read as little-endian; flags are RTF_ bits (1 up, 2 gateway, 4 host, 0200 reject). An
 * interface of * is a route without one: a blackhole.
 */
import { defineProbe, int, optional, text } from '../define'
import { prefixOf } from '../probes-lib/addresses'
import { hexIPv4 } from '../probes-lib/hex-address'
import { isPrompt } from '../probes-lib/lines'
import { count, hex } from '../probes-lib/numbers'
import { destinationOf, ROUTE, routeSight } from '../probes-lib/route-columns'

const HEADER = /^Iface\s+Destination\s+Gateway\s+Flags\s+RefCnt\s+Use\s+Metric\s+Mask\s+MTU\s+Window\s+IRTT/
const ROW =
  /^(\S{1,20})\s+([0-9A-F]{8})\s+([0-9A-F]{8})\s+([0-9A-F]{4})\s+(\d+)\s+(\d+)\s+(\d+)\s+([0-9A-F]{8})\s+(\d+)\s+(\d+)\s+(\d+)\s*$/
const BITS: readonly (readonly [number, string])[] = [
  [1, 'U'],
  [2, 'G'],
  [4, 'H'],
  [8, 'R'],
  [0x10, 'D'],
  [0x20, 'M'],
  [0x200, '!'],
]

const flagsOf = (bits: number): string => {
  let letters = ''
  for (const [bit, letter] of BITS) if (bits & bit) letters += letter
  return letters
}

export default defineProbe({
  title: 'Routes (/proc/net/route)',
  commands: ['/proc/net/route'],
  recognise: {
    names: ['proc/net/route', 'proc/*/net/route', 'proc_net_route*'],
    shape: (head) => (head.lines.some((l) => HEADER.test(l)) ? 0.95 : head.lines.some((l) => ROW.test(l)) ? 0.8 : 0),
  },
  columns: {
    ...ROUTE,
    flags: text('Flags as route(8) writes them: U up, G gateway, H host, ! reject'),
    mtu: optional(int('Largest segment, 0 for the default', 'bytes')),
    window: optional(int('Window for TCP, 0 for the default', 'bytes')),
    irtt: optional(int('Initial round trip time for TCP, 0 for the default', 'ms')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? ROW.exec(line.text) : null
      if (!m) {
        if (HEADER.test(line.text) || isPrompt(line.text)) out.noise(line)
        continue
      }
      const bits = hex(m[4]) ?? 0
      const mask = hexIPv4(m[8]!)
      out.row(
        {
          family: 'ipv4',
          destination: destinationOf(hexIPv4(m[2]!), prefixOf(mask)),
          gateway: m[3] === '00000000' ? null : hexIPv4(m[3]!),
          interface: m[1] === '*' ? null : m[1]!,
          metric: count(m[7]),
          flags: flagsOf(bits),
          mtu: count(m[9]),
          window: count(m[10]),
          irtt: count(m[11]),
        },
        line,
      )
    }
  },
  sights: (r) => [routeSight(r)],
})
