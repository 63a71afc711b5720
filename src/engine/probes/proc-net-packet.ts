/**
 * Packet sockets, which see raw frames: sniffers, DHCP clients, some daemons. From /proc/net/packet.
 *   sk               RefCnt Type Proto  Iface R Rmem   User   Inode
 *   000000006970e424 3      3    0003   0     1 213078 0      616738
 * Type 3 is raw (with the link header), 2 cooked, 10 the old packet type; Proto 0003 takes every protocol (ETH_P_ALL); Iface is
 * the interface's number, 0 for all; R says that it runs (net/packet/af_packet.c). A sniffer on one leaves ifconfig without
 * PROMISC; its inode, looked up in /proc/<pid>/fd, names it.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { isPrompt } from '../probes-lib/lines'
import { count, hex } from '../probes-lib/numbers'

const HEADER = /^sk\s+RefCnt\s+Type\s+Proto\s+Iface\s+R\s+Rmem\s+User\s+Inode/
const ROW = /^([0-9a-f]{8,16})\s+(\d+)\s+(\d+)\s+([0-9a-f]{4})\s+(\d+)\s+([01])\s+(\d+)\s+(\d+)\s+(\d+)\s*$/
const TYPES: Readonly<Record<number, string>> = { 2: 'DGRAM', 3: 'RAW', 10: 'PACKET' }
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: '802.3',
  3: 'all',
  4: '802.2',
  2048: 'ipv4',
  2054: 'arp',
  32821: 'rarp',
  33024: 'vlan',
  34525: 'ipv6',
  34915: 'pppoe discovery',
  34916: 'pppoe session',
  34958: 'eapol',
  35020: 'lldp',
}

export default defineProbe({
  title: 'Packet sockets (/proc/net/packet)',
  commands: ['/proc/net/packet'],
  recognise: {
    names: ['proc/net/packet', 'proc/*/net/packet', 'proc_net_packet*'],
    shape: (head) => (head.lines.some((l) => HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    ref_count: int('References to it', 'count'),
    type: optional(text('RAW (frames with their link header), DGRAM (without), PACKET (old)')),
    protocol: text('Link protocol as printed, hexadecimal; 0003 takes all'),
    protocol_name: optional(text('The same by name: all, ipv4, arp, eapol, ...')),
    interface_index: int('Number of the interface that it listens on; 0 for all'),
    running: bool('Whether it receives'),
    recv_q: int('Memory that frames not yet read take', 'bytes'),
    uid: int('Owner by number'),
    inode: int('Inode, which /proc/<pid>/fd names as socket:[inode]'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 400 ? ROW.exec(line.text) : null
      if (m)
        out.row(
          {
            ref_count: count(m[2]) ?? 0,
            type: TYPES[count(m[3]) ?? 0] ?? null,
            protocol: m[4]!,
            protocol_name: PROTOCOLS[hex(m[4])!] ?? null,
            interface_index: count(m[5]) ?? 0,
            running: m[6] === '1',
            recv_q: count(m[7]) ?? 0,
            uid: count(m[8]) ?? 0,
            inode: count(m[9]) ?? 0,
          },
          line,
        )
      else if (HEADER.test(line.text) || isPrompt(line.text)) out.noise(line)
    }
  },
  sights: (r) => [
    sight('socket', {
      proto: 'packet',
      recv_q: r.recv_q,
      inode: r.inode || null,
      uid: r.uid,
      // The number of the interface; 0 is every one.
      interface: r.interface_index === 0 ? '*' : `if${r.interface_index}`,
      owner_visible: false,
    }),
  ],
})
