/** Columns that the routing tables of all tools share, and the way to the facet. */
import { int, optional, text } from '../define'
import { type Sight, sight } from '../facets'

export const ROUTE = {
  family: text('ipv4 or ipv6'),
  destination: text('Network with its prefix length, or default'),
  gateway: optional(text('Next hop as printed; null when the network is on the link')),
  interface: optional(text('Interface')),
  metric: optional(int('Metric; the smaller wins')),
} as const

export interface RouteLike {
  readonly destination: string
  readonly gateway: string | null
  readonly interface: string | null
  readonly metric?: number | null
  readonly flags?: string | null
  readonly source?: string | null
}

export const routeSight = (r: RouteLike): Sight =>
  sight('route', {
    destination: r.destination,
    gateway: r.gateway,
    interface: r.interface,
    metric: r.metric ?? null,
    flags: r.flags ?? null,
    source: r.source ?? null,
  })

/** `0.0.0.0` with mask `0.0.0.0` and `::/0` are the default route. */
export function destinationOf(network: string, prefix: number | null): string {
  if (prefix === 0 && /^(?:0\.0\.0\.0|default|::)$/.test(network)) return 'default'
  if (network === '::/0' || network === '0.0.0.0/0') return 'default'
  return prefix === null || network === 'default' || network.includes('/') ? network : `${network}/${prefix}`
}
