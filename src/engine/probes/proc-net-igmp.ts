/**
 * IPv4 multicast groups that the host joined, /proc/net/igmp (net/ipv4/igmp.c).
 *   Idx	Device    : Count Querier	Group    Users Timer	Reporter
 *   2	eth0      :    26      V2
 *   				260301E0     1 0:00000000		1
 */
import { defineProbe, int, text } from '../define'
import { hexIPv4 } from '../probes-lib/hex-address'

const HEADER = /^Idx\s+Device\s+: Count Querier\s+Group\s+Users Timer\s+Reporter\s*$/
const DEVICE = /^(\d{1,9})\s+(\S{1,64}?)\s*:\s*(\d{1,9})\s+(V\d|NONE)\s*$/
const GROUP = /^\s+([0-9A-F]{8})\s+(\d{1,9})\s+(-?\d{1,4}:[0-9A-F]{8})\s+(\d{1,9})\s*$/

export default defineProbe({
  title: 'IPv4 multicast groups (/proc/net/igmp)',
  commands: ['/proc/net/igmp'],
  recognise: {
    names: ['proc/net/igmp', 'proc/*/net/igmp', 'proc_net_igmp.*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    index: int('Number of the interface'),
    interface: text('Interface'),
    groups: int('Number of groups that the interface joined', 'count'),
    querier: text('Version of IGMP in use there'),
    group: text('Address of the group'),
    users: int('How many sockets joined', 'count'),
    timer: text('Whether a report is due, and in how many ticks (hexadecimal), as printed'),
    reporter: int('1 when this host sent the last report'),
  },
  parse: (lines, out) => {
    let device: { index: number; interface: string; groups: number; querier: string } | null = null
    for (const line of lines) {
      const short = line.text.length < 300
      const found = short ? DEVICE.exec(line.text) : null
      const m = found || !short ? null : GROUP.exec(line.text)
      if (found) {
        device = { index: Number(found[1]), interface: found[2]!, groups: Number(found[3]), querier: found[4]! }
        out.noise(line)
      } else if (m && device)
        out.row({ ...device, group: hexIPv4(m[1]!), users: Number(m[2]), timer: m[3]!, reporter: Number(m[4]) }, line)
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, m ? 'a group before any interface' : 'not a line of /proc/net/igmp')
    }
  },
})
