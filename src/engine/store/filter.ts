/** A filter as conditions on `events e`. Text and entities become a set of event ids (see mask.ts); the rest is SQL. */
import type { Filter, Ref } from '../../shared/model'
import type { SqlParam } from './db'
import { EVENT_KINDS } from './schema'

export interface Conditions {
  /** Joined by AND; each on `e`. */
  readonly where: readonly string[]
  readonly params: readonly SqlParam[]
}

/** What the part of a filter that needs a set is about. */
export interface SetSpec {
  readonly text: string
  readonly entity: Ref | null
}

const sorted = <T>(list: readonly T[]): T[] => [...new Set(list)].sort()

/** Filters that mean the same have the same key. */
export const filterKey = (f: Filter): string =>
  JSON.stringify([
    f.text.toLowerCase(),
    f.severity,
    sorted(f.programs),
    sorted(f.kinds),
    sorted(f.hosts),
    f.entity ? [f.entity.kind, f.entity.id, f.entity.host ?? null] : null,
    f.from,
    f.to,
  ])

/**
 * The SQL part. A time range is half-open, [from, to), and leaves out events without a time: they cannot be said to lie
 * in it. A severity leaves out events that carry none. Programs are compared exactly.
 */
export function conditions(f: Filter): Conditions {
  const where: string[] = []
  const params: SqlParam[] = []
  const add = (text: string, ...values: SqlParam[]) => {
    where.push(text)
    params.push(...values)
  }
  if (f.severity !== null) add('e.severity <= ?', f.severity)
  if (f.programs.length > 0)
    add('e.program IN (SELECT id FROM words WHERE word IN (SELECT unnest(?::VARCHAR[])))', sorted(f.programs))
  if (f.kinds.length > 0) {
    const known = sorted(f.kinds).map((kind) => (EVENT_KINDS as readonly string[]).indexOf(kind))
    add(`e.kind IN (${known.map(() => '?').join(', ')})`, ...known)
  }
  if (f.hosts.length > 0) add(`e.host IN (${f.hosts.map(() => '?').join(', ')})`, ...f.hosts)
  if (f.from !== null) add('e.ts >= make_timestamp(?)', f.from)
  if (f.to !== null) add('e.ts < make_timestamp(?)', f.to)
  return { where, params }
}
