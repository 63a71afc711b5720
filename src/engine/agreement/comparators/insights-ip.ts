import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts } from '../insights'

const FIELDS: Readonly<Record<string, (r: AnyRow) => unknown>> = {
  // Of a loopback the link address is all zeros, which is none.
  mac: (r) => r['mac'] ?? '00:00:00:00:00:00',
  flags: (r) => r['flags'],
  type: (r) => r['link'],
  mtu: (r) => r['mtu'],
  master: (r) => r['master'],
  index: (r) => r['index'],
  rx_packets: (r) => r['rx_packets'],
  tx_packets: (r) => r['tx_packets'],
  rx_bytes: (r) => r['rx_bytes'],
  promiscuity: (r) => r['promiscuity'],
}
/** Names of their variables where these are not the interface's own. */
const NAMES: Readonly<Record<string, string>> = { bond1Addr: 'bond1.57', tun2: 'ip.tun2' }

export default defineComparator({
  title: 'insights-core on ip addr and ip link',
  expects: /^ip\/insights__/,
  compare: (input) => {
    const rows = input.rows()
    const named = (name: string) => rows.find((r) => r['name'] === (NAMES[name] ?? name))
    const addresses = (name: string) => (named(name)?.['addresses'] ?? []) as readonly string[]
    const addr = input.file.includes('IP_ADDR_TEST')
    return compareFacts(input, {
      ours: [
        ['len(d)', rows.length],
        ['len(if_list)', rows.length],
        [/^len\((?:(\w+)\['addr'\]|(\w+))\)$/, (m) => addresses(m[1] ?? m[2]!).length],
        [
          /^(\w+)\.addrs\((4|6|)\)$/,
          (m) =>
            addresses(m[1]!)
              .filter((a) => m[2] === '' || a.includes(':') === (m[2] === '6'))
              .map((a) => a.replace(/\/.*$/, '')),
        ],
        [
          /^(\w+)\['(\w+)'\]$/,
          (m) => (FIELDS[m[2]!] ? (named(m[1]!) ? FIELDS[m[2]!]!(named(m[1]!)!) : 'none') : 'not mapped'),
        ],
      ],
      // The other listings of the same test, whose lo is another one.
      elsewhere: addr
        ? ['iface']
        : [
            /^(?:eth0_1|enp0s3|enp0s25|tm0|ens1f\d)\[/,
            /geneve/,
            'len(if_list)',
            ...["lo['rx_packets']", "lo['tx_packets']", "lo['index']"],
          ],
      notCarried: [
        [/\['qlen'\]$/, 'qlen'],
        [/\['peer(?:_ip)?'\]$/, 'ends of a tunnel (link/ipip a peer b)'],
      ],
    })
  },
})
