/** The timeline as pictures: all of it, and the time around the findings. */
import { NO_FILTER } from '../../shared/model'
import { type Instant, instant } from '../../shared/time'
import type { Figure, Moment } from './model'
import type { ReportSource } from './source'

const BUCKETS = 120
const BANDS: readonly { readonly name: string; readonly classes: readonly number[] }[] = [
  { name: 'critical (0–2)', classes: [0, 1, 2] },
  { name: 'error (3)', classes: [3] },
  { name: 'warning (4)', classes: [4] },
  { name: 'notice to debug (5–7)', classes: [5, 6, 7] },
  { name: 'no severity told', classes: [8] },
]

export interface Mark {
  readonly ts: number
  readonly label: string
  readonly kind: 'finding' | 'capture'
  /** How much it counts in choosing the time that is shown large. */
  readonly weight: number
}

const SECOND = 1_000_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Distances between ticks that a reader expects. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365, 730, 1825, 3650, 7300].map((n) => n * DAY),
]

/** At most eight ticks, at round times of the clock that the zone shows. */
export function ticksOf(from: number, to: number, moment: (at: Instant) => Moment): Figure['ticks'] {
  const step = STEPS.find((s) => (to - from) / s <= 7) ?? (to - from) / 7
  // Round by the wall clock: the ticks of a host at UTC+5:30 fall on its own midnights.
  const wall = (at: number): string => {
    const { utc, local } = moment(instant(Math.round(at)))
    return local ?? utc.replace('T', ' ').replace('Z', ' +00:00')
  }
  const sign = wall(from).match(/([+-])(\d\d):(\d\d)/u)
  const shift = sign ? (sign[1] === '-' ? -1 : 1) * (Number(sign[2]) * HOUR + Number(sign[3]) * MINUTE) : 0
  const ticks: { x: number; label: string }[] = []
  for (let at = Math.ceil((from + shift) / step) * step - shift; at <= to; at += step) {
    const shown = wall(at)
    const label =
      step >= DAY ? shown.slice(0, 10) : `${shown.slice(5, 10)} ${shown.slice(11, step >= MINUTE ? 16 : 19)}`
    ticks.push({ x: (at - from) / (to - from), label })
  }
  return ticks
}

async function figure(
  source: ReportSource,
  title: string,
  from: number,
  to: number,
  marks: readonly Mark[],
  moment: (at: Instant) => Moment,
): Promise<Figure> {
  const h = await source.histogram({ filter: NO_FILTER, from: instant(from), to: instant(to), buckets: BUCKETS })
  const start: number = h.from
  const end = start + h.step * h.buckets
  const bands = BANDS.map(({ name, classes }) => {
    const counts = new Array<number>(h.buckets).fill(0)
    for (const { severity, counts: some } of h.series)
      if (classes.includes(severity)) for (let i = 0; i < h.buckets; i++) counts[i]! += some[i] ?? 0
    return { name, counts }
  }).filter(({ counts }) => counts.some((n) => n > 0))
  return {
    title,
    from: moment(instant(start)),
    to: moment(instant(end)),
    step: h.step,
    buckets: h.buckets,
    bands,
    marks: marks
      .filter(({ ts }) => ts >= start && ts <= end)
      .map(({ ts, label, kind }) => ({ x: (ts - start) / (end - start), label, kind }))
      .sort((a, b) => a.x - b.x || (a.label < b.label ? -1 : 1)),
    ticks: ticksOf(start, end, moment),
    total: bands.reduce((n, { counts }) => n + counts.reduce((s, c) => s + c, 0), 0),
  }
}

/** Findings further apart than this are not of one stretch. */
const APART = 6 * HOUR

/** The stretch of findings that weighs most, by their number and severity; the label of each is `F<no>`. */
export function weightiest(marks: readonly Mark[]): readonly Mark[] {
  const stretches: Mark[][] = []
  for (const mark of marks.filter((m) => m.kind === 'finding').sort((a, b) => a.ts - b.ts)) {
    const last = stretches.at(-1)
    if (last && mark.ts - last.at(-1)!.ts <= APART) last.push(mark)
    else stretches.push([mark])
  }
  const weight = (some: readonly Mark[]) => some.reduce((n, m) => n + m.weight, 0)
  return stretches.sort((a, b) => weight(b) - weight(a) || a[0]!.ts - b[0]!.ts)[0] ?? []
}

/** The whole span; and, where that is much wider, the time around the findings that weigh most. */
export async function figuresOf(
  source: ReportSource,
  span: { readonly from: number; readonly to: number },
  marks: readonly Mark[],
  moment: (at: Instant) => Moment,
): Promise<Figure[]> {
  const to = Math.max(span.to + 1, ...marks.map((m) => m.ts + 1))
  const whole = await figure(source, 'Everything that has a time', span.from, to, marks, moment)
  const some = weightiest(marks)
  if (some.length === 0) return [whole]
  const first = some[0]!.ts
  const last = some.at(-1)!.ts
  const pad = Math.max((last - first) / 3, 20 * MINUTE)
  const near = { from: Math.max(span.from, first - pad), to: Math.min(to, last + pad) }
  if (near.to - near.from > (to - span.from) / 3) return [whole]
  return [whole, await figure(source, 'The time around the gravest findings', near.from, near.to, marks, moment)]
}
