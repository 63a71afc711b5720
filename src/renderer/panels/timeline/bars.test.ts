import { expect, it } from 'vitest'
import type { Histogram } from '../../../shared/model'
import { instant } from '../../../shared/time'
import { bars, gaps, share, totals } from './bars'

const histogram = (series: Histogram['series'], buckets = 4): Histogram => ({
  from: instant(0),
  step: 10,
  buckets,
  series,
  total: 0,
  untimed: 0,
})
const view = { from: instant(0), to: instant(40) }

it('stacks the classes of a bucket to its full height', () => {
  const h = histogram([
    { severity: 3, counts: [1, 0, 0, 0] },
    { severity: 6, counts: [3, 2, 0, 0] },
  ])
  const found = bars(h, view, 400, 100, 'linear')
  expect(totals(h)).toEqual([4, 2, 0, 0])
  expect(found.map((b) => [b.severity, b.height])).toEqual([
    [3, 25],
    [6, 75],
    [6, 50],
  ])
  expect(found[0]?.y).toBe(75)
  expect(found[1]?.y).toBe(0)
})
it('never lets one event vanish beside many', () => {
  const h = histogram([{ severity: 8, counts: [100_000, 1, 0, 0] }])
  expect(bars(h, view, 400, 100, 'linear')[1]?.height).toBe(2)
})
it('draws what an older answer covers in its right place, and leaves out what is off the view', () => {
  const h = histogram([{ severity: 8, counts: [1, 1, 1, 1] }])
  const found = bars(h, { from: instant(20), to: instant(40) }, 400, 100, 'linear')
  expect(found.map((b) => b.x)).toEqual([-200, 0, 200])
})
it('scales by count or by logarithm', () => {
  expect(share(50, 100, 'linear')).toBe(0.5)
  expect(share(9, 99, 'log')).toBeCloseTo(0.5)
  expect(share(0, 100, 'log')).toBe(0)
})
it('finds the gaps between events, not before or after them', () => {
  const h = histogram([{ severity: 8, counts: [0, 0, 1, 0, 0, 0, 1, 0] }], 8)
  expect(gaps(h, 3)).toEqual([{ from: 30, to: 60 }])
  expect(gaps(h, 4)).toEqual([])
})
