import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same, together } from '../rows'

type Json = Readonly<Record<string, unknown>>
const obj = (v: unknown): Json => (v ?? {}) as Json
const zero = (v: unknown): unknown => (/^(?:00:)+00$/.test(String(v)) ? null : v)

/** `ip -j -o` prints addresses with their interface where others print interfaces with their addresses. */
function oneLine(r: Json): readonly Json[] {
  if (r['ifname']) return [r]
  const by = new Map<string, Json[]>()
  for (const { dev, index, ...a } of rowsOf(r['addr_info'])) {
    const key = String(dev)
    by.set(key, [...(by.get(key) ?? []), { index, ...a }])
  }
  return [...by].map(([ifname, all]) => ({
    ifname,
    ifindex: all[0]!['index'],
    addr_info: all.map(({ index: _, ...a }) => a),
  }))
}

/** Numbers of `stats64` under the names of our columns; what more than one name fits is given per name. */
const STATS: Readonly<Record<string, string>> = {
  'rx.bytes': 'rx_bytes',
  'rx.packets': 'rx_packets',
  'rx.errors': 'rx_errors',
  'rx.dropped': 'rx_dropped',
  'rx.multicast': 'rx_multicast',
  'rx.missed_errors': 'rx_missed',
  'rx.frame_errors': 'rx_frame',
  'rx.over_errors': 'rx_missed',
  'rx.fifo_errors': 'rx_overruns',
  'tx.bytes': 'tx_bytes',
  'tx.packets': 'tx_packets',
  'tx.errors': 'tx_errors',
  'tx.dropped': 'tx_dropped',
  'tx.carrier_errors': 'tx_carrier',
  'tx.collisions': 'collisions',
  'tx.fifo_errors': 'tx_overruns',
}
/** One level instead of three. */
function flat(row: Json): Json {
  const { stats64, linkinfo, addr_info: _, ...rest } = row
  const out: Record<string, unknown> = { ...rest }
  for (const way of ['rx', 'tx'])
    for (const [k, v] of Object.entries(obj(obj(stats64)[way]))) out[`stats64.${way}.${k}`] = v
  const info = obj(linkinfo)
  if (info['info_kind'] !== undefined) out['info_kind'] = info['info_kind']
  for (const part of ['info_data', 'info_slave_kind', 'info_slave_data'])
    if (info[part] !== undefined) out[part] = info[part]
  return out
}

/** Addresses of a row of ours, from the columns and from what is printed beside them. */
const addresses = (row: AnyRow): AnyRow[] =>
  (row['addresses'] as readonly string[]).map((printed, i) => {
    const [local, prefixlen] = printed.split('/')
    const text = (row['address_details'] as readonly string[])[i] ?? ''
    const life = (word: string) => {
      const value = new RegExp(`${word} (\\w+)`).exec(text)?.[1]
      return value === 'forever' ? 4294967295 : value?.replace(/sec$/, '')
    }
    const scope = /\bscope (\w+)/.exec(text)?.[1]
    return {
      family: local!.includes(':') ? 'inet6' : 'inet',
      local,
      prefixlen,
      scope,
      label: / scope \w+ (?:secondary |dynamic |noprefixroute |deprecated )*(\S+)(?: valid_lft| *\\|$)/.exec(text)?.[1],
      secondary: /\bsecondary\b/.test(text),
      nodad: /\bnodad\b/.test(text),
      valid_life_time: life('valid_lft'),
      preferred_life_time: life('preferred_lft'),
      broadcast: /\bbrd (\S+)/.exec(text)?.[1],
    }
  })

export default defineComparator({
  title: 'ip -j addr and link beside ip addr and link',
  expects: /^ip\/local__.*_(?:addr|link)\.txt/,
  compare: (input) => {
    const theirs = rowsOf(input.json()).flatMap(oneLine)
    const ours = input.rows()
    const fields = {
      ...same('mtu', 'flags', 'master', 'promiscuity', 'qdisc', 'operstate'),
      ifname: column('name'),
      ifindex: column('index'),
      operstate: column('state'),
      address: { ours: (r: AnyRow) => r['mac'], theirs: zero },
      link_type: column('link'),
      info_kind: (r: AnyRow) => String(r['kind']).split(' ')[0],
      info_slave_kind: (r: AnyRow) => / (\w+)_slave$/.exec(String(r['kind']))?.[1],
      // A peer in this name space is given by name, one elsewhere by number.
      link: column('peer'),
      link_index: (r: AnyRow) => /^if(\d+)$/.exec(String(r['peer']))?.[1],
      ...Object.fromEntries(Object.entries(STATS).map(([k, v]) => [`stats64.${k}`, column(v)])),
    }
    const rows = compareRows(theirs.map(flat), ours, {
      fields,
      notCarried: [
        ...['group', 'txqlen', 'linkmode', 'broadcast', 'link_netnsid', 'allmulti', 'min_mtu', 'max_mtu', 'info_data'],
        ...['info_slave_data', 'inet6_addr_gen_mode', 'num_tx_queues', 'num_rx_queues'],
        ...['gso_max_size', 'gso_max_segs', 'tso_max_size', 'tso_max_segs', 'gro_max_size'],
        ...['stats64.rx.length_errors', 'stats64.rx.crc_errors', 'stats64.tx.aborted_errors'],
        ...['stats64.tx.window_errors', 'stats64.tx.heartbeat_errors', 'stats64.tx.carrier_changes'],
      ],
    })
    const each = theirs.map((row, i) => {
      const one = compareRows(
        // `ip -j -br link` prints an empty list, `ip -j addr` an empty object where a family was filtered out.
        rowsOf(row['addr_info']).filter((a) => Object.keys(a).length > 0),
        ours[i] ? addresses(ours[i]) : [],
        {
          fields: same(
            ...['family', 'local', 'prefixlen', 'scope', 'label', 'secondary', 'nodad', 'valid_life_time'],
            ...['preferred_life_time', 'broadcast'],
          ),
        },
      )
      return { ...one, pairs: one.pairs.map((p) => ({ ...p, where: `row ${i} addr ${p.where}` })) }
    })
    return together([rows, ...each])
  },
})
