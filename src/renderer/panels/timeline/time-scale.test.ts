import { describe, expect, it } from 'vitest'
import { instant, UTC, zoneByName } from '../../../shared/time'
import { atX, context, hold, include, pan, snap, ticks, whole, xOf, zoom } from './time-scale'

const H = 3_600_000_000
const at = (iso: string) => instant(Date.parse(iso) * 1000)
const day = { from: at('2025-03-04T00:00:00Z'), to: at('2025-03-05T00:00:00Z') }

describe('zoom and pan', () => {
  it('keeps the instant under the pointer where it is', () => {
    const around = day.from + 6 * H
    const closer = zoom(day, around, 0.5, day)
    expect(closer.to - closer.from).toBe(12 * H)
    expect(xOf(around, closer, 1000)).toBeCloseTo(xOf(around, day, 1000))
  })
  it('does not leave the bounds and ends at a tenth of a millisecond', () => {
    expect(zoom(day, day.from, 10, day)).toEqual(day)
    let view = day
    for (let i = 0; i < 80; i++) view = zoom(view, day.from + 5 * H, 0.5, day)
    expect(view.to - view.from).toBe(100)
    expect(pan({ from: day.from, to: instant(day.from + H) }, -5 * H, day).from).toBe(day.from)
    expect(hold({ from: instant(day.to - H), to: instant(day.to + H) }, day)).toEqual({
      from: day.to - 2 * H,
      to: day.to,
    })
  })
  it('brings an instant into view without changing the length', () => {
    const view = { from: day.from, to: instant(day.from + H) }
    const moved = include(view, instant(day.from + 10 * H), day)
    expect(moved).toEqual({ from: day.from + 9.5 * H, to: day.from + 10.5 * H })
    expect(include(view, instant(day.from + 60), day)).toBe(view)
  })
  it('gives a lone instant some room', () => {
    const view = whole({ from: day.from, to: day.from })
    expect(view.to - view.from).toBe(60_000_000)
  })
  it('snaps to what a pixel can mean', () => {
    const hour = { from: day.from, to: instant(day.from + H) }
    expect(snap(day.from + 1_234_567, hour, 1200)).toBe(day.from + 1_000_000)
    expect(snap(day.from + 1_234_567, { from: day.from, to: instant(day.from + 500) }, 1000)).toBe(day.from + 1_234_567)
  })
  it('maps pixels both ways', () => {
    expect(atX(250, day, 1000)).toBe(day.from + 6 * H)
  })
})

describe('ticks', () => {
  it('stand on round times, at least the gap apart', () => {
    const found = ticks(day, 1000, UTC)
    expect(found.map((t) => t.label)).toEqual([
      'Mar 4',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      'Mar 5',
    ])
    const xs = found.map((t) => xOf(t.at, day, 1000))
    for (let i = 1; i < xs.length; i++) expect(xs[i]! - xs[i - 1]!).toBeGreaterThanOrEqual(90)
  })
  it('are round on the wall clock of the zone, not of UTC', () => {
    const found = ticks(day, 700, zoneByName('Asia/Kolkata')!)
    expect(found.every((t) => /^(Mar \d|\d\d:00)$/.test(t.label))).toBe(true)
    expect((found[0]!.at / 1_000_000) % 3600).toBe(1800)
  })
  it('do not repeat in the hour that occurs twice', () => {
    const night = { from: at('2025-10-25T22:00:00Z'), to: at('2025-10-26T04:00:00Z') }
    const found = ticks(night, 1200, zoneByName('Europe/Paris')!)
    expect(new Set(found.map((t) => t.at)).size).toBe(found.length)
  })
  it('reach from microseconds to centuries', () => {
    const micro = ticks({ from: day.from, to: instant(day.from + 100) }, 1000, UTC)
    expect(micro[1]?.label).toBe('00:00:00.000010')
    const long = ticks({ from: at('1980-01-01T00:00:00Z'), to: at('2030-01-01T00:00:00Z') }, 1000, UTC)
    expect(long.map((t) => t.label)).toContain('2000')
    expect(long.length).toBeLessThan(12)
  })
  it('are none for an empty or mirrored view', () => {
    expect(ticks({ from: day.to, to: day.from }, 1000, UTC)).toEqual([])
    expect(ticks(day, 0, UTC)).toEqual([])
  })
})

it('says the dates that the ticks leave out', () => {
  expect(context({ from: day.from, to: instant(day.from + H) }, UTC)).toBe('2025-03-04')
  expect(context(day, UTC)).toBe('2025-03-04 – 2025-03-05')
})
