/** Instants as people read them: one of three clocks, always with the offset in reach. Pure. */
import { type Instant, parseIso, UTC, type Zone, zoneByName } from '../shared/time'

export type ClockName = 'utc' | 'host' | 'local'
export interface Clock {
  readonly name: ClockName
  readonly zone: Zone
  /** `UTC`, `Europe/Paris`. */
  readonly label: string
}

/** This machine's zone: only ever for showing, never for reading evidence. */
export const localZone = (): Zone => zoneByName(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC

export function makeClock(name: ClockName, hostZone: string | null): Clock {
  if (name === 'local') {
    const zone = localZone()
    return { name, zone, label: zone.name }
  }
  if (name === 'host') {
    const zone = hostZone === null ? UTC : (zoneByName(hostZone) ?? UTC)
    return { name, zone, label: zone.name }
  }
  return { name, zone: UTC, label: 'UTC' }
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
}

/** Wall-clock parts in a zone. */
export function civilIn(at: Instant, zone: Zone): Civil {
  const wall = at + zone.offsetAt(at) * 1_000_000
  const d = new Date(Math.floor(wall / 1000))
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    micros: ((wall % 1_000_000) + 1_000_000) % 1_000_000,
  }
}

/** `2025-03-04 09:12:44`, with `.123456` when there is a fraction. */
export function printIn(at: Instant, zone: Zone): string {
  const c = civilIn(at, zone)
  const base = `${String(c.year).padStart(4, '0')}-${two(c.month)}-${two(c.day)} ${two(c.hour)}:${two(c.minute)}:${two(c.second)}`
  if (c.micros === 0) return base
  const six = String(c.micros).padStart(6, '0')
  return `${base}.${six.endsWith('000') ? six.slice(0, 3) : six}`
}

/** `UTC`, `+02:00`, `-04:00` as it applies at that instant. */
export function offsetLabel(at: Instant, zone: Zone): string {
  const seconds = zone.offsetAt(at)
  if (seconds === 0) return 'UTC'
  const a = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(a / 3600))}:${two(Math.floor((a % 3600) / 60))}`
}

export const printFull = (at: Instant, zone: Zone): string => `${printIn(at, zone)} ${offsetLabel(at, zone)}`

/** A field's value as an instant, when it is one: microseconds of a date past 1970-05, or ISO text in UTC. */
export function instantIn(value: unknown): Instant | null {
  if (typeof value === 'number') return Math.abs(value) > 1e13 ? (value as Instant) : null
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? parseIso(value) : null
}

const UNITS: readonly (readonly [number, string])[] = [
  [31_557_600_000_000, 'y'],
  [86_400_000_000, 'd'],
  [3_600_000_000, 'h'],
  [60_000_000, 'min'],
  [1_000_000, 's'],
  [1_000, 'ms'],
  [1, 'µs'],
]

/** A length of time in at most two units: `3 d 4 h`, `12 min`, `250 ms`. */
export function printSpan(micros: number): string {
  const whole = Math.round(Math.abs(micros))
  const top = UNITS.findIndex(([size]) => whole >= size)
  if (top < 0) return '0 s'
  const [size, name] = UNITS[top]!
  const count = Math.floor(whole / size)
  const next = UNITS[top + 1]
  const rest = next && count < 10 ? Math.floor((whole - count * size) / next[0]) : 0
  return rest > 0 && next ? `${count} ${name} ${rest} ${next[1]}` : `${count} ${name}`
}
