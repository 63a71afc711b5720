import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareFacts } from '../insights'

const FIELDS: Readonly<Record<string, (r: AnyRow) => unknown>> = {
  prefix: (r) => r['destination'],
  netmask: (r) => /\/(\d+)$/.exec(String(r['destination']))?.[1],
  via: (r) => r['gateway'],
  dev: (r) => r['interface'],
  proto: (r) => r['protocol'],
  scope: (r) => r['scope'],
  src: (r) => r['source'],
  metric: (r) => r['metric'],
  mtu: (r) => r['mtu'],
  table: (r) => r['table'],
  // Of an ordinary route they name no type.
  type: (r) => (r['type'] === 'unicast' ? null : r['type']),
}
/** Which route each of their variables is. */
const ROUTES: Readonly<Record<string, string>> = {
  r1a: '10.0.0.0/8',
  r2a: '10.64.54.0/23',
  r3a: '2001:708:40:2001:a822:baff:fec4:2428',
}

export default defineComparator({
  title: 'insights-core on ip neigh and ip route',
  expects: /^(?:arp|route)\/insights__/,
  unread: true,
  compare: (input) => {
    if (input.kind === null)
      // Damaged listings: theirs reads some of it, ours takes it for nothing.
      return { pairs: [], notCarried: ['damaged listings'] }
    const rows = input.rows()
    const at = (address: string) => rows.find((r) => r['address'] === address)
    const route = (destination: string) => rows.filter((r) => r['destination'] === destination)
    // Theirs leaves out broadcast and unreachable routes.
    const kept = rows.filter((r) => r['type'] !== 'broadcast' && r['type'] !== 'unreachable')
    const count = (test: (r: AnyRow) => boolean) => kept.filter(test).length
    // Two routes of their local table are looked at: the multicast one, and the host's own ::1.
    const locals = [route('ff00::/8')[0], route('::1')[0]]
    const seen = new Map<string, number>()
    const nth = (field: string): AnyRow | undefined => {
      const n = seen.get(field) ?? 0
      seen.set(field, n + 1)
      return locals[n]
    }
    return compareFacts(input, {
      ours: [
        // Theirs is a table by address, or by destination.
        ['len(result.data)', new Set(rows.map((r) => r['address'])).size],
        ['len(tbl.data)', new Set(kept.map((r) => r['destination'])).size],
        [/^result\['(.*)'\]\['nud'\]$/, (m) => at(m[1]!)?.['state']],
        // Interface, state and address of the neighbour, and the link address where there is one.
        [
          /^len\(result\['(.*)'\]\)$/,
          (m) => {
            const r = at(m[1]!)
            return r ? [r['interface'], r['state'], r['mac'], r['address']].filter((v) => v !== null).length : 0
          },
        ],
        [/^len\((r\d)\)$/, (m) => route(ROUTES[`${m[1]}a`]!).length],
        [/^(r\da)\.(\w+)$/, (m) => FIELDS[m[2]!]?.(route(ROUTES[m[1]!]!)[0] ?? {})],
        [/^local\.(\w+)$/, (m) => FIELDS[m[1]!]?.(nth(m[1]!) ?? {})],
        ['len(devices)', new Set(rows.map((r) => r['interface'])).size],
        ["len(devices['enp0s25'])", count((r) => r['interface'] === 'enp0s25')],
        ["len(types['None'])", count((r) => r['type'] === 'unicast' || r['type'] === null)],
        ["len(tables['None'])", count((r) => r['table'] === 'main' || r['table'] === null)],
        ["len(tables['local'])", count((r) => r['table'] === 'local')],
      ],
      notCarried: [['r3a.hoplimit', 'hoplimit']],
    })
  },
})
