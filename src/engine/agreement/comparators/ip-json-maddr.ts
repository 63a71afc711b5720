import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

export default defineComparator({
  title: 'ip -j maddr beside ip maddr',
  expects: /^ip\/local__.*ip_maddr/,
  compare: (input) =>
    compareRows(
      rowsOf(input.json()).flatMap(({ ifindex, ifname, maddr }) =>
        rowsOf(maddr).map((group) => ({ ifindex, ifname, ...group })),
      ),
      input.rows(),
      {
        fields: {
          ifindex: column('index'),
          ifname: column('interface'),
          family: column('family'),
          address: column('group'),
          link: column('group'),
          users: (r) => r['users'] ?? 1,
        },
      },
    ),
})
