/** Columns of `ip link` and `ip addr`. */
import { int, list, optional, text } from '../define'
import { COUNTERS, INTERFACE } from './interface-columns'

export const IP_COLUMNS = {
  index: optional(int('Number of the interface')),
  ...INTERFACE,
  peer: optional(text('The lower interface or the other end, as printed after @')),
  promiscuity: optional(
    int('How many users asked for promiscuous mode (ip -d); 0 means that none did, packet sockets included', 'count'),
  ),
  state: optional(text('Operational state: UP, DOWN, UNKNOWN, ...')),
  link: optional(text('Link type: ether, loopback, none, ...')),
  kind: optional(
    text('Kind of a virtual link, or what it is a slave of (ip -d): veth, bridge, bond_slave, vxlan, ...'),
  ),
  master: optional(text('Bridge, bond or VRF that it belongs to')),
  qdisc: optional(text('Queueing discipline')),
  alias: optional(text('Description that the administrator gave')),
  ...COUNTERS,
  rx_missed: optional(int('Lost because the host had no buffer for them', 'packets')),
  rx_multicast: optional(int('Multicast received', 'packets')),
  other: list('What else was printed of the interface'),
} as const
