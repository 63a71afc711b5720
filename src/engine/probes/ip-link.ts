/**
 * Interfaces as `ip link` prints them (also with -s, -s -s, -d, -o, -br, -j).
 *   2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP mode DEFAULT group default qlen 1000
 *       link/ether 52:54:00:36:37:ea brd ff:ff:ff:ff:ff:ff promiscuity 1 allmulti 0 minmtu 68 maxmtu 65535
 * Only -d prints promiscuity, the count that a packet socket raises without setting the PROMISC flag.
 */
import { defineProbe } from '../define'
import { interfaceSight } from '../probes-lib/interface-columns'
import { IP_COLUMNS } from '../probes-lib/ip-columns'
import { interfaceOf, ipJson, looksLikeIpJson } from '../probes-lib/ip-json'
import { kindOfIp, parseIp } from '../probes-lib/ip-link'

export default defineProbe({
  title: 'Interfaces (ip link)',
  commands: ['ip -s -s -d link', 'ip -s -d link', 'ip link', 'ip -j -d link'],
  recognise: {
    names: ['ip_link*', 'ip_*link*'],
    shape: (head) =>
      kindOfIp(head) === 'link' || looksLikeIpJson(head, ['ifname', 'link_type'], ['addr_info']) ? 0.95 : 0,
  },
  columns: IP_COLUMNS,
  parse: (lines, out) => {
    const rest = ipJson(lines, out, interfaceOf)
    if (rest) parseIp(rest, out)
  },
  sights: (r) => [interfaceSight(r)],
})
