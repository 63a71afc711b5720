import { expect, it } from 'vitest'
import { type Hop, ms, remarks, traces } from './hops'

const hop = (n: number, part: Partial<Hop> = {}): Hop => ({
  id: String(n),
  target: 'library.airnews.net',
  hop: n,
  address: `10.0.0.${n}`,
  name: `r${n}`,
  min: 4000,
  avg: 5000,
  max: 6000,
  sent: 3,
  lost: 0,
  mark: null,
  ...part,
})

it('explains a long jump, and not a small one', () => {
  expect(remarks(hop(5, { avg: 49_000 }), hop(4, { avg: 9_700 }))[0]).toContain('+39.3 ms over hop 4')
  expect(remarks(hop(5, { avg: 12_000 }), hop(4, { avg: 9_700 }))).toEqual([])
})
it('does not call it a long line when a later hop answers sooner', () => {
  const slow = hop(5, { avg: 80_000 })
  expect(remarks(slow, hop(4, { avg: 9_700 }), [hop(6, { avg: 10_900 })])[0]).toContain(
    'hop 6 behind it answers sooner',
  )
  expect(remarks(slow, hop(4, { avg: 9_700 }), [hop(6, { avg: 81_000 })])[0]).toContain('a long line')
})
it('calls unanswered probes a loss only when the hops behind lose as much', () => {
  const lossy = hop(2, { lost: 2 })
  expect(remarks(lossy, null, [hop(3)])).toEqual([expect.stringContaining('ICMP rate limiting), nothing is lost here')])
  expect(remarks(lossy, null, [hop(3, { lost: 2 }), hop(4, { lost: 3, avg: null, address: null })])[0]).toContain(
    'may be lost from here on',
  )
  expect(remarks(lossy, null, [])[0]).toContain('does not show that packets were lost')
  const silent = hop(3, { address: null, name: null, avg: null, lost: 3 })
  expect(remarks(silent, null, [hop(4)])[0]).toContain('the way goes on')
})
it('explains silence and marks', () => {
  expect(remarks(hop(13, { address: null, name: null, avg: null, lost: 3 }), null)[0]).toContain('No answer: dropped')
  expect(remarks(hop(4, { mark: '!H' }), null)[0]).toContain('no route to the target')
  expect(remarks(hop(1, { name: null }), null)).toEqual(['No name: the reverse lookup failed'])
})
it('says how a trace ended', () => {
  const [good] = traces([hop(2, { address: '206.66.12.202', name: 'library.airnews.net' }), hop(1)])
  expect(good?.hops.map((h) => h.hop)).toEqual([1, 2])
  expect(good?.end).toBeNull()
  expect(traces([hop(1), hop(2, { address: null, name: null, avg: null })])[0]?.end).toContain('silence')
  expect(traces([hop(1, { mark: '!X' })])[0]?.end).toContain('prohibited')
})
it('keeps a ping apart from the path and scales both alike', () => {
  const [t] = traces([hop(0, { max: 9000 }), hop(1)])
  expect([t?.ping?.hop, t?.hops.length, t?.most]).toEqual([0, 1, 9000])
})
it('prints milliseconds as exact as they matter', () => {
  expect([ms(4867), ms(162_000)]).toEqual(['4.9', '162'])
})
