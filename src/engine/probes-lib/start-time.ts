/**
 * When a process started, from what ps prints in START, STIME or STARTED. Each form says less the older the process is
 * (ps(1), `start_time`, `bsdstart`, `lstart`; FreeBSD ps(1), `start`), so each instant comes with how far off it may be.
 */
import { type Instant, instant } from '../../shared/time'
import type { ParseContext } from '../define'
import { asctime, DAY, HOUR, MINUTE, monthOf, SECOND, wall, wallOf, weekdayAt, weekdayOf, yearFor } from './host-when'

export interface Start {
  readonly at: Instant
  /** How far off it may be, either way, in seconds. */
  readonly error: number
}

/** A listing may be made some time after the moment that stands for the whole capture. */
const GRACE = HOUR

/** Text that the forms below can take, for use inside a larger RegExp. Longest first. */
export const START_TEXT = [
  '[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}',
  '[A-Z][a-z]{2}[ _]?\\d{1,2}(?:[AP]M)?',
  '\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[AP]M)?',
  '\\d{1,2}[A-Z][a-z]{2}\\d{2}',
  '\\S+',
].join('|')

/**
 * `Sun Nov 22 22:48:47 2026` is exact to the second. `22:50:06`, `22:50` and `9:04AM` are of the capture's day, or of
 * the day before when that would lie in the future; without seconds the middle of the minute, 30 s either way.
 * `Thu09AM` is the last such hour, its middle, 30 min either way. `Jun28`, `Jun 28` and `28Jun19` are noon, 12 h either
 * way. `2019` is the middle of the year. Null when it is none of these, or when the capture's time is needed and unknown.
 */
export function resolveStart(text: string, context: ParseContext): Start | null {
  const { zone } = context
  const exact = asctime(text, zone)
  if (exact !== null) return { at: exact, error: 1 }
  const dated = /^(\d{1,2})([A-Z][a-z]{2})(\d{2})$/.exec(text)
  if (dated) return noon(2000 + Number(dated[3]), monthOf(dated[2]!), +dated[1]!, context)
  if (context.capturedAt === null) return null
  const now = wallOf(context.capturedAt, zone)
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?(AM|PM)?$/.exec(text)
  if (clock) {
    const hour = clock[4] ? (+clock[1]! % 12) + (clock[4] === 'PM' ? 12 : 0) : +clock[1]!
    if (hour > 23 || +clock[2]! > 59) return null
    let at = Math.floor(now / DAY) * DAY + hour * HOUR + +clock[2]! * MINUTE
    if (at > now + GRACE) at -= DAY
    return clock[3]
      ? { at: zone.toInstant(at + +clock[3] * SECOND), error: 1 }
      : { at: zone.toInstant(at + MINUTE / 2), error: 30 }
  }
  const hourly = /^([A-Z][a-z]{2})(\d{1,2})(AM|PM)$/.exec(text)
  if (hourly) {
    const weekday = weekdayOf(hourly[1]!)
    if (weekday < 0) return null
    const at = lastHour(weekday, (+hourly[2]! % 12) + (hourly[3] === 'PM' ? 12 : 0), now)
    return { at: zone.toInstant(at + HOUR / 2), error: 1800 }
  }
  const day = /^([A-Z][a-z]{2})[ _]?(\d{1,2})$/.exec(text)
  if (day) {
    const month = monthOf(day[1]!)
    const year = month ? yearFor(month, +day[2]!, null, context) : null
    return year === null ? null : noon(year, month, +day[2]!, context)
  }
  if (/^(?:19|20)\d\d$/.test(text)) {
    const at = wall(Number(text), 7, 2, 12)
    return at === null ? null : { at: zone.toInstant(at), error: 15_768_000 }
  }
  return null
}

/** The last time before `now` that it was this hour on this weekday, as wall micros. */
export function lastHour(weekday: number, hour: number, now: number): number {
  const today = Math.floor(now / DAY) * DAY
  let at = today - ((weekdayAt(now) - weekday + 7) % 7) * DAY + hour * HOUR
  if (at > now + GRACE) at -= 7 * DAY
  return at
}

function noon(year: number, month: number, day: number, context: ParseContext): Start | null {
  const at = wall(year, month, day, 12)
  return at === null ? null : { at: context.zone.toInstant(at), error: 43_200 }
}

/**
 * `[[dd-]hh:]mm:ss` before the listing, whose moment is not printed: that of the capture stands for it, and a collector
 * may be at work for minutes.
 */
export function startBefore(elapsed: number | null, context: ParseContext): Start | null {
  if (elapsed === null || context.capturedAt === null) return null
  return { at: instant(context.capturedAt - elapsed * SECOND), error: 900 }
}
