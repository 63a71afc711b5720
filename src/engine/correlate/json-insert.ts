/** Inserts rows that correlation made: one bound JSON parameter a batch, so no value ever becomes SQL text. */
import { q } from '../store/schema'

export interface Sql {
  all<T>(sql: string, params?: readonly (string | number | boolean | null)[]): Promise<T[]>
  run(sql: string, params?: readonly (string | number | boolean | null)[]): Promise<void>
}

const BATCH = 5_000

/**
 * `columns`: name -> SQL type. A TIMESTAMP is given as integer microseconds. The table is made anew.
 */
export async function replaceTable(
  db: Sql,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly object[],
): Promise<void> {
  const names = Object.keys(columns)
  await db.run(`CREATE OR REPLACE TABLE ${q(table)} (${names.map((n) => `${q(n)} ${columns[n]}`).join(', ')})`)
  const shape = JSON.stringify([
    Object.fromEntries(names.map((n) => [n, columns[n] === 'TIMESTAMP' ? 'BIGINT' : columns[n]])),
  ])
  const shown = names.map((n) => (columns[n] === 'TIMESTAMP' ? `make_timestamp(r.${q(n)})` : `r.${q(n)}`)).join(', ')
  for (let i = 0; i < rows.length; i += BATCH)
    await db.run(`INSERT INTO ${q(table)} SELECT ${shown} FROM (SELECT unnest(from_json(?::JSON, '${shape}')) AS r)`, [
      JSON.stringify(rows.slice(i, i + BATCH)),
    ])
}
