/** The axis: instants to pixels and back, zoom, pan, and ticks on round wall-clock times of a zone. Pure. */
import { civil, type Instant, instant, type Zone } from '../../../shared/time'
import { civilIn } from '../../clock'

export interface View {
  readonly from: Instant
  readonly to: Instant
}
const SECOND = 1_000_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The narrowest window, a tenth of a millisecond; log stamps have a microsecond at best. */
const NARROWEST = 100

export const xOf = (at: number, view: View, width: number): number => ((at - view.from) / (view.to - view.from)) * width
export const atX = (x: number, view: View, width: number): Instant =>
  instant(Math.round(view.from + (x / width) * (view.to - view.from)))

/** The whole span with a margin; a single instant gets a minute around it. */
export function whole(span: { readonly from: Instant; readonly to: Instant }): View {
  const length = span.to - span.from
  const margin = length === 0 ? 30 * SECOND : Math.max(1, Math.round(length * 0.02))
  return { from: instant(span.from - margin), to: instant(span.to + margin) }
}

/** Zooms about an instant (factor < 1 comes closer), never past the span's margin nor below the narrowest window. */
export function zoom(view: View, around: number, factor: number, bounds: View): View {
  const widest = bounds.to - bounds.from
  const length = Math.max(NARROWEST, Math.min(widest, Math.round((view.to - view.from) * factor)))
  const share = (around - view.from) / (view.to - view.from)
  return hold(
    { from: instant(Math.round(around - share * length)), to: instant(Math.round(around - share * length) + length) },
    bounds,
  )
}

export function pan(view: View, by: number, bounds: View): View {
  const shift = Math.round(by)
  return hold({ from: instant(view.from + shift), to: instant(view.to + shift) }, bounds)
}

/** Moves a view back into its bounds without changing its length, unless it is longer than they are. */
export function hold(view: View, bounds: View): View {
  const length = view.to - view.from
  if (length >= bounds.to - bounds.from) return bounds
  if (view.from < bounds.from) return { from: bounds.from, to: instant(bounds.from + length) }
  if (view.to > bounds.to) return { from: instant(bounds.to - length), to: bounds.to }
  return view
}

/** A view that shows the instant, keeping its length. */
export function include(view: View, at: Instant, bounds: View): View {
  if (at >= view.from && at <= view.to) return view
  const half = Math.round((view.to - view.from) / 2)
  return hold({ from: instant(at - half), to: instant(at - half + (view.to - view.from)) }, bounds)
}

const ROUND = [1, 1000, SECOND, MINUTE, HOUR, DAY]

/** An instant as exact as a pixel: nobody meant the microseconds of where the mouse was let go. */
export function snap(at: number, view: View, width: number): Instant {
  const perPixel = (view.to - view.from) / Math.max(1, width)
  const unit = ROUND.findLast((u) => u <= perPixel) ?? 1
  return instant(Math.round(at / unit) * unit)
}

export interface Tick {
  readonly at: Instant
  readonly label: string
  /** Begins a day (or a year): drawn stronger, labelled with the date. */
  readonly major: boolean
}

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
  SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY,
] // biome-ignore format: a scale
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (n: number): string => String(n).padStart(2, '0')

function label(at: Instant, step: number, zone: Zone): { label: string; major: boolean } {
  const c = civilIn(at, zone)
  const midnight = c.hour === 0 && c.minute === 0 && c.second === 0 && c.micros === 0
  if (step >= DAY || midnight) {
    const major = step < DAY || c.day === 1
    const newYear = c.month === 1 && c.day === 1
    return { label: newYear ? `${c.year} Jan 1` : `${MONTHS[c.month - 1]} ${c.day}`, major }
  }
  if (step >= MINUTE) return { label: `${two(c.hour)}:${two(c.minute)}`, major: false }
  const seconds = `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`
  if (step >= SECOND) return { label: seconds, major: c.second === 0 && c.micros === 0 }
  return {
    label: `${seconds}.${String(c.micros)
      .padStart(6, '0')
      .slice(0, step >= 1000 ? 3 : 6)}`,
    major: c.micros === 0,
  }
}

/** Ticks at least `gap` pixels apart, on round times of the zone's wall clock. */
export function ticks(view: View, width: number, zone: Zone, gap = 90): Tick[] {
  if (width <= 0 || view.to <= view.from) return []
  const least = ((view.to - view.from) * gap) / width
  const step = STEPS.find((s) => s >= least)
  return step === undefined ? monthTicks(view, least, zone) : evenTicks(view, step, zone)
}

function evenTicks(view: View, step: number, zone: Zone): Tick[] {
  const found: Tick[] = []
  // Round in wall time: midnight of the zone, not of UTC. Weeks are counted from a Monday (1970-01-05).
  const origin = step === 7 * DAY ? 4 * DAY : 0
  let wall = Math.floor((view.from + zone.offsetAt(view.from) * SECOND - origin) / step) * step + origin
  for (let guard = 0; guard < 2000; guard++, wall += step) {
    const at = zone.toInstant(wall)
    if (at > view.to) break
    if (at >= view.from && at > (found.at(-1)?.at ?? Number.NEGATIVE_INFINITY))
      found.push({ at, ...label(at, step, zone) })
  }
  return found
}

function monthTicks(view: View, least: number, zone: Zone): Tick[] {
  const step = MONTH_STEPS.find((m) => m * 30 * DAY >= least) ?? 1200
  const start = civilIn(view.from, zone)
  const found: Tick[] = []
  let month = Math.floor((start.year * 12 + start.month - 1) / step) * step
  for (let guard = 0; guard < 500; guard++, month += step) {
    const year = Math.floor(month / 12)
    const wall = civil(year, (month % 12) + 1, 1)
    if (wall === null) break
    const at = zone.toInstant(wall)
    if (at > view.to) break
    const first = month % 12 === 0
    if (at >= view.from) found.push({ at, label: first ? String(year) : (MONTHS[month % 12] ?? ''), major: first })
  }
  return found
}

/** What the ticks leave unsaid: the date (and year) that the view's left edge lies in. */
export function context(view: View, zone: Zone): string {
  const a = civilIn(view.from, zone)
  const b = civilIn(view.to, zone)
  const day = (c: typeof a) => `${c.year}-${two(c.month)}-${two(c.day)}`
  return day(a) === day(b) ? day(a) : `${day(a)} – ${day(b)}`
}
