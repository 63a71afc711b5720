/** What correlation reads and writes: sights with their origin in, merged rows with proofs, ties and disagreements out. */
import type { Facet, FacetRow } from '../facets'

export interface Origin {
  readonly id: number
  readonly probe: string
  readonly host: number
  readonly capture: number
  readonly artifact: number
  readonly line: number | null
  readonly off: number
  readonly len: number
}
export type SightOf<F extends Facet> = FacetRow<F> & Origin

export interface ProofRow {
  readonly kind: string
  readonly id: string
  readonly probe: string
  readonly says: string
  readonly artifact: number
  readonly line: number | null
  readonly off: number
  readonly len: number
}
export interface Disagreement {
  readonly kind: string
  readonly id: string
  readonly field: string
  readonly source: string
  readonly value: string
}
export interface TieRow {
  readonly a_kind: string
  readonly a_id: string
  readonly b_kind: string
  readonly b_id: string
  readonly how: string
  readonly sure: boolean
  readonly host: number
  readonly artifact: number | null
  readonly line: number | null
  readonly off: number | null
  readonly len: number | null
}

export const proof = (kind: string, id: number, sight: Origin, says: string): ProofRow => ({
  kind,
  id: String(id),
  probe: sight.probe,
  says,
  artifact: sight.artifact,
  line: sight.line,
  off: sight.off,
  len: sight.len,
})

/** The first value that is known. */
export function first<T, K extends keyof T>(from: readonly T[], key: K): NonNullable<T[K]> | null {
  for (const one of from) if (one[key] !== null && one[key] !== undefined) return one[key] as NonNullable<T[K]>
  return null
}

/**
 * Lists each distinct value of a field with who says it, when they cannot all be the same thing. `same` tells whether
 * two texts may stand for one value (a name cut to 15 characters, a number for a user name).
 */
export function disagreements<T extends Origin>(
  kind: string,
  id: number,
  field: keyof T & string,
  sights: readonly T[],
  same: (a: string, b: string) => boolean,
): Disagreement[] {
  const seen: { source: string; value: string }[] = []
  for (const s of sights) {
    const value = s[field]
    if (value === null || value === undefined) continue
    const text = String(value)
    if (!seen.some((o) => o.value === text && o.source === s.probe)) seen.push({ source: s.probe, value: text })
  }
  const differ = seen.some((a, i) => seen.some((b, k) => k > i && a.value !== b.value && !same(a.value, b.value)))
  return differ ? seen.map((s) => ({ kind, id: String(id), field, ...s })) : []
}

/** A name that some tools cut (ps to 8 with `+`, comm to 15, netstat to its column) against the same name whole. */
export function cutName(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const stem = short.replace(/\+$/, '')
  return long.startsWith(stem) || /^\d+$/.test(short) || /^\d+$/.test(long)
}
