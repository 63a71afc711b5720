import { expect, test } from 'vitest'
import type { LiveChange, LiveSample } from '../../../shared/collect'
import type { Instant } from '../../../shared/time'
import { comings, seriesOf, sparkline } from './series'

const sample = (round: number, changes: readonly LiveChange[]): LiveSample => ({
  run: 'r',
  probe: 'protocol-counters',
  title: 'Counters',
  round,
  at: (round * 1e6) as Instant,
  items: 9,
  changes,
  fault: null,
})
const grew = (item: string, before: number, after: number): LiveChange => ({
  item,
  field: 'value',
  kind: 'changed',
  before,
  after,
})

test('values are put together round by round, and stand still where nothing is told', () => {
  const found = seriesOf([
    sample(1, []),
    sample(2, [grew('a', 5, 7)]),
    sample(3, [grew('b', 1, 100)]),
    sample(4, [grew('a', 7, 8)]),
  ])
  expect(found.map((s) => [s.item, s.values, s.grown])).toEqual([
    ['a', [5, 7, 7, 8], 3],
    ['b', [1, 100, 100], 99],
  ])
})

test('what came and went is listed newest first, up to a limit', () => {
  const came = (item: string): LiveChange => ({ item, field: null, kind: 'came', before: null, after: null })
  const state: LiveChange = { item: 'x', field: 'state', kind: 'changed', before: 'LISTEN', after: null }
  const found = comings([sample(2, [came('1'), grew('c', 1, 2)]), sample(3, [came('2'), state])], 2)
  expect(found.map((c) => [c.item, c.kind, c.what])).toEqual([
    ['x', 'changed', 'state: LISTEN → unknown'],
    ['2', 'came', ''],
  ])
})

test('a line shows growth per round', () => {
  expect(sparkline([5], 10, 4)).toBe('')
  expect(sparkline([5, 5, 9, 11], 10, 4)).toBe('0.0,4.0 5.0,0.0 10.0,2.0')
})
