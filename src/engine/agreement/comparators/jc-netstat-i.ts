import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

export default defineComparator({
  title: 'jc on netstat -i',
  expects: /^netstat\/jc__.*netstat-i\./,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        // An interface that is down carries a star.
        iface: (r, theirs) => `${r['name']}${r['up'] === false && String(theirs['iface']).endsWith('*') ? '*' : ''}`,
        mtu: column('mtu'),
        rx_ok: column('rx_packets'),
        ipkts: column('rx_packets'),
        rx_err: column('rx_errors'),
        ierrs: column('rx_errors'),
        rx_drp: column('rx_dropped'),
        idrop: column('rx_dropped'),
        rx_ovr: column('rx_overruns'),
        tx_ok: column('tx_packets'),
        opkts: column('tx_packets'),
        tx_err: column('tx_errors'),
        oerrs: column('tx_errors'),
        tx_drp: column('tx_dropped'),
        tx_ovr: column('tx_overruns'),
        flg: column('flags_printed'),
        network: column('network'),
        coll: column('collisions'),
        // The link address where the network is a link, otherwise the address as printed.
        address: {
          ours: (r) => r['mac'] ?? (r['address_details'] as readonly string[])[0],
          theirs: (v) => v,
        },
        // Which of its lists a row is from: there is one.
        kind: () => 'interface',
      },
    }),
})
