import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, SILENT, same, together } from '../rows'

/** Addresses of one family as rows: what the columns hold, and what stands in the printed details. */
function addresses(row: AnyRow, six: boolean): AnyRow[] {
  const all = row['addresses'] as readonly string[]
  const details = row['address_details'] as readonly string[]
  return all.flatMap((printed, i) => {
    const [address, prefix] = printed.split('/') as [string, string | undefined]
    if (address.includes(':') !== six) return []
    const text = details[i] ?? ''
    const scope = /scopeid (0x[\da-f]+)(?:<(.+?)>)?/.exec(text)
    return [
      {
        address,
        mask: six ? prefix : dotted(Number(prefix)),
        broadcast: /broadcast (\S+)/.exec(text)?.[1],
        scope: scope?.[1],
        type: scope?.[2],
        scope_id: /%(\S+)/.exec(text)?.[1],
      },
    ]
  })
}
const dotted = (prefix: number): string =>
  [24, 16, 8, 0].map((shift) => ((prefix === 0 ? 0 : -1 << (32 - prefix)) >>> shift) & 255).join('.')

/** `options=3<RXCSUM,TXCSUM>` among the further lines. */
const option = (row: AnyRow, name: string, part: 1 | 2): string | undefined => {
  for (const line of row['other'] as readonly string[]) {
    const m = /^(.*?)=([\da-f]+)(?:<(.*)>)?$/.exec(line)
    if (m?.[1] === name) return m[part === 1 ? 2 : 3]
  }
  return undefined
}
const media = (row: AnyRow) => /^(.*?)(?: <(.*)>)?(\)?)$/.exec(String(row['media'] ?? ''))

export default defineComparator({
  title: 'jc on ifconfig',
  expects: /^ifconfig\/jc__/,
  compare: (input) => {
    const theirs = rowsOf(input.json())
    const ours = input.rows()
    const family = (name: 'ipv4' | 'ipv6') =>
      theirs.map((row, i) => {
        const one = compareRows(rowsOf(row[name]), ours[i] ? addresses(ours[i], name === 'ipv6') : [], {
          fields: same('address', 'mask', 'broadcast', 'scope', 'type', 'scope_id'),
        })
        return { ...one, pairs: one.pairs.map((p) => ({ ...p, where: `row ${i} ${name} ${p.where}` })) }
      })
    // The last address of each family again, in fields of its own.
    const last = (six: boolean, field: string) => (row: AnyRow) => addresses(row, six).at(-1)?.[field]
    const rows = compareRows(
      theirs.map(({ ipv4: _4, ipv6: _6, ...row }) => row),
      ours,
      {
        fields: {
          ...same(
            'name',
            'mtu',
            'metric',
            'rx_packets',
            'rx_bytes',
            'rx_errors',
            'rx_dropped',
            'rx_overruns',
            'rx_frame',
          ),
          ...same('tx_packets', 'tx_bytes', 'tx_errors', 'tx_dropped', 'tx_overruns', 'tx_carrier', 'status'),
          tx_collisions: column('collisions'),
          state: (r) => ((r['flags'] as readonly string[]).length ? r['flags'] : null),
          // Of BSD's `ether` jc says nothing.
          type: {
            ours: (r) => r['kind'],
            theirs: (v, row) => (v === null && row['rx_packets'] === null ? SILENT : v),
          },
          mac_addr: column('mac'),
          ipv4_addr: last(false, 'address'),
          ipv4_mask: last(false, 'mask'),
          ipv4_bcast: last(false, 'broadcast'),
          ipv6_addr: last(true, 'address'),
          ipv6_mask: last(true, 'mask'),
          ipv6_scope: last(true, 'scope'),
          ipv6_type: last(true, 'type'),
          ipv6_scope_id: last(true, 'scope_id'),
          options: (r) => option(r, 'options', 1),
          options_flags: (r) => option(r, 'options', 2)?.split(','),
          nd6_options: (r) => option(r, 'nd6 options', 1),
          nd6_flags: (r) => option(r, 'nd6 options', 2)?.split(','),
          media: (r) => media(r)?.[1],
          media_flags: (r) => media(r)?.[2]?.split(','),
        },
        // The number beside the names of the flags; the optical module, which is kept as printed.
        notCarried: [
          ...['flags', 'plugged', 'vendor', 'vendor_pn', 'vendor_sn', 'vendor_date', 'module_temperature'],
          ...['module_voltage', 'rx_power', 'tx_pwer', 'lanes'],
        ],
      },
    )
    return together([rows, ...family('ipv4'), ...family('ipv6')])
  },
})
