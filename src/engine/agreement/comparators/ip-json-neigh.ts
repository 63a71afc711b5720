import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'ip -j neigh beside ip neigh',
  expects: /^arp\/local__.*neigh/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('used', 'confirmed', 'updated', 'probes'),
        refcnt: column('ref_count'),
        dst: column('address'),
        dev: column('interface'),
        lladdr: column('mac'),
        // A list, though a neighbour is in one state.
        state: (r) => [r['state']],
        // Present with a null for value where the flag is set.
        router: (r) => (r['router'] === true ? null : 'not a router'),
      },
    }),
})
