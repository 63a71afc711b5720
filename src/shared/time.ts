/**
 * Instants: integer microseconds since 1970-01-01T00:00:00Z, exact in a JS number until the year 2255.
 * Microseconds, because no source on the timeline states more (journald, RFC 5424: 6 digits) and a number stays
 * cheap in typed arrays and in messages between processes. Nanoseconds of `stat` stay in their column as text.
 */
export type Instant = number & { readonly __brand: 'Instant' }

export const instant = (micros: number): Instant => micros as Instant

/** From a civil date and time in UTC. month 1-12. null when it is not a real date (Feb 30, 25:00). A leap second (60) counts as 59. */
export function civil(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  micros = 0,
): Instant | null {
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    hour > 23 ||
    minute > 59 ||
    second > 60 ||
    hour < 0 ||
    minute < 0 ||
    second < 0
  )
    return null
  const ms = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59))
  const d = new Date(ms)
  if (year < 100) d.setUTCFullYear(year)
  if (d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day) return null
  return instant(d.getTime() * 1000 + micros)
}

/** `2025-03-04T09:12:44.000123Z`: always UTC, fraction only when there is one (3 or 6 digits). */
export function printInstant(at: Instant): string {
  const ms = Math.floor(at / 1000)
  const d = new Date(ms)
  if (Number.isNaN(d.getTime())) return `${at}us`
  const micros = ((at % 1_000_000) + 1_000_000) % 1_000_000
  const base = d.toISOString().replace(/\.\d{3}Z$/, '')
  if (micros === 0) return `${base}Z`
  const six = String(micros).padStart(6, '0')
  return `${base}.${six.endsWith('000') ? six.slice(0, 3) : six}Z`
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?(?:\d{2})?)?$/

/**
 * Reads ISO 8601 / RFC 3339 text. Without an offset the text is taken in `zone` (UTC when none is given).
 * Digits past the microsecond are cut. null when it is not such a text or not a real date.
 */
export function parseIso(text: string, zone?: Zone): Instant | null {
  const m = ISO.exec(text)
  if (!m) return null
  const micros = m[7] ? Number(m[7].padEnd(6, '0').slice(0, 6)) : 0
  const local = civil(+m[1]!, +m[2]!, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0), micros)
  if (local === null) return null
  const off = m[8]
  if (off === undefined) return zone ? zone.toInstant(local) : local
  if (off === 'Z') return local
  const sign = off[0] === '-' ? -1 : 1
  const digits = off.slice(1).replace(':', '').padEnd(4, '0')
  return instant(local - sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60) * 1_000_000)
}

/** A time zone: wall-clock micros (as if they were UTC) to an instant, and back to an offset. */
export interface Zone {
  /** IANA name (`Europe/Paris`), or `UTC`, or a fixed offset as `+02:00`. */
  readonly name: string
  /** Wall time -> instant. In the hour that occurs twice the earlier instant is taken; in the skipped hour the later offset. */
  toInstant(wall: number): Instant
  /** Offset from UTC in seconds, east positive, at that instant. */
  offsetAt(at: Instant): number
}

export const UTC: Zone = { name: 'UTC', toInstant: (wall) => instant(wall), offsetAt: () => 0 }

export function fixedZone(seconds: number): Zone {
  const a = Math.abs(seconds)
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const name = seconds === 0 ? 'UTC' : `${seconds < 0 ? '-' : '+'}${two(a / 3600)}:${two((a % 3600) / 60)}`
  return { name, toInstant: (wall) => instant(wall - seconds * 1_000_000), offsetAt: () => seconds }
}

/** A zone by IANA name or `+hh:mm`; null when the name is unknown to ICU. Cached per hour, so cheap per line. */
export function zoneByName(name: string): Zone | null {
  if (name === 'UTC' || name === 'Etc/UTC' || name === 'GMT' || name === 'Z' || name === 'Universal') return UTC
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(name)
  if (fixed) return fixedZone((fixed[1] === '-' ? -1 : 1) * (+fixed[2]! * 3600 + +fixed[3]! * 60))
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null
  }
  // Zone transitions happen on quarter hours at the finest, so one ICU call per quarter hour is exact.
  const QUARTER = 900_000_000
  const cache = new Map<number, number>()
  const offsetAt = (at: Instant): number => {
    const slot = Math.floor(at / QUARTER)
    const known = cache.get(slot)
    if (known !== undefined) return known
    const ms = (slot * QUARTER) / 1000
    const p: Record<string, number> = {}
    for (const part of format.formatToParts(new Date(ms))) p[part.type] = Number(part.value)
    const wall = Date.UTC(p['year']!, p['month']! - 1, p['day']!, p['hour']!, p['minute']!, p['second']!)
    const offset = Math.round((wall - ms) / 1000)
    if (cache.size > 100_000) cache.clear()
    cache.set(slot, offset)
    return offset
  }
  const toInstant = (wall: number): Instant => {
    const before = offsetAt(instant(wall - 86_400_000_000))
    const first = instant(wall - before * 1_000_000)
    if (offsetAt(first) === before) return first
    const after = offsetAt(instant(wall + 86_400_000_000))
    return instant(wall - after * 1_000_000)
  }
  return { name, toInstant, offsetAt }
}
