import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

/** `nexthop via 192.0.2.1 dev eth0 weight 1` in their form. */
const hops = (r: AnyRow) =>
  (r['nexthops'] as readonly string[]).map((text) => ({
    ...(/\bvia (?:inet6? )?(\S+)/.test(text) ? { gateway: /\bvia (?:inet6? )?(\S+)/.exec(text)![1] } : {}),
    dev: /\bdev (\S+)/.exec(text)?.[1],
    weight: /\bweight (\d+)/.exec(text)?.[1],
    flags: /\b(?:onlink|linkdown|dead|pervasive)\b/g.exec(text) ?? [],
  }))

export default defineComparator({
  title: 'ip -j route beside ip route, and jc on ip route',
  expects: /^route\/(?:local__.*ip_|jc__.*__ip_route)/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('gateway', 'metric', 'protocol', 'scope', 'table', 'type', 'error', 'expires', 'mtu'),
        dst: column('destination'),
        ip: column('destination'),
        via: column('gateway'),
        dev: column('interface'),
        proto: column('protocol'),
        src: column('source'),
        prefsrc: column('source'),
        pref: column('preference'),
        flags: column('marks'),
        status: (r) => (r['marks'] as readonly string[]).find((m) => m === 'linkdown'),
        nexthops: hops,
      },
    }),
})
