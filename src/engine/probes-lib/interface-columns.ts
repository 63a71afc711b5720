/** Columns that every list of interfaces shares, and the way from such a row to the facet. */
import { bool, int, list, optional, type RowOf, text } from '../define'
import { type Sight, sight } from '../facets'

export const COUNTERS = {
  rx_packets: optional(int('Received', 'packets')),
  rx_bytes: optional(int('Received', 'bytes')),
  rx_errors: optional(int('Received with an error', 'packets')),
  rx_dropped: optional(int('Received and dropped', 'packets')),
  rx_overruns: optional(int('Lost because they came faster than they were taken', 'packets')),
  rx_frame: optional(int('Received with a framing error', 'packets')),
  tx_packets: optional(int('Sent', 'packets')),
  tx_bytes: optional(int('Sent', 'bytes')),
  tx_errors: optional(int('Not sent because of an error', 'packets')),
  tx_dropped: optional(int('Dropped on sending', 'packets')),
  tx_overruns: optional(int('Lost on sending because the ring was full', 'packets')),
  tx_carrier: optional(int('Lost because the carrier was lost', 'packets')),
  collisions: optional(int('Collisions', 'packets')),
} as const
export type Counters = RowOf<typeof COUNTERS>
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export const noCounters: Counters = {
  rx_packets: null,
  rx_bytes: null,
  rx_errors: null,
  rx_dropped: null,
  rx_overruns: null,
  rx_frame: null,
  tx_packets: null,
  tx_bytes: null,
  tx_errors: null,
  tx_dropped: null,
  tx_overruns: null,
  tx_carrier: null,
  collisions: null,
}

export const INTERFACE = {
  name: text('Interface name'),
  mac: optional(text('Link address, lower case with colons')),
  addresses: list('Addresses with prefix length where known'),
  address_details: list('Addresses as printed, with peer, broadcast, scope, lifetime'),
  flags: list('Flags by name: UP, RUNNING, PROMISC, ...'),
  up: optional(bool('Whether it is administratively up')),
  promiscuous: optional(
    bool(
      'True where the PROMISC flag or a promiscuity count shows it; null where this view cannot tell, which is no "no"',
    ),
  ),
  mtu: optional(int('Largest packet', 'bytes')),
} as const

export interface InterfaceLike extends Partial<Counters> {
  readonly name: string
  readonly mac?: string | null
  readonly addresses?: readonly string[]
  readonly flags?: readonly string[]
  readonly up?: boolean | null
  readonly promiscuous?: boolean | null
  readonly promiscuity?: number | null
  readonly kind?: string | null
  readonly mtu?: number | null
}

export const interfaceSight = (r: InterfaceLike): Sight =>
  sight('interface', {
    name: r.name,
    mac: r.mac ?? null,
    addresses: r.addresses ?? [],
    flags: r.flags ?? [],
    up: r.up ?? null,
    promiscuous: r.promiscuous ?? null,
    promiscuity: r.promiscuity ?? null,
    kind: r.kind ?? null,
    mtu: r.mtu ?? null,
    rx_packets: r.rx_packets ?? null,
    rx_errors: r.rx_errors ?? null,
    rx_dropped: r.rx_dropped ?? null,
    rx_overruns: r.rx_overruns ?? null,
    rx_frame: r.rx_frame ?? null,
    rx_bytes: r.rx_bytes ?? null,
    tx_packets: r.tx_packets ?? null,
    tx_errors: r.tx_errors ?? null,
    tx_dropped: r.tx_dropped ?? null,
    tx_overruns: r.tx_overruns ?? null,
    tx_carrier: r.tx_carrier ?? null,
    tx_bytes: r.tx_bytes ?? null,
    collisions: r.collisions ?? null,
  })
