/**
 * Sockets to the kernel itself, /proc/net/netlink (net/netlink/af_netlink.c).
 *   sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
 *   ffff9b61a0b7a800 0   865        00000111 0        0        0     2        0        24686
 * Pid is the port of the socket, most often the process; the kernel's own have 0.
 */
import { defineProbe, int, optional, text } from '../define'
import { words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^sk\s+Eth Pid\s+Groups\s+Rmem\s+Wmem\s+Dump\s+Locks\b/
const LINE = /^[0-9a-f]{8,16}\s+\d{1,3}\s+-?\d{1,10}\s+[0-9a-f]{8}(?:\s+\(?\w+\)?){3,6}\s*$/
/** include/uapi/linux/netlink.h */
const FAMILIES = [
  'route',
  'unused',
  'usersock',
  'firewall',
  'sock_diag',
  'nflog',
  'xfrm',
  'selinux',
  'iscsi',
  'audit',
  'fib_lookup',
  'connector',
  'netfilter',
  'ip6_fw',
  'dnrtmsg',
  'kobject_uevent',
  'generic',
  'dm',
  'scsitransport',
  'ecryptfs',
  'rdma',
  'crypto',
  'smc',
]

export default defineProbe({
  title: 'Sockets to the kernel (/proc/net/netlink)',
  commands: ['/proc/net/netlink'],
  recognise: {
    names: ['proc/net/netlink', 'proc/*/net/netlink', 'proc_net_netlink*'],
    shape: (head) => (HEADER.test(head.lines.find((l) => l.trim() !== '') ?? '') ? 0.95 : 0),
  },
  columns: {
    address: text('Address of the socket in the kernel, perhaps hidden'),
    protocol: int('Number of the protocol'),
    family: optional(text('What the protocol is for: route, audit, kobject_uevent, netfilter, ...')),
    port: int('Port: most often the process; 0 for the kernel'),
    groups: text('Groups that it listens to, hexadecimal'),
    recv_memory: optional(int('Memory of what was not yet read', 'bytes')),
    send_memory: optional(int('Memory of what was not yet sent', 'bytes')),
    dump: optional(text('Whether a listing is under way, as printed')),
    references: optional(int('Number of references', 'count')),
    drops: optional(int('Messages that were dropped', 'count')),
    inode: optional(int('Inode, which /proc/<pid>/fd names too')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.length > 400 || !LINE.test(line.text)) {
        if (HEADER.test(line.text)) out.noise(line)
        else out.unparsed(line, 'not a line of /proc/net/netlink')
        continue
      }
      const f = words(line.text)
      out.row(
        {
          address: f[0]!,
          protocol: Number(f[1]),
          family: FAMILIES[Number(f[1])] ?? null,
          port: Number(f[2]),
          groups: f[3]!,
          recv_memory: count(f[4]),
          send_memory: count(f[5]),
          dump: f[6] ?? null,
          references: count(f[7]),
          drops: count(f[8]),
          inode: count(f[9]),
        },
        line,
      )
    }
  },
})
