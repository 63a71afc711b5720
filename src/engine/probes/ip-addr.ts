/**
 * Interfaces with their addresses, as `ip addr` prints them (also with -d, -s, -o, -br, -4, -6, -j).
 *   2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
 *       inet 192.0.2.10/24 brd 192.0.2.255 scope global eth0
 * Without -d nothing tells whether a packet socket listens to everything: promiscuous is then unknown unless the flag shows.
 */
import { defineProbe } from '../define'
import { interfaceSight } from '../probes-lib/interface-columns'
import { IP_COLUMNS } from '../probes-lib/ip-columns'
import { interfaceOf, ipJson, looksLikeIpJson } from '../probes-lib/ip-json'
import { kindOfIp, parseIp } from '../probes-lib/ip-link'

export default defineProbe({
  title: 'Interfaces and addresses (ip addr)',
  commands: ['ip -d -s addr', 'ip -d address', 'ip addr', 'ip -o addr', 'ip -j addr'],
  recognise: {
    names: ['ip_addr*', 'ip_*addr*', 'ip_-*_a'],
    shape: (head) => (kindOfIp(head) === 'addr' || looksLikeIpJson(head, ['ifname', 'addr_info']) ? 0.95 : 0),
  },
  columns: IP_COLUMNS,
  parse: (lines, out) => {
    const rest = ipJson(lines, out, interfaceOf)
    if (rest) parseIp(rest, out)
  },
  sights: (r) => [interfaceSight(r)],
})
