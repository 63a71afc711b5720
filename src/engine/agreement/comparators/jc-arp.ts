import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

/** macOS writes 0:90:a9:ed:f4:3f; the same address with two digits each. */
const mac: Field = {
  ours: (r) => r['mac'],
  theirs: (v) =>
    typeof v === 'string'
      ? v
          .split(':')
          .map((b) => b.padStart(2, '0'))
          .join(':')
      : v,
}

export default defineComparator({
  title: 'jc on arp and /proc/net/arp',
  expects: /^(?:arp\/jc__|proc\/jc__.*__net_arp)/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('address', 'name', 'expires'),
        hwaddress: mac,
        HW_address: mac,
        // Of a neighbour that does not answer the type is not printed.
        hwtype: column('hardware'),
        // The number of the type, 1 for Ethernet.
        HW_type: { ours: (r) => r['hardware'], theirs: (v) => (v === '0x1' ? 'ether' : v) },
        iface: column('interface'),
        Device: column('interface'),
        permanent: column('permanent'),
        IP_address: column('address'),
        flags_mask: column('flags'),
        Flags: (r) => (r['complete'] === true && r['permanent'] !== true ? '0x2' : `flags of ${JSON.stringify(r)}`),
      },
      // A mask of `*` is a single host, the only thing that there is since Linux 2.2.
      notCarried: ['Mask'],
    }),
})
