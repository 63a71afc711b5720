/**
 * Interfaces as ifconfig prints them, in all its dialects.
 *   eth0      Link encap:Ethernet  HWaddr 00:01:02:45:45:5B                     net-tools 1, busybox
 *             inet addr:192.168.1.20  Bcast:192.168.1.255 Mask:255.255.255.0
 *             UP BROADCAST RUNNING PROMISC MULTICAST  MTU:1500  Metric:1
 *   em1: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500                   net-tools 2
 *           ether 00:21:cc:4b:29:7d  txqueuelen 1000  (Ethernet)
 *   en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500      BSD, macOS, Solaris, AIX
 *           inet 192.168.1.65 netmask 0xffffff00 broadcast 192.168.1.255
 * net-tools 1 translates most labels, so its figures are read by their order (ifconfig.c). A sniffer on a packet socket does
 * not set the PROMISC flag that ifconfig shows (packet(7)): without the flag the answer is unknown, not no.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { parseIfconfig, shapeOfIfconfig } from '../probes-lib/ifconfig-blocks'
import { COUNTERS, INTERFACE, interfaceSight } from '../probes-lib/interface-columns'

export default defineProbe({
  title: 'Interfaces (ifconfig)',
  commands: ['ifconfig -a', 'ifconfig', 'netstat -ie'],
  recognise: { names: ['ifconfig*', 'netstat*-*ie*'], shape: shapeOfIfconfig },
  columns: {
    ...INTERFACE,
    kind: optional(text('Kind of link as printed: Ethernet, Local Loopback, UNSPEC, Point-to-Point Protocol, ...')),
    ...COUNTERS,
    metric: optional(int('Metric')),
    queue_length: optional(int('Length of the send queue', 'packets')),
    interrupt: optional(int('Interrupt number of the card')),
    media: optional(text('Medium and speed (BSD)')),
    status: optional(text('Link status (BSD): active, inactive, no carrier')),
    other: list('What else was printed of the interface'),
  },
  parse: parseIfconfig,
  sights: (r) => [interfaceSight(r)],
})
