import { expect, it } from 'vitest'
import { instant, UTC, zoneByName } from '../shared/time'
import { instantIn, makeClock, offsetLabel, printFull, printIn, printSpan } from './clock'

const at = instant(Date.UTC(2002, 6, 1, 15, 20, 9) * 1000)

it('prints an instant on the clocks of several zones', () => {
  const york = zoneByName('America/New_York')!
  expect(printIn(at, UTC)).toBe('2002-07-01 15:20:09')
  expect(printFull(at, york)).toBe('2002-07-01 11:20:09 -04:00')
  expect(offsetLabel(at, zoneByName('+05:30')!)).toBe('+05:30')
})
it('shows fractions only when there are some', () => {
  expect(printIn(instant(at + 120_000), UTC)).toBe('2002-07-01 15:20:09.120')
  expect(printIn(instant(at + 1), UTC)).toBe('2002-07-01 15:20:09.000001')
})
it('falls back to UTC for a zone nobody knows', () => {
  expect(makeClock('host', 'Nowhere/Land').zone).toBe(UTC)
  expect(makeClock('host', null).zone).toBe(UTC)
})
it('says lengths of time in two units at most', () => {
  expect(
    [0, 250_000, 61_000_000, 26 * 3_600_000_000, 15 * 86_400_000_000, 1918 * 86_400_000_000].map(printSpan),
  ).toEqual(['0 s', '250 ms', '1 min 1 s', '1 d 2 h', '15 d', '5 y 91 d'])
})
it('tells instants from other fields', () => {
  expect(instantIn('2002-07-01T15:20:09Z')).toBe(at)
  expect(instantIn(at)).toBe(at)
  expect([instantIn(691), instantIn('apollo'), instantIn(null)]).toEqual([null, null, null])
})
