/** Rows of a table of the case, for what the editor knows of a host. */
import type { TablePage } from '../../../shared/model'

/** Rows of one host as objects. */
export function rowsOf(page: TablePage | null, host: number): Record<string, unknown>[] {
  if (!page) return []
  return page.rows
    .map((row) => Object.fromEntries(page.columns.map((c, i) => [c.name, row[i]])))
    .filter((row) => row['host'] === undefined || row['host'] === host)
}
