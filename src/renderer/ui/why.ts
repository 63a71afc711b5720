/** Why a link is tied, as far as it is news beside the thing, the link and the name of their group. Pure. */
import type { Link, Ref } from '../../shared/model'

/** Words that tie without telling: `the line names it`, `a line of it shows it`. */
const PLAIN = new Set(
  'a the it its this of by is was has holds names name logged wrote about line file shows'.split(' '),
)

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[^\s;,()]+/g) ?? []
const singular = (word: string): string => (word.endsWith('sses') ? word.slice(0, -2) : word.replace(/s$/, ''))

/** Clauses of `how`: `user of it (names address 10.0.0.1; lsof names 7/sh as owner)` is three. */
function clauses(how: string): string[] {
  const within = /^(.*?) \((.*)\)$/s.exec(how)
  const parts = within ? [within[1] as string, ...(within[2] as string).split('; ')] : how.split('; ')
  return parts.filter((part) => part !== '')
}

/**
 * For each link of a group, what its `how` says beyond the obvious, and what all of them have in common (said once).
 * `of` is the thing that is looked at; empty strings where there is nothing to add.
 */
export function whys(
  of: Ref,
  group: string,
  links: readonly Pick<Link, 'how'>[],
): { readonly common: string; readonly each: readonly string[] } {
  const known = new Set([...PLAIN, of.kind, ...wordsOf(of.id), ...wordsOf(group), ...wordsOf(group).map(singular)])
  const told = links.map((l) => clauses(l.how).filter((c) => wordsOf(c).some((word) => !known.has(word))))
  const first = told[0] ?? []
  const differs = first.findIndex((clause, i) => told.some((other) => other[i] !== clause))
  const shared = told.length < 2 ? 0 : differs < 0 ? first.length : differs
  return { common: first.slice(0, shared).join('; '), each: told.map((one) => one.slice(shared).join('; ')) }
}
