import { expect, it } from 'vitest'
import { type Counter, counterDifferences } from './counters'

const c = (counter: string, value: number, protocol = 'Tcp', section: string | null = null): Counter => ({
  protocol,
  section,
  counter,
  value,
})

it('tells what grew, what fell, what is new and what is gone', () => {
  const rows = counterDifferences(
    [c('segments_received', 100), c('connections_established', 9), c('resets_sent', 4)],
    [c('segments_received', 160), c('connections_established', 7), c('bad_segments', 2)],
  )
  expect(rows.map((r) => [r.counter, r.before, r.after, r.change, r.fell])).toEqual([
    ['segments_received', 100, 160, 60, false],
    ['connections_established', 9, 7, -2, true],
    ['bad_segments', null, 2, null, false],
    ['resets_sent', 4, null, null, false],
  ])
})
it('keeps apart what has one name in two places', () => {
  const rows = counterDifferences(
    [c('destination_unreachable', 1, 'Icmp', 'ICMP input histogram'), c('destination_unreachable', 5, 'Icmp', 'out')],
    [c('destination_unreachable', 2, 'Icmp', 'ICMP input histogram'), c('destination_unreachable', 9, 'Icmp', 'out')],
  )
  expect(rows.map((r) => r.change)).toEqual([1, 4])
})
it('has nothing to say of nothing', () => expect(counterDifferences([], [])).toEqual([]))
