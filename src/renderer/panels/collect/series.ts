/** What a live watch told, put together per thing: its values round by round, and what came or went. Pure. */
import type { LiveSample } from '../../../shared/collect'
import type { Instant } from '../../../shared/time'

export interface Series {
  readonly probe: string
  readonly item: string
  readonly field: string
  /** One value a round from where it first changed; what stood still keeps its value. */
  readonly values: readonly number[]
  readonly last: number
  /** Since watching began. */
  readonly grown: number
}
export interface Coming {
  readonly round: number
  readonly at: Instant
  readonly probe: string
  readonly kind: 'came' | 'went' | 'changed'
  readonly item: string
  /** `state: LISTEN → ESTABLISHED`; empty when the thing itself came or went. */
  readonly what: string
}

/** Values that changed lately first; of equal ones the one that grew most. */
export function seriesOf(samples: readonly LiveSample[]): Series[] {
  const rounds = new Map<string, number>()
  const found = new Map<
    string,
    { probe: string; item: string; field: string; first: number; points: Map<number, number> }
  >()
  for (const s of samples) {
    rounds.set(s.probe, Math.max(rounds.get(s.probe) ?? 0, s.round))
    for (const c of s.changes) {
      if (typeof c.before !== 'number' || typeof c.after !== 'number' || c.field === null) continue
      const key = `${s.probe}\0${c.item}\0${c.field}`
      const one = found.get(key) ?? {
        probe: s.probe,
        item: c.item,
        field: c.field,
        first: s.round - 1,
        points: new Map([[s.round - 1, c.before]]),
      }
      one.points.set(s.round, c.after)
      found.set(key, one)
    }
  }
  const out = [...found.values()].map(({ probe, item, field, first, points }) => {
    const values: number[] = []
    let value = points.get(first) ?? 0
    for (let round = first; round <= (rounds.get(probe) ?? first); round++)
      values.push((value = points.get(round) ?? value))
    return { probe, item, field, values, last: value, grown: value - values[0]!, moved: Math.max(...points.keys()) }
  })
  return out
    .sort((a, b) => b.moved - a.moved || Math.abs(b.grown) - Math.abs(a.grown))
    .map(({ moved: _moved, ...series }) => series)
}

/** What came, went or changed its words, newest first. */
export function comings(samples: readonly LiveSample[], most: number): Coming[] {
  const out: Coming[] = []
  for (const s of samples)
    for (const c of s.changes) {
      if (c.kind === 'changed' && typeof c.before === 'number' && typeof c.after === 'number') continue
      const what = c.field === null ? '' : `${c.field}: ${c.before ?? 'unknown'} → ${c.after ?? 'unknown'}`
      out.push({ round: s.round, at: s.at, probe: s.probe, kind: c.kind, item: c.item, what })
    }
  return out.slice(-most).reverse()
}

/** Growth per round as a line in a box, for an SVG `points`: flat at the bottom where nothing grew. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const steps = values.slice(1).map((v, i) => v - values[i]!)
  if (steps.length === 0) return ''
  const high = Math.max(...steps.map(Math.abs), 1)
  const x = (i: number) => (steps.length === 1 ? width / 2 : (i / (steps.length - 1)) * width)
  return steps.map((s, i) => `${x(i).toFixed(1)},${(height - (Math.abs(s) / high) * height).toFixed(1)}`).join(' ')
}
