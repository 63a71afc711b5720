/**
 * Multicast addresses of the link that interfaces listen to, /proc/net/dev_mcast (net/core/dev_addr_lists.c, netdevice(7)).
 *   2    eth0            1     0     01005e000001
 */
import { defineProbe, int, text } from '../define'
import { hexMac } from '../probes-lib/hex-address'

const LINE = /^(\d{1,9}) +(\S{1,64}) +(\d{1,9}) +(\d{1,9}) +((?:[0-9a-f]{2}){1,32})\s*$/

export default defineProbe({
  title: 'Multicast on the link (/proc/net/dev_mcast)',
  commands: ['/proc/net/dev_mcast'],
  recognise: {
    names: ['proc/net/dev_mcast', 'proc/*/net/dev_mcast', 'proc_net_dev_mcast*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    index: int('Number of the interface'),
    interface: text('Interface'),
    users: int('How many asked for it', 'count'),
    global_use: int('How many asked for it by hand', 'count'),
    address: text('Link address, lower case with colons'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (!m) out.unparsed(line, 'not a line of /proc/net/dev_mcast')
      else {
        const [index, users, global_use] = [Number(m[1]), Number(m[3]), Number(m[4])]
        out.row({ index, interface: m[2]!, users, global_use, address: hexMac(m[5]!) }, line)
      }
    }
  },
})
