/**
 * Facts that the tests of insights-core assert of an input, in their own expressions (`lo['mtu'] == 65536`). A comparator
 * says for each expression what the value is here; a test that is about several inputs also states facts of the others.
 */
import type { Compared, Input, Pair } from './define'

interface Fact {
  readonly fact: string
  readonly op: '==' | '!=' | 'is' | 'is not' | 'raises'
  readonly value: unknown
}
/** A value, or how it is made from what the pattern found. */
export type Ours =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly unknown[]
  | Readonly<Record<string, unknown>>
  | ((m: RegExpExecArray) => unknown)
export interface Facts {
  /** Expression -> our value; of a pattern the first that matches the whole expression counts. */
  readonly ours: readonly (readonly [expression: string | RegExp, value: Ours])[]
  /** Facts of another input of the same test, or of no input: not compared. */
  readonly elsewhere?: readonly (string | RegExp)[]
  /** Expressions for which we have no column, and what they ask for. */
  readonly notCarried?: readonly (readonly [expression: string | RegExp, field: string])[]
  /** For inputs that their parser must refuse: whether ours does. */
  readonly rejected?: boolean
}

const fits = (pattern: string | RegExp, fact: string): RegExpExecArray | null => {
  if (typeof pattern !== 'string') return pattern.exec(fact)
  return pattern === fact ? ([fact] as unknown as RegExpExecArray) : null
}

export function compareFacts(input: Input, facts: Facts): Compared {
  const pairs: Pair[] = []
  const notCarried = new Set<string>()
  for (const { fact, op, value } of input.json<{ facts: readonly Fact[] }>().facts) {
    const with_ = `${fact}=${JSON.stringify(value)}`
    if (op === 'raises') {
      if (facts.elsewhere?.includes('raises')) continue
      pairs.push({ where: 'file', field: 'refused', theirs: true, ours: facts.rejected ?? 'not asked' })
      continue
    }
    if (facts.elsewhere?.some((p) => fits(p, fact) || fits(p, with_))) continue
    const gap = facts.notCarried?.find(([p]) => fits(p, fact))
    if (gap) {
      notCarried.add(gap[1])
      continue
    }
    let ours: unknown = 'fact not mapped'
    for (const [pattern, read] of facts.ours) {
      const m = fits(pattern, fact)
      if (!m) continue
      ours = typeof read === 'function' ? read(m) : read
      break
    }
    const there = ours !== null && ours !== undefined && ours !== ''
    if (op === 'is not') pairs.push({ where: 'fact', field: fact, theirs: true, ours: there })
    else if (op === '!=')
      pairs.push({
        where: 'fact',
        field: `${fact} is not ${String(value)}`,
        theirs: true,
        ours: String(ours) !== String(value),
      })
    else pairs.push({ where: 'fact', field: fact, theirs: value, ours })
  }
  return { pairs, notCarried: [...notCarried] }
}
