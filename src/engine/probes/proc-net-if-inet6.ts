/**
 * IPv6 addresses of the interfaces, /proc/net/if_inet6 (net/ipv6/addrconf.c).
 *   fe80000000000000025056fffe9a8481 02 40 20 80       ens160
 * Address, number of the interface, length of the prefix, scope, flags (IFA_F_): all hexadecimal.
 */
import { defineProbe, int, list, text } from '../define'
import { hexIPv6 } from '../probes-lib/hex-address'
import { interfaceSight } from '../probes-lib/interface-columns'

const LINE = /^([0-9a-f]{32}) ([0-9a-f]{2,8}) ([0-9a-f]{2}) ([0-9a-f]{2}) ([0-9a-f]{2,8}) +(\S{1,64})\s*$/
const SCOPES: Readonly<Record<string, string>> = {
  '00': 'global',
  '10': 'host',
  '20': 'link',
  '40': 'site',
  '80': 'compat',
}
/** linux/if_addr.h */
const FLAGS = [
  'temporary',
  'nodad',
  'optimistic',
  'dadfailed',
  'homeaddress',
  'deprecated',
  'tentative',
  'permanent',
  'managetempaddr',
  'noprefixroute',
  'mcautojoin',
  'stable-privacy',
]

export default defineProbe({
  title: 'IPv6 addresses (/proc/net/if_inet6)',
  commands: ['/proc/net/if_inet6'],
  recognise: {
    names: ['proc/net/if_inet6', 'proc/*/net/if_inet6', 'proc_net_if_inet6*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    address: text('Address'),
    prefix: int('Length of the prefix'),
    interface: text('Interface'),
    index: int('Number of the interface'),
    scope: text('global, link, host or site; hexadecimal when it is another'),
    flags: list('temporary, tentative, deprecated, permanent, dadfailed (another host has the address), ...'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a line of /proc/net/if_inet6')
        continue
      }
      const flags = Number.parseInt(m[5]!, 16)
      out.row(
        {
          address: hexIPv6(m[1]!),
          prefix: Number.parseInt(m[3]!, 16),
          interface: m[6]!,
          index: Number.parseInt(m[2]!, 16),
          scope: SCOPES[m[4]!] ?? m[4]!,
          flags: FLAGS.filter((_, bit) => flags & (1 << bit)),
        },
        line,
      )
    }
  },
  sights: (r) => [interfaceSight({ name: r.interface, addresses: [`${r.address}/${r.prefix}`] })],
})
