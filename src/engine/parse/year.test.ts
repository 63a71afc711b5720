import { describe, expect, it } from 'vitest'
import { type Instant, instant } from '../../shared/time'
import type { DayStamp } from './types'
import { dateInName, dayOfYear, firstYearGuess, type YearNeighbours, yearStep } from './year'

const stamp = (month: number, day: number, weekday: number | null = null): DayStamp => ({ month, day, weekday })
const on = (iso: string): Instant => instant(Date.parse(iso) * 1000)
type Question = Parameters<typeof firstYearGuess>[0]
const ask = (part: Partial<Question> & YearNeighbours): ReturnType<typeof firstYearGuess> =>
  firstYearGuess({
    path: 'messages',
    first: stamp(3, 6),
    last: stamp(3, 13),
    rollovers: 0,
    exact: true,
    samples: [],
    capturedAt: null,
    mtime: null,
    ...part,
  })

describe('firstYearGuess', () => {
  it('takes the latest year that the capture allows', () => {
    expect(ask({ capturedAt: on('2025-05-01T00:00:00Z') }).year).toBe(2025)
    const before = ask({ capturedAt: on('2025-03-01T00:00:00Z') })
    expect(before.year).toBe(2024)
    expect(before.reason).toBe(
      'The capture was made on 2025-03-01, and Mar 13 of 2024 is the latest that its last line can be.',
    )
  })
  it('allows a day for the zone that is not known yet', () => {
    expect(ask({ last: stamp(1, 1), first: stamp(1, 1), capturedAt: on('2024-12-31T20:00:00Z') }).year).toBe(2025)
  })
  it('prefers the last change of the file to the capture', () => {
    const { year, reason } = ask({ mtime: on('2005-03-17T10:00:00Z'), capturedAt: on('2025-05-01T00:00:00Z') })
    expect(year).toBe(2005)
    expect(reason).toContain('The file was last written on 2005-03-17')
  })
  it('ignores a last change that an archive made up, or that is after the capture', () => {
    expect(ask({ mtime: on('1980-01-01T00:00:00Z'), capturedAt: on('2025-05-01T00:00:00Z') }).year).toBe(2025)
    expect(ask({ mtime: on('2026-05-01T00:00:00Z'), capturedAt: on('2019-05-01T00:00:00Z') }).year).toBe(2019)
  })
  it('reads the date of rotation in the name', () => {
    const { year, reason } = ask({ path: 'var/log/messages-20190314.gz', capturedAt: on('2025-05-01T00:00:00Z') })
    expect(year).toBe(2019)
    expect(reason).toContain('rotated on 2019-03-14')
    expect(dateInName('var/log/20190314/messages')).toBe(null)
    expect(dateInName('syslog.2025-03-04')).toBe(on('2025-03-04T00:00:00Z'))
    expect(dateInName('messages-20251304')).toBe(null)
  })
  it('counts back over New Year', () => {
    const q = { first: stamp(11, 20), last: stamp(2, 3), mtime: on('2025-02-03T00:00:00Z') }
    expect(ask({ ...q, rollovers: 1 }).year).toBe(2024)
    expect(ask({ ...q, rollovers: 1 }).reason).toContain('pass New Year once')
    expect(ask({ ...q, rollovers: 3 }).year).toBe(2022)
    expect(ask({ ...q, rollovers: 3 }).reason).toContain('pass New Year 3 times')
  })
  it('lets the next file of the chain bound the last line, and the one before bound the first', () => {
    const next = { at: on('2005-03-13T04:05:02Z'), name: 'messages' }
    const bounded = ask({ path: 'messages.1', before: next, capturedAt: on('2025-05-01T00:00:00Z') })
    expect(bounded.year).toBe(2005)
    expect(bounded.reason).toContain('Messages follows it and begins on 2005-03-13')
    expect(ask({ after: { at: on('2004-12-30T00:00:00Z'), name: 'messages.1' } }).year).toBe(2005)
    expect(ask({ after: { at: on('2005-03-05T00:00:00Z'), name: 'messages.1' } }).year).toBe(2005)
  })
  it('goes back to a leap year for a Feb 29', () => {
    const { year, reason } = ask({
      first: stamp(2, 27),
      samples: [{ stamp: stamp(2, 29), rollovers: 0 }],
      capturedAt: on('2023-05-01T00:00:00Z'),
    })
    expect(year).toBe(2020)
    expect(reason).toContain('it holds a Feb 29, which excludes 2021-2023')
    // In the second year of the file.
    expect(
      ask({
        first: stamp(12, 1),
        last: stamp(3, 2),
        rollovers: 1,
        samples: [{ stamp: stamp(2, 29), rollovers: 1 }],
        capturedAt: on('2026-05-01T00:00:00Z'),
      }).year,
    ).toBe(2023)
  })
  it('goes back to a year whose weekdays fit', () => {
    // Jun 6 was a Monday in 2016 and in 2022.
    const q = { first: stamp(6, 6, 1), last: stamp(6, 6, 1), capturedAt: on('2020-01-01T00:00:00Z') }
    expect(ask(q).year).toBe(2016)
    expect(ask(q).reason).toContain('weekdays in its stamps differ, which excludes 2017-2019')
    expect(ask({ ...q, capturedAt: on('2022-07-01T00:00:00Z') }).reason).toContain('The weekdays agree.')
  })
  it('is not thrown off by one forged stamp among many', () => {
    const good = (day: number) => ({ stamp: stamp(6, day, (day - 5) % 7), rollovers: 0 })
    const { year, reason } = ask({
      first: stamp(6, 6, 1),
      last: stamp(6, 10, 5),
      samples: [good(7), good(8), { stamp: stamp(6, 9, 0), rollovers: 0 }],
      capturedAt: on('2020-01-01T00:00:00Z'),
    })
    expect(year).toBe(2016)
    expect(reason).toContain('No year fits all weekdays (Sun Jun 9 does not).')
  })
  it('says so when nothing tells the year', () => {
    const { year, reason } = ask({})
    expect(year).toBe(1970)
    expect(reason).toContain('Nothing tells the year')
    expect(ask({ first: stamp(2, 29) }).year).toBe(1972)
    expect(ask({ first: null, last: null, capturedAt: on('2025-05-01T00:00:00Z') }).year).toBe(2025)
  })
  it('does not count a stamp that is no date', () => {
    const q = { first: stamp(2, 27), capturedAt: on('2025-03-04T00:00:00Z') }
    expect(ask({ ...q, last: stamp(3, 32), samples: [{ stamp: stamp(3, 1), rollovers: 0 }] }).year).toBe(2025)
    expect(ask({ ...q, last: stamp(3, 32) }).year).toBe(2025)
  })
  it('answers for impossible stamps without throwing', () => {
    for (const [m, d] of [
      [0, 0],
      [13, 45],
      [2, 31],
    ] as const)
      expect(
        Number.isInteger(ask({ first: stamp(m, d), last: stamp(m, d), mtime: on('2025-02-03T00:00:00Z') }).year),
      ).toBe(true)
  })
})

describe('yearStep', () => {
  const step = (a: [number, number], b: [number, number]) => yearStep(dayOfYear(...a), dayOfYear(...b))
  it('advances at New Year, even after months without a line', () => {
    expect(step([12, 31], [1, 1])).toBe(1)
    expect(step([11, 2], [2, 20])).toBe(1)
  })
  it('stays for a clock that was set back', () => {
    expect(step([3, 4], [3, 4])).toBe(0)
    expect(step([3, 4], [3, 1])).toBe(0)
    expect(step([6, 4], [1, 1])).toBe(0)
  })
  it('goes back when the clock is set back over New Year, but not for a long silence', () => {
    expect(step([1, 1], [12, 31])).toBe(-1)
    expect(step([1, 20], [9, 9])).toBe(0)
    expect(step([1, 9], [12, 31])).toBe(0)
  })
  it('counts three years in one file', () => {
    const days: [number, number][] = [
      [10, 1],
      [12, 31],
      [1, 1],
      [2, 29],
      [7, 1],
      [6, 30],
      [12, 30],
      [1, 2],
      [5, 5],
    ]
    let rollovers = 0
    for (let i = 1; i < days.length; i++) rollovers += step(days[i - 1]!, days[i]!)
    expect(rollovers).toBe(2)
  })
})
