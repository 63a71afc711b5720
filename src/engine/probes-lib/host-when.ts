/**
 * Dates as host tools print them, most of them cut short: no year, no zone, sometimes no day. What is missing comes
 * from the moment of capture: nothing that a tool lists happened after it was listed.
 */
import { civil, type Instant, instant, type Zone } from '../../shared/time'
import type { ParseContext } from '../define'

const NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
export const DAY = 86_400_000_000
export const HOUR = 3_600_000_000
export const MINUTE = 60_000_000
export const SECOND = 1_000_000

/** 1-12 for an English month name of three letters or more; 0 when it is none. */
export const monthOf = (name: string): number => NAMES.indexOf(name.slice(0, 3).toLowerCase()) + 1
/** 0 (Sunday) to 6; -1 when it is no English day name. */
export const weekdayOf = (name: string): number => DAYS.indexOf(name.slice(0, 3).toLowerCase())
/** Weekday of a wall time, 0 = Sunday. 1970-01-01 was a Thursday. */
export const weekdayAt = (wall: number): number => (((Math.floor(wall / DAY) + 4) % 7) + 7) % 7

/** What the clock on the wall showed, as microseconds as if it were UTC. */
export const wallOf = (at: Instant, zone: Zone): number => at + zone.offsetAt(at) * SECOND
export const yearOf = (wall: number): number => new Date(wall / 1000).getUTCFullYear()

/** Wall micros of a civil time, null when there is no such day. */
export const wall = (year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | null =>
  civil(year, month, day, hour, minute, second)

const ASCTIME =
  /^(?:[A-Za-z]{3},? +)?([A-Za-z]{3}) +(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ([+-]\d{4}))?(?: (\d{4}))$/

/** `Sun Nov 22 22:48:47 2026`, also with an offset before the year as lastlog prints it. null when it is not that. */
export function asctime(text: string, zone: Zone): Instant | null {
  const m = ASCTIME.exec(text.trim())
  if (!m) return null
  const at = wall(+m[7]!, monthOf(m[1]!), +m[2]!, +m[3]!, +m[4]!, +(m[5] ?? 0))
  if (at === null) return null
  const off = m[6]
  if (!off) return zone.toInstant(at)
  const seconds = (Number(off.slice(1, 3)) * 60 + Number(off.slice(3))) * 60
  return instant(at - (off[0] === '-' ? -seconds : seconds) * SECOND)
}

/**
 * The year of a month and day that was printed without one: the latest not after the capture (a day of grace for
 * zones and clocks) on which the weekday agrees, when one was printed. A weekday fixes the year within five or six.
 */
export function yearFor(month: number, day: number, weekday: number | null, context: ParseContext): number | null {
  if (context.capturedAt === null) return null
  const now = wallOf(context.capturedAt, context.zone) + DAY
  const newest = yearOf(now)
  for (let year = newest; year > newest - 12; year--) {
    const at = wall(year, month, day)
    if (at === null || at > now) continue
    if (weekday === null || weekdayAt(at) === weekday) return year
  }
  return null
}

/** `1-02:03:04`, `02:03:04`, `03:04`, `0:06.30` or plain seconds, as seconds; null when it is not a duration. */
export function duration(text: string): number | null {
  const m = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$/.exec(text)
  if (m) return Number(m[1] ?? 0) * 86_400 + Number(m[2] ?? 0) * 3600 + Number(m[3]) * 60 + Number(m[4])
  return /^\d{1,12}(?:\.\d+)?$/.test(text) ? Number(text) : null
}
