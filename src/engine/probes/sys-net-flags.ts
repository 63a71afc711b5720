/**
 * Interface flags from sysfs: one file for each interface, or all of them from grep over /sys/class/net.
 *   /sys/class/net/eth0/flags:0x1103
 * Bits are IFF_ of linux/if.h. Unlike what ifconfig and ip show, this is the kernel's own word (net/core/net-sysfs.c): bit 0x100 is set
 * when anything asked for promiscuous mode, a packet socket too. So its absence here does mean no.
 */
import { bool, defineProbe, list, text } from '../define'
import { interfaceSight } from '../probes-lib/interface-columns'
import { hex } from '../probes-lib/numbers'

const NAMED = /^(?:\.\/|\S*\/)?sys\/class\/net\/([^/\s]+)\/flags:(0x[0-9a-f]{1,8})\s*$/
const BITS: readonly (readonly [number, string])[] = [
  [0x1, 'UP'],
  [0x2, 'BROADCAST'],
  [0x4, 'DEBUG'],
  [0x8, 'LOOPBACK'],
  [0x10, 'POINTOPOINT'],
  [0x20, 'NOTRAILERS'],
  [0x40, 'RUNNING'],
  [0x80, 'NOARP'],
  [0x100, 'PROMISC'],
  [0x200, 'ALLMULTI'],
  [0x400, 'MASTER'],
  [0x800, 'SLAVE'],
  [0x1000, 'MULTICAST'],
  [0x2000, 'PORTSEL'],
  [0x4000, 'AUTOMEDIA'],
  [0x8000, 'DYNAMIC'],
]

export default defineProbe({
  title: 'Interface flags (/sys/class/net)',
  commands: ['grep . /sys/class/net/*/flags', '/sys/class/net/*/flags'],
  recognise: {
    names: ['sys/class/net/*/flags', 'sys/devices/**/net/*/flags'],
    byName: true,
    shape: (head) => (head.lines.some((l) => NAMED.test(l)) ? 0.95 : 0),
  },
  columns: {
    name: text('Interface name'),
    value: text('Flags as printed, hexadecimal'),
    flags: list('Flags by name'),
    up: bool('Whether it is administratively up'),
    promiscuous: bool('Whether anything asked for promiscuous mode, packet sockets included'),
  },
  parse: (lines, out, context) => {
    const own = /(?:^|\/)net\/([^/]+)\/flags$/.exec(context.path)?.[1] ?? null
    for (const line of lines) {
      const m = NAMED.exec(line.text)
      const alone = own !== null && /^0x[0-9a-f]{1,8}\s*$/.test(line.text) ? line.text.trim() : null
      const name = m?.[1] ?? own
      const value = m?.[2] ?? alone
      const bits = hex(value)
      if (!name || !value || bits === null) {
        if (value) out.unparsed(line, 'which interface this is stands only in the path of the file')
        continue
      }
      const flags = BITS.flatMap(([bit, word]) => (bits & bit ? [word] : []))
      out.row({ name, value, flags, up: (bits & 1) !== 0, promiscuous: (bits & 0x100) !== 0 }, line)
    }
  },
  sights: (r) => [interfaceSight(r)],
})
