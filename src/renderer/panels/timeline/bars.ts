/** From a histogram to rectangles: stacked by severity class, worst at the bottom where the eye compares. Pure. */
import type { Histogram } from '../../../shared/model'
import type { View } from './time-scale'

export type YScale = 'linear' | 'log'
export interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly severity: number
}

export const totals = (h: Histogram): number[] => {
  const sums = new Array<number>(h.buckets).fill(0)
  for (const s of h.series) for (let i = 0; i < h.buckets; i++) sums[i] = (sums[i] ?? 0) + (s.counts[i] ?? 0)
  return sums
}

/** Height of a count, from 0 to 1. */
export const share = (count: number, most: number, scale: YScale): number =>
  count <= 0 || most <= 0 ? 0 : scale === 'log' ? Math.log1p(count) / Math.log1p(most) : count / most

/**
 * Rectangles in pixels for a plot of that width and height. A bucket that holds anything is at least two pixels high:
 * one event beside a hundred thousand must not vanish. The histogram may cover another stretch than the view (the one
 * before, while the new one loads).
 */
export function bars(h: Histogram, view: View, width: number, height: number, scale: YScale, least = 2): Bar[] {
  const sums = totals(h)
  const most = Math.max(1, ...sums)
  const perMicro = width / (view.to - view.from)
  const found: Bar[] = []
  for (let i = 0; i < h.buckets; i++) {
    const sum = sums[i] ?? 0
    if (sum === 0) continue
    const x = (h.from + i * h.step - view.from) * perMicro
    const w = h.step * perMicro
    if (x + w < 0 || x > width) continue
    const full = Math.max(least, share(sum, most, scale) * height)
    let y = height
    for (const s of h.series) {
      const count = s.counts[i] ?? 0
      if (count === 0) continue
      const part = (full * count) / sum
      y -= part
      found.push({ x, y, width: Math.max(1, w - (w > 4 ? 1 : 0)), height: part, severity: s.severity })
    }
  }
  return found
}

export interface Gap {
  readonly from: number
  readonly to: number
}
/** Runs of empty buckets with something on both sides, longer than `least` buckets; in instants. */
export function gaps(h: Histogram, least: number): Gap[] {
  const sums = totals(h)
  const found: Gap[] = []
  let begin = -1
  for (let i = 0; i < sums.length; i++) {
    if ((sums[i] ?? 0) === 0) continue
    if (begin >= 0 && i - begin - 1 >= least)
      found.push({ from: h.from + (begin + 1) * h.step, to: h.from + i * h.step })
    begin = i
  }
  return found
}
