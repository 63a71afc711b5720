/**
 * The year of a log whose stamps lack it, and why. RFC 3164 stamps say `Mar  4 09:12:44`: the year follows from what
 * bounds the last line (the file's last change, a date in its name, the next file of the chain, the capture), from how
 * often the file passes New Year, and from what excludes years: a weekday beside the date, and a Feb 29.
 *
 * A clock that jumps back by minutes, hours or months (NTP, a dead battery, a dual boot) is not a new year: only a
 * jump back of more than half a year is.
 */
import type { Instant } from '../../shared/time'
import type { DayStamp, YearAnswer, YearQuestion } from './types'

export { dayOfYear, yearStep } from '../../shared/year-step'

const DAY = 86_400_000_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** Shown when nothing says anything: no log line of this kind is that old, so the timeline makes it evident. */
export const PLACEHOLDER_YEAR = 1970
/** Changes before this are archive defaults (1970, 1980), not dates. */
const OLDEST_CHANGE = Date.UTC(1990, 0, 1) * 1000

/** Neighbours in a rotated chain, where the caller knows them already. */
export interface YearNeighbours {
  /** First instant of the file that follows this one. */
  readonly before?: { readonly at: Instant; readonly name: string } | null
  /** Last instant of the file that this one follows. */
  readonly after?: { readonly at: Instant; readonly name: string } | null
}

const LENGTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** False for Feb 30 and the like; Feb 29 is a date. */
export const isDate = ({ month, day }: DayStamp): boolean => day >= 1 && day <= (LENGTH[month - 1] ?? 0)
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const at = (year: number, stamp: DayStamp): number => Date.UTC(year, stamp.month - 1, stamp.day) * 1000
const date = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString().slice(0, 10)
const day = (stamp: DayStamp): string => `${MONTHS[stamp.month - 1] ?? '?'} ${stamp.day}`

/** The date that logrotate or newsyslog put into a file's name (`messages-20250304.gz`, `syslog.2025-03-04`). */
export function dateInName(path: string): Instant | null {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const m = /[-_.](?<y>(?:19|20)\d\d)-?(?<m>0[1-9]|1[0-2])-?(?<d>0[1-9]|[12]\d|3[01])(?:\d\d)?(?=$|[-_.])/.exec(name)
  if (!m?.groups) return null
  const micros = Date.UTC(+m.groups['y']!, +m.groups['m']! - 1, +m.groups['d']!) * 1000
  return micros as Instant
}

interface Bound {
  readonly at: number
  readonly why: string
}

/** What the last line cannot be later than; the earliest counts. */
function bounds(q: YearQuestion & YearNeighbours): Bound[] {
  const out: Bound[] = []
  const captured = q.capturedAt
  if (captured !== null) out.push({ at: captured, why: `the capture was made on ${date(captured)}` })
  const { mtime } = q
  if (mtime !== null && mtime > OLDEST_CHANGE && (captured === null || mtime <= captured + DAY))
    out.push({ at: mtime, why: `the file was last written on ${date(mtime)}` })
  const named = dateInName(q.path)
  if (named !== null && (captured === null || named <= captured + DAY))
    out.push({ at: named + DAY, why: `its name says that it was rotated on ${date(named)}` })
  if (q.before) out.push({ at: q.before.at, why: `${q.before.name} follows it and begins on ${date(q.before.at)}` })
  return out.sort((a, b) => a.at - b.at)
}

/** The latest year in which the stamp is not after `limit`. A day of slack, because the zone may not be known yet. */
function latestYear(stamp: DayStamp, limit: number): number {
  const year = new Date(Math.floor(limit / 1000)).getUTCFullYear()
  if (at(year + 1, stamp) <= limit + DAY) return year + 1
  return at(year, stamp) <= limit + DAY ? year : year - 1
}

interface Clash {
  readonly feb29: number
  readonly weekday: number
}
function clashes(year: number, samples: YearQuestion['samples']): Clash {
  let feb29 = 0
  let weekday = 0
  for (const { stamp, rollovers } of samples) {
    const y = year + rollovers
    if (stamp.month === 2 && stamp.day === 29 && !isLeap(y)) feb29++
    else if (stamp.weekday !== null && new Date(Date.UTC(y, stamp.month - 1, stamp.day)).getUTCDay() !== stamp.weekday)
      weekday++
  }
  return { feb29, weekday }
}

/**
 * The year of the first line, with the reason as sentences for the analyst. Pure: no clock. `rollovers` counts from
 * the first line to the last. Of the years that nothing excludes, the latest is taken.
 */
export function firstYearGuess(asked: YearQuestion & YearNeighbours): YearAnswer {
  // A stamp that is no date (Mar 32) tells nothing; then the nearest one that is takes its place.
  const dates = asked.samples.filter((s) => isDate(s.stamp))
  const q: YearQuestion & YearNeighbours = {
    ...asked,
    samples: dates,
    first: asked.first && !isDate(asked.first) ? (dates[0]?.stamp ?? null) : asked.first,
    last: asked.last && !isDate(asked.last) ? (dates.at(-1)?.stamp ?? asked.first) : asked.last,
  }
  const samples = [...q.samples]
  if (q.first) samples.unshift({ stamp: q.first, rollovers: 0 })
  if (q.last) samples.push({ stamp: q.last, rollovers: q.rollovers })
  const [bound] = bounds(q)
  const last = q.last ?? q.first
  let start: number
  const because: string[] = []
  if (bound) {
    const lastYear = last ? latestYear(last, bound.at) : new Date(Math.floor(bound.at / 1000)).getUTCFullYear()
    start = lastYear - q.rollovers
    because.push(
      last
        ? `${capital(bound.why)}, and ${day(last)} of ${lastYear} is the latest that its last line can be.`
        : `${capital(bound.why)}.`,
    )
  } else if (q.after && q.first) {
    const after = q.after.at
    start = latestYear(q.first, after)
    if (at(start, q.first) < after - DAY) start++
    because.push(`${capital(q.after.name)} comes before it and ends on ${date(after)}.`)
    return finish(q, start, because, samples)
  } else {
    start = PLACEHOLDER_YEAR
    because.push(`Nothing tells the year: ${PLACEHOLDER_YEAR} stands in for it.`)
    // Forward from the placeholder: the first year that the stamps allow.
    for (let y = start; y < start + 40; y++) {
      const c = clashes(y, samples)
      if (c.feb29 === 0 && c.weekday === 0) return finish(q, y, because, samples)
    }
    return finish(q, start, because, samples)
  }
  // Back from the latest year: the first that clashes with the fewest stamps. The pattern of weekdays and leap years
  // repeats after 28 years (40 bridges 1900 and 2100).
  let best = start
  let fewest = Number.POSITIVE_INFINITY
  for (let y = start; y > start - 40; y--) {
    const c = clashes(y, samples)
    const total = c.feb29 * 1000 + c.weekday
    if (total < fewest) {
      fewest = total
      best = y
      if (total === 0) break
    }
  }
  if (best !== start) {
    const c = clashes(start, samples)
    const what = c.feb29 > 0 ? 'it holds a Feb 29' : 'the weekdays in its stamps differ'
    because.push(`But ${what}, which excludes ${range(best + 1, start)} for the first line.`)
  } else if (samples.some((s) => s.stamp.weekday !== null) && fewest === 0) because.push('The weekdays agree.')
  return finish(q, best, because, samples)
}

function finish(
  q: YearQuestion & YearNeighbours,
  year: number,
  because: string[],
  samples: YearQuestion['samples'],
): YearAnswer {
  if (q.rollovers > 0)
    because.push(`The stamps pass New Year ${q.rollovers === 1 ? 'once' : `${q.rollovers} times`} from first to last.`)
  const c = clashes(year, samples)
  if (c.feb29 > 0) because.push('A Feb 29 in it fits no such year.')
  if (c.weekday > 0) {
    const odd = samples.find(
      (s) =>
        s.stamp.weekday !== null &&
        new Date(Date.UTC(year + s.rollovers, s.stamp.month - 1, s.stamp.day)).getUTCDay() !== s.stamp.weekday,
    )
    because.push(
      `No year fits all weekdays (${odd ? `${WEEKDAYS[odd.stamp.weekday!]} ${day(odd.stamp)}` : 'mixed'} does not).`,
    )
  }
  if (q.after && q.first && at(year, q.first) < q.after.at - DAY)
    because.push(`It begins before ${q.after.name} ends: the clock was set back, or the order is another.`)
  return { year, reason: because.join(' ') }
}

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
const range = (from: number, to: number): string => (from === to ? `${from}` : `${from}-${to}`)
