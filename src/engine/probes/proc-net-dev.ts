/**
 * Counters of each interface, from /proc/net/dev.
 *   Inter-|   Receive                                                |  Transmit
 *    face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
 *     lo:   13222     152    0    0    0     0          0         0    13222     152    0    0    0     0       0          0
 *   eth0:60600053  109378    0 ...                          old kernels leave no blank after the colon
 * The second header line names the columns; kernels before 2.2 had fewer (net/core/net-procfs.c).
 */
import { defineProbe, int, optional, text } from '../define'
import { COUNTERS, type Counters, interfaceSight, noCounters } from '../probes-lib/interface-columns'
import { isPrompt, words } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^\s*face\s*\|\s*(bytes.*|packets.*?)\|\s*(\S.*)$/
const RX: Readonly<Record<string, keyof Counters>> = {
  bytes: 'rx_bytes',
  packets: 'rx_packets',
  errs: 'rx_errors',
  drop: 'rx_dropped',
  fifo: 'rx_overruns',
  frame: 'rx_frame',
}
const TX: Readonly<Record<string, keyof Counters>> = {
  bytes: 'tx_bytes',
  packets: 'tx_packets',
  errs: 'tx_errors',
  drop: 'tx_dropped',
  fifo: 'tx_overruns',
  colls: 'collisions',
  carrier: 'tx_carrier',
}
const ORDER = {
  rx: ['bytes', 'packets', 'errs', 'drop', 'fifo', 'frame', 'compressed', 'multicast'],
  tx: ['bytes', 'packets', 'errs', 'drop', 'fifo', 'colls', 'carrier', 'compressed'],
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
    let rx = ORDER.rx
    let tx = ORDER.tx
    for (const line of lines) {
      const header = HEADER.exec(line.text)
      if (header) {
        rx = words(header[1]!)
        tx = words(header[2]!)
      }
      if (header || /^\s*Inter-\|/.test(line.text) || isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      const m = /^\s*(\S{1,40}?):\s*((?:\d+\s*)+)$/.exec(line.text)
      const values = m ? words(m[2]!) : []
      if (!m || values.length !== rx.length + tx.length) continue
      const figures: { -readonly [K in keyof Counters]: Counters[K] } = { ...noCounters }
      const at = (name: string, list: readonly string[], shift: number) => {
        const i = list.indexOf(name)
        return i < 0 ? null : count(values[i + shift])
      }
      for (const [name, key] of Object.entries(RX)) figures[key] = at(name, rx, 0)
      for (const [name, key] of Object.entries(TX)) figures[key] = at(name, tx, rx.length)
      out.row(
        {
          name: m[1]!,
          ...figures,
          rx_multicast: at('multicast', rx, 0),
          rx_compressed: at('compressed', rx, 0),
          tx_compressed: at('compressed', tx, rx.length),
        },
        line,
      )
    }
  },
  sights: (r) => [interfaceSight(r)],
})
