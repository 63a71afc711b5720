/** What captures could not see, as the index keeps it: what importers stated, and what was derived (derive-limits.ts). */
import { type Limit, limitsAbout, type Topic } from '../../shared/limits'
import type { Sql } from '../correlate/json-insert'

/** Limits of one capture, in the order in which they were told. */
export async function insertLimits(
  db: Sql,
  capture: number,
  host: number,
  limits: readonly Limit[],
  derived: boolean,
): Promise<void> {
  if (limits.length === 0) return
  const shape = '[{"about":["VARCHAR"],"says":"VARCHAR"}]'
  await db.run(
    `INSERT INTO limits SELECT ?, ?, r.about, r.says, ? FROM (SELECT unnest(from_json(?::JSON, '${shape}')) AS r)`,
    [capture, host, derived, JSON.stringify(limits)],
  )
}

export interface HostLimit extends Limit {
  readonly capture: number
  readonly host: number
}
/** All limits of a case. */
export async function readLimits(db: Pick<Sql, 'all'>): Promise<HostLimit[]> {
  const rows = await db.all<{ capture: number; host: number; about: string; says: string }>(
    `SELECT capture, host, to_json(about)::VARCHAR AS about, says FROM limits ORDER BY capture, derived, rowid`,
  )
  return rows.map((r) => ({ ...r, about: JSON.parse(r.about) as Topic[] }))
}

/** What stands beside a finding: sentences about its host and the tables that its rule looked at, each once. */
export const sentences = (limits: readonly HostLimit[], topics: readonly Topic[], host: number | null): string[] => [
  ...new Set(limitsAbout(host === null ? limits : limits.filter((l) => l.host === host), topics).map((l) => l.says)),
]
