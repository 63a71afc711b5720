/**
 * What traceroute's marks mean: what came back in place of an answer. traceroute(8) of Linux and the BSDs, busybox; the codes of ICMP's
 * destination unreachable are those of RFC 792, 1122 and 1812.
 */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['!', 'answered with a time to live of 1 or less: the way back is longer than the way there'],
  ['!H', 'host unreachable: the router has no route to the target, or it does not answer on its network'],
  ['!N', 'network unreachable: the router has no route there'],
  ['!P', 'protocol unreachable: the target does not speak the protocol of the probes'],
  ['!S', 'source route failed: the router blocks source-routed packets'],
  ['!F', 'fragmentation needed: the packet is larger than the next link takes, or a router is misconfigured'],
  ['!X', 'communication administratively prohibited: a firewall or a router blocks the trace'],
  ['!A', 'communication with the network administratively prohibited'],
  ['!Z', 'communication with the host administratively prohibited'],
  ['!C', 'precedence cutoff in effect (busybox: communication with the host administratively prohibited)'],
  ['!V', 'host precedence violation'],
  ['!U', 'destination network unknown'],
  ['!W', 'destination host unknown'],
  ['!I', 'source host is isolated'],
  ['!Q', 'network unreachable for this type of service'],
  ['!T', 'host unreachable for this type of service'],
  ['!B', 'beyond the scope of the source address (IPv6)'],
  ['!R', 'rejected by a route (IPv6)'],
  ['!G', 'source address failed the policy of the router (IPv6)'],
  ['!L', 'a loop in the route'],
])

/** By number; ICMP for IPv6 (RFC 4443) has other meanings from 1 on, but traceroute prints letters for those. */
const CODES: readonly string[] = [
  'network unreachable',
  'host unreachable',
  'protocol unreachable',
  'port unreachable',
  'fragmentation needed',
  'source route failed',
  'destination network unknown',
  'destination host unknown',
  'source host isolated',
  'communication with the network administratively prohibited',
  'communication with the host administratively prohibited',
  'network unreachable for this type of service',
  'host unreachable for this type of service',
  'communication administratively prohibited',
  'host precedence violation',
  'precedence cutoff in effect',
]

/** `!H`, `!13`, `!<10>`, `!F-1400` in words; a mark that nobody documents is said to be one. */
export function meaningOfMark(mark: string): string {
  const code = /^!<?(\d{1,3})>?$/.exec(mark)?.[1]
  if (code) {
    const known = CODES[Number(code)]
    return `ICMP destination unreachable, code ${code}${known ? `: ${known}` : ''}`
  }
  const mtu = /^!F-(\d{1,6})$/.exec(mark)?.[1]
  if (mtu) return `${MARKS.get('!F')}; the next link takes ${mtu} bytes`
  return MARKS.get(mark) ?? `not a mark that is known: ${mark}`
}
