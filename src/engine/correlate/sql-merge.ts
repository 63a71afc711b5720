/** Merges sights of the simpler facets in SQL: rows that agree in their key are one thing seen by several tools. */
import type { Column, Columns } from '../define'
import { FACETS, type Facet } from '../facets'
import { q, SQL_TYPE } from '../store/schema'
import type { Sql } from './json-insert'

export const columnsOf = (columns: Columns): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, SQL_TYPE[column.type]]))

/**
 * Makes `table` from `sight_<facet>`: one row for each distinct `key` (and `also`, an SQL expression over the sight),
 * the first known value of every other column, and a proof for each line that shows it.
 */
export async function distinctTable(
  db: Sql,
  table: string,
  facet: Facet,
  refKind: string,
  key: readonly string[],
  also?: string,
): Promise<void> {
  const columns = Object.entries(FACETS[facet] as Readonly<Record<string, Column>>)
  const keys = [...key.map(q), ...(also ? [also] : [])].join(', ')
  const values = columns.map(([name]) =>
    key.includes(name) ? q(name) : `arg_min(${q(name)}, id) FILTER (${q(name)} IS NOT NULL) AS ${q(name)}`,
  )
  await db.run(`CREATE OR REPLACE TEMP TABLE grouped AS
    SELECT *, dense_rank() OVER (ORDER BY first_id) AS row_id FROM (
      SELECT *, min(id) OVER (PARTITION BY host, ${keys}) AS first_id FROM ${q(`sight_${facet}`)}
    )`)
  await db.run(`CREATE OR REPLACE TABLE ${q(table)} AS
    SELECT row_id AS id, host, ${values.join(', ')}, list_sort(list_distinct(list(probe))) AS seen_by
    FROM grouped GROUP BY row_id, host${key.map((k) => `, ${q(k)}`).join('')} ORDER BY row_id`)
  await db.run(
    `INSERT INTO proofs SELECT ?, CAST(row_id AS VARCHAR), probe, probe || ' shows it', artifact, line, off, len FROM grouped ORDER BY id`,
    [refKind],
  )
  await db.run('DROP TABLE grouped')
}
