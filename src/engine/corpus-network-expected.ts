/**
 * What other parsers (jc, `ip -j`) made of the files of the test corpus, in terms of our columns: one partial row for each of
 * theirs, in their order. Only values are compared; names differ between the sources.
 */
import type { AnyRow } from './define'

type Json = Readonly<Record<string, unknown>>
type Expect = (expected: unknown) => readonly AnyRow[] | null

const rows = (expected: unknown): readonly Json[] => (Array.isArray(expected) ? (expected as Json[]) : [])
/** Leaves out what the other side does not tell. */
const told = (row: AnyRow): AnyRow => Object.fromEntries(Object.entries(row).filter(([, v]) => v !== undefined))
const orUndefined = (v: unknown) => (v === null ? undefined : v)
const port = (v: unknown): number | null | undefined =>
  v === undefined ? undefined : /^\d+$/.test(String(v)) ? Number(v) : null

const netstat: Expect = (e) =>
  rows(e)
    .filter((r) => r['kind'] === 'network' || r['kind'] === 'socket')
    .map((r) =>
      told(
        r['kind'] === 'network'
          ? {
              proto: r['proto'],
              recv_q: r['recv_q'],
              send_q: r['send_q'],
              local_port: port(r['local_port']),
              remote_port: port(r['foreign_port']),
              state_printed: orUndefined(r['state']),
              pid: orUndefined(r['pid']),
              program: orUndefined(r['program_name']),
              user: orUndefined(r['user']),
              inode: orUndefined(r['inode']),
            }
          : {
              inode: typeof r['inode'] === 'number' && r['proto'] === 'unix' ? r['inode'] : undefined,
              ref_count: orUndefined(r['refcnt']),
              path: orUndefined(r['path']),
              pid: orUndefined(r['pid']),
              program: orUndefined(r['program_name']),
              state_printed: orUndefined(r['state']),
            },
      ),
    )

const netstatI: Expect = (e) =>
  rows(e).map((r) =>
    told({
      name: String(r['iface']).replace(/\*$/, ''),
      mtu: r['mtu'],
      rx_packets: r['rx_ok'] ?? r['ipkts'],
      rx_errors: r['rx_err'] ?? r['ierrs'],
      tx_packets: r['tx_ok'] ?? r['opkts'],
      tx_errors: r['tx_err'] ?? r['oerrs'],
      flags_printed: r['flg'],
      network: r['network'],
      collisions: r['coll'],
    }),
  )

const netstatR: Expect = (e) =>
  // jc makes an empty row of a trailing blank line.
  rows(e)
    .filter((r) => Object.keys(r).length > 0)
    .map((r) =>
      told({
        interface: r['iface'],
        flags: r['route_flags'] ?? r['flags'],
        metric: (r['metric'] as number) < 0 ? null : r['metric'],
        mss: r['mss'],
        use_count: r['use'],
        gateway: /^(?:0\.0\.0\.0|::|-|\*)$/.test(String(r['gateway'] ?? r['next_hop']))
          ? null
          : (r['gateway'] ?? r['next_hop']),
      }),
    )

const ss: Expect = (e) =>
  rows(e).map((r) => {
    const opts = (r['opts'] ?? {}) as Record<string, string | Record<string, { file_descriptor?: string }>>
    const owners = opts['process_id'] as Record<string, { file_descriptor?: string }> | undefined
    return told({
      netid: r['netid'],
      state_printed: r['state'],
      recv_q: r['recv_q'],
      send_q: r['send_q'],
      local_port: r['netid']?.toString().startsWith('u_') ? undefined : port(r['local_port']),
      inode: opts['inode_number'] === undefined ? undefined : Number(opts['inode_number']),
      uid: opts['uid_number'] === undefined ? undefined : Number(opts['uid_number']),
      cookie: opts['cookie'],
      pids: owners && new Set(Object.keys(owners)),
    })
  })

const pingKind = (type: unknown): string => (type === 'reply' || type === 'timeout' ? String(type) : 'error')
const ping: Expect = (e) => {
  const r = e as Json
  // Kinds of errors that jc has no name for; what ping never prints stays out.
  const known = (p: Json) =>
    !String(p['type']).startsWith('unparsable') || /^\d+ bytes from .*\)\s+[A-Z]/.test(String(p['unparsed_line']))
  const replies = rows(r['responses']).filter(known)
  return [
    ...replies.map((p) =>
      told({
        kind: pingKind(p['type']),
        responder: p['response_ip'],
        sequence: p['icmp_seq'],
        ttl: p['type'] === 'reply' ? p['ttl'] : undefined,
        rtt: p['time_ms'],
        bytes: p['bytes'],
        duplicate: p['type'] === 'reply' ? p['duplicate'] : undefined,
        ts: typeof p['timestamp'] === 'number' ? Math.round((p['timestamp'] as number) * 1e6) : undefined,
      }),
    ),
    told({
      kind: 'summary',
      sent: r['packets_transmitted'],
      received: r['packets_received'],
      loss: r['packet_loss_percent'],
      rtt_min: orUndefined(r['round_trip_ms_min']),
      rtt_avg: orUndefined(r['round_trip_ms_avg']),
      rtt_max: orUndefined(r['round_trip_ms_max']),
      rtt_deviation: orUndefined(r['round_trip_ms_stddev']),
      duration: orUndefined(r['time_ms']),
      payload: orUndefined(r['data_bytes']),
    }),
  ]
}

const traceroute: Expect = (e) => {
  const r = e as Json
  // The corpus' own set-up notes say what was shown, not each hop.
  if (!r['hops']) return null
  return rows(r['hops']).map((h) => {
    const probes = rows(h['probes'])
    return told({
      hop: h['hop'],
      target: orUndefined(r['destination_name']),
      times: probes.flatMap((p) => (p['rtt'] === null ? [] : [p['rtt']])).join(' '),
      addresses: probes.some((p) => p['ip'])
        ? new Set(probes.flatMap((p) => (p['ip'] ? [String(p['ip'])] : [])))
        : undefined,
      marks: new Set(probes.flatMap((p) => (p['annotation'] ? [String(p['annotation'])] : []))),
    })
  })
}

const ifconfig: Expect = (e) =>
  rows(e).map((r) =>
    told({
      name: r['name'],
      mtu: r['mtu'],
      mac: orUndefined(r['mac_addr']),
      flags: r['state'] === null ? [] : r['state'],
      rx_packets: r['rx_packets'],
      rx_bytes: r['rx_bytes'],
      rx_errors: r['rx_errors'],
      rx_dropped: r['rx_dropped'],
      rx_overruns: r['rx_overruns'],
      rx_frame: r['rx_frame'],
      tx_packets: r['tx_packets'],
      tx_bytes: r['tx_bytes'],
      tx_errors: r['tx_errors'],
      tx_carrier: r['tx_carrier'],
      collisions: r['tx_collisions'],
      metric: orUndefined(r['metric']),
      bare: new Set([...rows(r['ipv4']), ...rows(r['ipv6'])].map((a) => String(a['address']))),
    }),
  )

const twoDigits = (mac: unknown): unknown =>
  typeof mac === 'string'
    ? mac
        .split(':')
        .map((b) => b.padStart(2, '0'))
        .join(':')
    : mac

const arp: Expect = (e) =>
  rows(e).map((r) =>
    told({
      address: r['address'] ?? r['IP_address'],
      name: r['name'] === undefined || r['name'] === '?' ? undefined : r['name'],
      // macOS writes 0:90:a9:ed:f4:3f; the same address with two digits each.
      mac: twoDigits(r['hwaddress'] ?? r['HW_address']),
      interface: r['iface'] ?? r['Device'],
      permanent: r['permanent'],
    }),
  )

const ipNeigh: Expect = (e) =>
  rows(e).map((r) =>
    told({
      address: r['dst'],
      interface: r['dev'],
      mac: r['lladdr'] ?? null,
      state: (r['state'] as string[] | undefined)?.[0],
      used: r['used'],
      confirmed: r['confirmed'],
      updated: r['updated'],
      probes: r['probes'],
      router: 'router' in r,
    }),
  )

/** jc's `ip route` and `ip -j route`. */
const ipRoute: Expect = (e) =>
  rows(e).map((r) =>
    told({
      destination: r['ip'] ?? r['dst'],
      gateway: r['via'] ?? r['gateway'] ?? (r['nexthops'] ? null : undefined),
      interface: r['dev'],
      metric: r['metric'],
      protocol: r['proto'] ?? r['protocol'],
      scope: r['scope'],
      source: r['src'] ?? r['prefsrc'],
      table: r['table'],
      type: r['type'],
      preference: r['pref'],
    }),
  )

/** `ip -j -o` prints addresses with their interface where others print interfaces with their addresses. */
function oneLine(r: Json): readonly Json[] {
  if (r['ifname']) return [r]
  const by = new Map<string, Json[]>()
  for (const a of rows(r['addr_info'])) by.set(String(a['dev']), [...(by.get(String(a['dev'])) ?? []), a])
  return [...by].map(([ifname, addr_info]) => ({ ifname, addr_info, ifindex: addr_info[0]?.['index'] }))
}

/** `ip -j addr` and `ip -j link`. */
const ip: Expect = (e) =>
  rows(e)
    .flatMap(oneLine)
    .map((r) => {
      const stats = (r['stats64'] ?? {}) as { rx?: Json; tx?: Json }
      const zero = /^(?:00:)+00$/.test(String(r['address']))
      return told({
        name: r['ifname'],
        index: r['ifindex'],
        flags: r['flags'],
        mtu: r['mtu'],
        state: r['operstate'],
        master: r['master'],
        mac: r['link_type'] === 'ether' && !zero ? r['address'] : undefined,
        promiscuity: r['promiscuity'],
        rx_packets: stats.rx?.['packets'],
        rx_bytes: stats.rx?.['bytes'],
        rx_errors: stats.rx?.['errors'],
        rx_dropped: stats.rx?.['dropped'],
        tx_packets: stats.tx?.['packets'],
        tx_bytes: stats.tx?.['bytes'],
        tx_carrier: stats.tx?.['carrier_errors'],
        collisions: stats.tx?.['collisions'],
        bare: r['addr_info']
          ? new Set(rows(r['addr_info']).flatMap((a) => (a['local'] ? [String(a['local'])] : [])))
          : undefined,
      })
    })

const procSockets: Expect = (e) =>
  rows(e).map((r) =>
    told({
      local_address: r['local_address'],
      local_port: r['local_port'],
      remote_address: r['remote_address'],
      remote_port: r['remote_port'],
      state_number: Number.parseInt(String(r['state']), 16),
      uid: r['uid'],
      inode: r['inode'],
    }),
  )

const procUnix: Expect = (e) =>
  rows(e).map((r) =>
    told({ inode: r['Inode'], path: r['Path'] ?? null, ref_count: Number.parseInt(String(r['RefCount']), 16) }),
  )

const procDev: Expect = (e) =>
  rows(e).map((r) =>
    told({
      name: r['interface'],
      rx_bytes: r['r_bytes'],
      rx_packets: r['r_packets'],
      rx_errors: r['r_errs'],
      rx_dropped: r['r_drop'],
      tx_bytes: r['t_bytes'],
      tx_packets: r['t_packets'],
      tx_carrier: r['t_carrier'],
      collisions: r['t_colls'],
    }),
  )

export const EXPECT: Readonly<Record<string, Expect>> = {
  netstat,
  netstat_i: netstatI,
  netstat_r: netstatR,
  ss,
  ping,
  traceroute,
  ifconfig,
  arp,
  ip_neigh: ipNeigh,
  ip_route: ipRoute,
  ip_addr: ip,
  ip_link: ip,
  proc_net_sockets: procSockets,
  proc_net_unix: procUnix,
  proc_net_dev: procDev,
}

/** Rows of ours that the other side does not list: macOS' kernel control and event sockets. */
export const isOursAlone = (row: AnyRow): boolean => row['proto'] === 'kctl' || row['proto'] === 'kevt'

/** Views of a row of ours that only the comparison needs: bare addresses, times as one text. */
export const viewOf = (row: AnyRow): AnyRow => ({
  ...row,
  bare: ((row['addresses'] as readonly string[] | undefined) ?? []).map((a) => a.replace(/\/.*$/, '')),
  times: ((row['rtts'] as readonly string[] | undefined) ?? [])
    .filter((t) => t !== '*')
    .map(Number)
    .join(' '),
})

export function same(ours: unknown, theirs: unknown): boolean {
  if (theirs instanceof Set) {
    const mine = new Set(Array.isArray(ours) ? (ours as unknown[]) : [])
    return mine.size === theirs.size && [...theirs].every((v) => mine.has(v))
  }
  if (Array.isArray(theirs)) return JSON.stringify(ours) === JSON.stringify(theirs)
  return ours === theirs
}
