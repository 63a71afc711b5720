/** Instants in words, in UTC and by the host's clock. */
import { type Instant, instant, printInstant, type Zone, zoneByName } from '../../shared/time'
import type { Moment } from './model'

/** `-04:00`; old zones had offsets with seconds, which stay. */
function offset(seconds: number): string {
  const a = Math.abs(seconds)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${seconds < 0 ? '-' : '+'}${two(a / 3600)}:${two((a % 3600) / 60)}${a % 60 ? `:${two(a % 60)}` : ''}`
}

export function momentIn(at: Instant, zone: Zone | null): Moment {
  const utc = printInstant(at)
  if (!zone || zone.name === 'UTC') return { utc, local: null }
  const seconds = zone.offsetAt(at)
  const wall = printInstant(instant(at + seconds * 1_000_000))
  return { utc, local: `${wall.replace('T', ' ').replace('Z', '')} ${offset(seconds)}` }
}

export interface Clocks {
  /** By the clock of a host; UTC alone when its zone is not known. */
  host(at: Instant | null, host: number): Moment | null
  /** In a zone by name. */
  zone(at: Instant | null, zone: string): Moment | null
}

/** The first capture of a host tells its zone. */
export function clocksOf(captures: readonly { readonly host: number; readonly zone: string }[]): Clocks {
  const zones = new Map<number, Zone | null>()
  for (const { host, zone } of captures) if (!zones.has(host)) zones.set(host, zoneByName(zone))
  return {
    host: (at, host) => (at === null ? null : momentIn(at, zones.get(host) ?? null)),
    zone: (at, zone) => (at === null ? null : momentIn(at, zoneByName(zone))),
  }
}
