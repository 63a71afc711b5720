/**
 * Who in the kernel takes received packets, /proc/net/ptype (net/core/net-procfs.c): type of the frame, interface, function.
 *   Type Device      Function
 *   ALL           packet_rcv
 *   0800          ip_rcv
 * `ALL` with packet_rcv or tpacket_rcv is a packet socket: a sniffer, or a DHCP client.
 */
import { bool, defineProbe, optional, text } from '../define'

const HEADER = /^Type Device\s+Function\s*$/
const LINE =
  /^(ALL|[0-9a-f]{4}) +(?:(\S{1,64}) +)?([\w.]{1,128}(?:\+0x[0-9a-f]+(?:\/0x[0-9a-f]+)?)?)(?: \[([\w-]{1,64})\])?\s*$/

export default defineProbe({
  title: 'Takers of packets (/proc/net/ptype)',
  commands: ['/proc/net/ptype'],
  recognise: {
    names: ['proc/net/ptype', 'proc/*/net/ptype', 'proc_net_ptype*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    type: text('Type of the frame, hexadecimal (0800 IPv4, 0806 ARP, 86dd IPv6); ALL for every one'),
    interface: optional(text('Interface; null for all')),
    function: text('Function of the kernel that is called'),
    module: optional(text('Module that the function belongs to')),
    packet_socket: bool('Whether it hands packets to a packet socket'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          {
            type: m[1]!,
            interface: m[2] ?? null,
            function: m[3]!,
            module: m[4] ?? null,
            packet_socket: /^t?packet_rcv/.test(m[3]!),
          },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of /proc/net/ptype')
    }
  },
})
