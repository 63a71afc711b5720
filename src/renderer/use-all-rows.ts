/** A whole table of moderate length, page after page, for what cannot be drawn from a part of it (a tree). */
import { useMemo } from 'react'
import type { Cell, ColumnInfo, Ref } from '../shared/model'
import { api } from './api'
import { useShown } from './panel'
import { useSession } from './session'
import { type Answer, useKeyed } from './use-call'

export interface AllRows {
  readonly columns: readonly ColumnInfo[]
  readonly rows: readonly (readonly Cell[])[]
  readonly total: number
  readonly get: (row: readonly Cell[], column: string) => Cell
}
const PAGE = 500
/** Past this the rest is left out, and said so by `total`. */
const MOST = 20_000

export function useAllRows(table: string, text = '', related: Ref | null = null): Answer<AllRows> {
  const version = useSession((s) => s.version)
  const open = useSession((s) => s.info !== null && s.engine.up)
  const shown = useShown()
  const answer = useKeyed(
    open && shown ? `${version} ${table} ${text} ${JSON.stringify(related)}` : null,
    async (signal) => {
      const rows: (readonly Cell[])[] = []
      let page = await api.engine.rows({ table, text, related, first: 0, count: PAGE }, { signal })
      rows.push(...page.rows)
      while (page.rows.length > 0 && rows.length < Math.min(page.total, MOST)) {
        page = await api.engine.rows({ table, text, related, first: rows.length, count: PAGE }, { signal })
        rows.push(...page.rows)
      }
      return { columns: page.columns, rows, total: page.total }
    },
  )
  const data = useMemo(() => {
    const found = answer.data
    if (!found) return null
    const at = new Map(found.columns.map((c, i) => [c.name, i]))
    return { ...found, get: (row: readonly Cell[], column: string) => row[at.get(column) ?? -1] ?? null }
  }, [answer.data])
  return { ...answer, data }
}
