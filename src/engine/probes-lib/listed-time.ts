/**
 * Dates in listings of files (ls -l, find -ls), which leave out the year or the time of day.
 *   Nov 22 22:08      Nov 22  2025      22 nov. 22:08      25 mai    2023      2025-03-04 22:08      2025-03-04 22:08:01.123456789 +0100
 * Without a year it is the last half year, so the latest one that is not after the capture.
 */
import { type Instant, parseIso } from '../../shared/time'
import type { ParseContext } from '../define'
import { wall, yearFor } from './host-when'
import { anyMonth } from './month-names'

const NAME = String.raw`\p{L}{3,9}\.?`
/** Source of a pattern without groups, for the parsers' own patterns. */
export const LISTED_TIME = String.raw`(?:${NAME} {1,2}\d{1,2} {1,2}(?:\d{1,2}:\d\d(?::\d\d)?(?: \d{4})?|\d{4})|\d{1,2}\.? {1,2}${NAME} {1,6}(?:\d{1,2}:\d\d|\d{4})|\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: [+-]\d{4})?|\d\d-\d\d \d\d:\d\d)`

const MONTH_FIRST = new RegExp(
  String.raw`^(${NAME}) +(\d{1,2}) +(?:(\d{1,2}):(\d\d)(?::(\d\d))?(?: (\d{4}))?|(\d{4}))$`,
  'u',
)
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})\.? +(${NAME}) +(?:(\d{1,2}):(\d\d)|(\d{4}))$`, 'u')

/** The moment that a listing prints; null when the month's language is unknown or nothing tells the year. */
export function listedTime(text: string, context: ParseContext): Instant | null {
  if (/^\d{4}-/.test(text))
    return parseIso(/:\d\d:\d\d/.test(text) ? text : `${text.slice(0, 16)}:00${text.slice(16)}`, context.zone)
  const iso = /^(\d\d)-(\d\d) (\d\d):(\d\d)$/.exec(text)
  const m = iso ? null : MONTH_FIRST.exec(text)
  const d = iso || m ? null : DAY_FIRST.exec(text)
  const month = iso ? Number(iso[1]) : anyMonth(m?.[1] ?? d?.[2] ?? '')
  const day = Number(iso?.[2] ?? m?.[2] ?? d?.[1])
  if (!month || !day) return null
  const printed = m?.[6] ?? m?.[7] ?? d?.[5]
  const year = printed ? Number(printed) : yearFor(month, day, null, context)
  if (year === null) return null
  const hour = Number(iso?.[3] ?? m?.[3] ?? d?.[3] ?? 0)
  const minute = Number(iso?.[4] ?? m?.[4] ?? d?.[4] ?? 0)
  const at = wall(year, month, day, hour, minute, Number(m?.[5] ?? 0))
  return at === null ? null : context.zone.toInstant(at)
}

/**
 * `listedTime` for a file whose lines are all of one moment of capture: what was printed before is not read again. Listings
 * print few different dates.
 */
export function listedTimes(context: ParseContext): (text: string) => Instant | null {
  const known = new Map<string, Instant | null>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const at = listedTime(text, context)
    if (known.size < 20_000) known.set(text, at)
    return at
  }
}
