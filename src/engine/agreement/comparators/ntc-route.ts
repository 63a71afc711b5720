import { defineComparator } from '../define'
import { column, compareRows } from '../rows'
import { parsedSample } from '../yaml'

export default defineComparator({
  title: 'ntc-templates on ip route',
  expects: /^route\/ntc__/,
  compare: (input) =>
    compareRows(parsedSample(input.text()), input.rows(), {
      fields: {
        metric: column('metric'),
        network: column('destination'),
        nexthop_if: column('interface'),
        nexthop_ip: column('gateway'),
        protocol: column('protocol'),
        scope: column('scope'),
        src: column('source'),
        reachability: (r) => (r['marks'] as readonly string[]).find((m) => m === 'linkdown'),
      },
    }),
})
