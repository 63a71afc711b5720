import { describe, expect, it } from 'vitest'
import { centre, clamp, dragged, limit, ROW, reveal, slice, thumb, wheelRows } from './scroll-model'

const huge = { total: 20_000_000, height: 600 }

describe('a list of twenty million rows', () => {
  it('reaches its last row by dragging, which pixels could not', () => {
    const bar = thumb(limit(huge), huge)!
    expect(bar.top + bar.size).toBeCloseTo(600)
    expect(dragged(600 - bar.size, huge)).toBeCloseTo(limit(huge))
    expect(slice(limit(huge), huge).last).toBe(huge.total - 1)
    expect(huge.total * ROW).toBeGreaterThan(33_554_428)
  })
  it('moves by rows with the wheel, not by a share of the list', () => {
    expect(wheelRows(44, 0, huge)).toBe(2)
    expect(wheelRows(3, 1, huge)).toBe(3)
    expect(wheelRows(1, 2, huge)).toBe(27)
  })
  it('keeps the thumb large enough to hold', () => {
    expect(thumb(0, huge)?.size).toBe(24)
  })
})

it('draws the rows that are in part in view, shifted by the rest', () => {
  expect(slice(2.5, { total: 100, height: 44 })).toEqual({ first: 2, last: 5, shift: -11 })
})
it('never scrolls past the ends, and not at all when all fits', () => {
  expect(clamp(-3, huge)).toBe(0)
  expect(clamp(1e9, huge)).toBe(limit(huge))
  expect(limit({ total: 3, height: 600 })).toBe(0)
  expect(thumb(0, { total: 3, height: 600 })).toBeNull()
})
it('brings a row into view with the least move', () => {
  const v = { total: 100, height: 220 }
  expect(reveal(0, 5, v)).toBe(0)
  expect(reveal(0, 12, v)).toBe(3)
  expect(reveal(50, 20, v)).toBe(20)
})
it('centres a row that is out of view and leaves one in view alone', () => {
  const v = { total: 1000, height: 220 }
  expect(centre(100, 104, v)).toBe(100)
  expect(centre(0, 500, v)).toBeCloseTo(495.5)
})
