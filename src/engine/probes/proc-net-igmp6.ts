/**
 * IPv6 multicast groups that the host joined, /proc/net/igmp6 (net/ipv6/mcast.c).
 *   2    ens33           ff0200000000000000000001ffa4e315     1 00000004 0
 */
import { defineProbe, int, text } from '../define'
import { hexIPv6 } from '../probes-lib/hex-address'
import { remembering } from '../probes-lib/scan'

const LINE = /^(\d{1,9}) +(\S{1,64}) +([0-9a-f]{32}) +(-?\d{1,9}) ([0-9A-F]{8}) (-?\d{1,20})\s*$/

export default defineProbe({
  title: 'IPv6 multicast groups (/proc/net/igmp6)',
  commands: ['/proc/net/igmp6'],
  recognise: {
    names: ['proc/net/igmp6', 'proc/*/net/igmp6', 'proc_net_igmp6*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    index: int('Number of the interface'),
    interface: text('Interface'),
    group: text('Address of the group'),
    users: int('How many sockets joined', 'count'),
    flags: text('MAF_ flags, hexadecimal: 4 the last report was ours, 8 no report is sent'),
    timer: int('Ticks until a report is due; 0 for none', 'count'),
  },
  parse: (lines, out) => {
    const address = remembering(hexIPv6)
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      const timer = Number(m?.[6])
      if (m && Number.isSafeInteger(timer))
        out.row(
          {
            index: Number(m[1]),
            interface: m[2]!,
            group: address(m[3]!),
            users: Number(m[4]),
            flags: m[5]!,
            timer,
          },
          line,
        )
      else out.unparsed(line, 'not a line of /proc/net/igmp6')
    }
  },
})
