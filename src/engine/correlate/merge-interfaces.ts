/**
 * One interface from ifconfig, ip, netstat -i and /proc/net/dev. Promiscuous mode is true when any view shows it:
 * a sniffer on a packet socket leaves ifconfig without the flag, so a view that cannot tell says null, never false.
 */
import { type Disagreement, disagreements, type Origin, type ProofRow, proof, type SightOf } from './sights'

export type InterfaceSight = SightOf<'interface'>
export type MergedInterface = Omit<InterfaceSight, keyof Origin> & {
  readonly id: number
  readonly host: number
  readonly seen_by: readonly string[]
}
export interface MergedInterfaces {
  readonly rows: readonly MergedInterface[]
  readonly proofs: readonly ProofRow[]
  readonly disagreements: readonly Disagreement[]
}

const union = (sights: readonly InterfaceSight[], key: 'addresses' | 'flags'): string[] => [
  ...new Set(sights.flatMap((s) => s[key] ?? [])),
]

/** Counters grow while tools run one after another: the largest is the latest. */
const latest = (sights: readonly InterfaceSight[], key: keyof InterfaceSight): number | null =>
  sights.reduce<number | null>((m, s) => {
    const v = s[key] as number | null
    return v !== null && (m === null || v > m) ? v : m
  }, null)

/** The same address with and without its prefix length is one address. */
function addresses(sights: readonly InterfaceSight[]): string[] {
  const all = union(sights, 'addresses')
  return all.filter((a) => a.includes('/') || !all.some((b) => b.startsWith(`${a}/`)))
}

export function mergeInterfaces(sights: readonly InterfaceSight[]): MergedInterfaces {
  const groups = new Map<string, InterfaceSight[]>()
  for (const s of sights) {
    // `veth0@if3` is veth0 whose peer is interface 3.
    const key = `${s.host}:${s.name.replace(/@.*/, '')}`
    const group = groups.get(key)
    if (group) group.push(s)
    else groups.set(key, [s])
  }
  const rows: MergedInterface[] = []
  const proofs: ProofRow[] = []
  const differ: Disagreement[] = []
  for (const group of groups.values()) {
    const id = rows.length + 1
    const pick = <K extends keyof InterfaceSight>(key: K) =>
      (group.find((s) => s[key] !== null)?.[key] ?? null) as InterfaceSight[K]
    rows.push({
      id,
      host: group[0]!.host,
      name: group[0]!.name.replace(/@.*/, ''),
      mac: pick('mac'),
      addresses: addresses(group),
      mtu: pick('mtu'),
      flags: union(group, 'flags'),
      up: pick('up'),
      promiscuous: group.some((s) => s.promiscuous) ? true : pick('promiscuous'),
      promiscuity: latest(group, 'promiscuity'),
      kind: pick('kind'),
      rx_packets: latest(group, 'rx_packets'),
      rx_errors: latest(group, 'rx_errors'),
      rx_dropped: latest(group, 'rx_dropped'),
      rx_overruns: latest(group, 'rx_overruns'),
      rx_frame: latest(group, 'rx_frame'),
      rx_bytes: latest(group, 'rx_bytes'),
      tx_packets: latest(group, 'tx_packets'),
      tx_errors: latest(group, 'tx_errors'),
      tx_dropped: latest(group, 'tx_dropped'),
      tx_overruns: latest(group, 'tx_overruns'),
      tx_carrier: latest(group, 'tx_carrier'),
      tx_bytes: latest(group, 'tx_bytes'),
      collisions: latest(group, 'collisions'),
      seen_by: [...new Set(group.map((s) => s.probe))],
    })
    for (const s of group) proofs.push(proof('interface', id, s, says(s)))
    differ.push(
      ...disagreements('interface', id, 'promiscuous', group, () => false),
      ...disagreements('interface', id, 'mac', group, () => false),
      ...disagreements('interface', id, 'mtu', group, () => false),
    )
  }
  return { rows, proofs, disagreements: differ }
}

function says(s: InterfaceSight): string {
  const mode = s.promiscuous ? ', promiscuous' : s.promiscuous === false ? ', not promiscuous' : ''
  const flags = s.flags.length ? ` ${s.flags.join(' ')}` : ''
  return `${s.probe} shows ${s.name}${flags}${mode}`
}
