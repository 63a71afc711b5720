import { expect, it } from 'vitest'
import { type CounterRow, compareSamples } from './samples'

const row = (counter: string, value: number, part: Partial<CounterRow> = {}): CounterRow => ({
  host: 1,
  artifact: 1,
  sample: 1,
  protocol: 'Tcp',
  section: null,
  counter,
  value,
  ...part,
})

it('compares the first sample with the last, grown most first', () => {
  const [one] = compareSamples([
    row('in', 500, { artifact: 4 }),
    row('out', 90, { artifact: 4 }),
    row('in', 100),
    row('out', 80),
    row('in', 200, { artifact: 2 }),
  ])
  expect([one?.samples, one?.rows.map((r) => [r.counter, r.change])]).toEqual([
    3,
    [
      ['in', 400],
      ['out', 10],
    ],
  ])
})
it('takes listings inside one file for samples, and hosts apart', () => {
  const all = compareSamples([row('in', 1), row('in', 4, { sample: 2 }), row('in', 7, { host: 2 })])
  expect(all.map((c) => [c.host, c.samples, c.rows[0]?.change])).toEqual([
    [1, 2, 3],
    [2, 1, null],
  ])
})
