/** Ids of a table's rows that are tied to the selection, so that a selection shows in every panel. */
import { useMemo } from 'react'
import type { Ref } from '../../shared/model'
import { sameRef } from '../query'
import { useSession } from '../session'
import { useCall } from '../use-call'

const NONE: ReadonlySet<string> = new Set()
const MOST = 500

export function useTied(table: string, own: Ref['kind'] | null): ReadonlySet<string> {
  const selection = useSession((s) => s.selection)
  const entity = useSession((s) => s.filter.entity)
  // When only what is tied is on show, marking all of it says nothing.
  const ask =
    selection && selection.kind !== own && selection.kind !== 'finding' && !sameRef(selection, entity)
      ? selection
      : null
  const { data } = useCall('rows', ask ? { table, related: ask, first: 0, count: MOST } : null)
  return useMemo(() => {
    if (!ask || !data) return NONE
    const at = data.columns.findIndex((c) => c.name === 'id')
    return new Set(data.rows.map((r) => String(r[at < 0 ? 0 : at])))
  }, [data, ask])
}
