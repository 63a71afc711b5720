import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, type Field, same } from '../rows'
import { parsedSample } from '../yaml'

const family =
  (six: boolean, part: 0 | 1): Field =>
  (r: AnyRow) =>
    (r['addresses'] as readonly string[]).filter((a) => a.includes(':') === six).map((a) => a.split('/')[part])

export default defineComparator({
  title: 'ntc-templates on ip link and ip addr',
  expects: /^ip\/ntc__.*ip_(?:link|address)_show/,
  compare: (input) =>
    compareRows(parsedSample(input.text()), input.rows(), {
      fields: {
        ...same('mtu', 'qdisc', 'state', 'master', 'alias'),
        id: column('index'),
        // The other end of a pair stands behind an @.
        interface: (r) => r['name'],
        flags: (r) => (r['flags'] as readonly string[]).join(','),
        type: column('link'),
        mac_address: {
          ours: (r) => r['mac'],
          theirs: (v) => (/^(?:00:)+00$/.test(String(v)) ? null : v),
        },
        ip_addresses: family(false, 0),
        ip_masks: family(false, 1),
        ipv6_addresses: family(true, 0),
        ipv6_masks: family(true, 1),
      },
      notCarried: ['broadcast', 'group', 'qlen', 'mode', 'permanent_mac'],
    }),
})
