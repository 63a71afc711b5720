/**
 * Counters of each interface, from /proc/net/dev.
 *   Inter-|   Receive                                                |  Transmit
 *    face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
 *     lo:   13222     152    0    0    0     0          0         0    13222     152    0    0    0     0       0          0
 *   eth0:60600053  109378    0 ...                          old kernels leave no blank after the colon
 * The second header line names the columns; kernels before 2.2 had fewer (net/core/net-procfs.c).
 */
import { defineProbe, int, optional, text } from '../define'
import { COUNTERS, interfaceSight } from '../probes-lib/interface-columns'
import { isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^\s*face\s*\|\s*(bytes.*|packets.*?)\|\s*(\S.*)$/
const ORDER = {
  rx: ['bytes', 'packets', 'errs', 'drop', 'fifo', 'frame', 'compressed', 'multicast'],
  tx: ['bytes', 'packets', 'errs', 'drop', 'fifo', 'colls', 'carrier', 'compressed'],
}

/** Where each figure stands on a line; -1 where this kernel has none. */
function orderOf(rx: readonly string[], tx: readonly string[]) {
  const received = (name: string) => rx.indexOf(name)
  const sent = (name: string) => (tx.includes(name) ? rx.length + tx.indexOf(name) : -1)
  return {
    width: rx.length + tx.length,
    rx_packets: received('packets'),
    rx_bytes: received('bytes'),
    rx_errors: received('errs'),
    rx_dropped: received('drop'),
    rx_overruns: received('fifo'),
    rx_frame: received('frame'),
    rx_multicast: received('multicast'),
    rx_compressed: received('compressed'),
    tx_packets: sent('packets'),
    tx_bytes: sent('bytes'),
    tx_errors: sent('errs'),
    tx_dropped: sent('drop'),
    tx_overruns: sent('fifo'),
    tx_carrier: sent('carrier'),
    collisions: sent('colls'),
    tx_compressed: sent('compressed'),
  }
}

function read(text: string, order: ReturnType<typeof orderOf>) {
  // A name may hold a colon (an alias); figures do not.
  const colon = text.lastIndexOf(':')
  if (colon < 1 || text.length > 1000) return null
  const name = text.slice(0, colon).trim()
  const values = words(text.slice(colon + 1))
  if (name === '' || name.length > 40 || /\s/.test(name) || values.length !== order.width) return null
  for (const value of values) if (!/^\d+$/.test(value)) return null
  const at = (i: number) => (i < 0 ? null : count(values[i]))
  return {
    name,
    rx_packets: at(order.rx_packets),
    rx_bytes: at(order.rx_bytes),
    rx_errors: at(order.rx_errors),
    rx_dropped: at(order.rx_dropped),
    rx_overruns: at(order.rx_overruns),
    rx_frame: at(order.rx_frame),
    tx_packets: at(order.tx_packets),
    tx_bytes: at(order.tx_bytes),
    tx_errors: at(order.tx_errors),
    tx_dropped: at(order.tx_dropped),
    tx_overruns: at(order.tx_overruns),
    tx_carrier: at(order.tx_carrier),
    collisions: at(order.collisions),
    rx_multicast: at(order.rx_multicast),
    rx_compressed: at(order.rx_compressed),
    tx_compressed: at(order.tx_compressed),
  }
}

export default defineProbe({
  title: 'Interface counters (/proc/net/dev)',
  commands: ['/proc/net/dev'],
  recognise: {
    names: ['proc/net/dev', 'proc/*/net/dev', 'proc_net_dev*'],
    shape: /^Inter-\|\s+Receive\s+\|\s+Transmit\s*$/m,
  },
  columns: {
    name: text('Interface name'),
    ...COUNTERS,
    rx_multicast: optional(int('Multicast received', 'packets')),
    rx_compressed: optional(int('Compressed received', 'packets')),
    tx_compressed: optional(int('Compressed sent', 'packets')),
  },
  parse: (lines, out) => {
    let order = orderOf(ORDER.rx, ORDER.tx)
    for (const line of lines) {
      const row = read(line.text, order)
      if (row) {
        out.row(row, line)
        continue
      }
      const header = HEADER.exec(line.text)
      if (header) order = orderOf(words(header[1]!), words(header[2]!))
      if (header || /^\s*Inter-\|/.test(line.text) || isPrompt(line.text)) out.noise(line)
    }
  },
  sights: (r) => [interfaceSight(r)],
})
