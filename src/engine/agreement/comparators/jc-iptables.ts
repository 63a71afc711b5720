import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, together } from '../rows'

/** jc leaves the wildcards as printed; ours are null for any. */
const any = (name: string) => ({
  ours: (r: AnyRow) => r[name],
  theirs: (v: unknown) => (v === 'anywhere' || v === '0.0.0.0/0' || v === '*' || v === 'any' ? null : v),
})

export default defineComparator({
  title: 'jc on iptables -L',
  expects: /^iptables\/jc__/,
  compare: (input) => {
    const ours = input.rows()
    const chains = rowsOf(input.json())
    return together([
      compareRows(
        chains.map((c) => ({ chain: c['chain'] })),
        ours.filter((r) => r['kind'] === 'chain'),
        { fields: { chain: column('chain') } },
      ),
      compareRows(
        chains.flatMap((c) => rowsOf(c['rules']).map((r) => ({ chain: c['chain'], ...r }))),
        ours.filter((r) => r['kind'] === 'rule'),
        {
          fields: {
            chain: column('chain'),
            num: column('number'),
            pkts: column('packets'),
            bytes: column('bytes'),
            target: column('target'),
            prot: column('protocol'),
            opt: column('options'),
            in: any('in_interface'),
            out: any('out_interface'),
            source: any('source'),
            destination: any('destination'),
            options: {
              ours: (r) => [r['goes'] === true ? '[goto]' : null, r['match']].filter((p) => p !== null).join(' '),
              theirs: (v) => (typeof v === 'string' ? v.trim() : v),
            },
          },
        },
      ),
    ])
  },
})
