/** Where in the list a selection or a time from elsewhere lies, and which rows on show are tied to the selection. */
import { useEffect, useRef } from 'react'
import type { EventRow, Filter } from '../../../shared/model'
import { api } from '../../api'
import { sameRef } from '../../query'
import { useSession } from '../../session'
import { useCall } from '../../use-call'

export interface Place {
  /** The filter and version that row numbers belong to. */
  readonly key: string
  readonly filter: Filter
  /** Whether the list shows that filter already. */
  readonly ready: boolean
  readonly selectedId: string | null
}

/** Looks up the row of the selected event, or of a time to go to, and hands it over. Its own picks are not looked up. */
export function usePlace({ key, filter, ready, selectedId }: Place, onRow: (row: number) => void) {
  const goto = useSession((s) => s.goto)
  const done = useRef<string | null>(null)
  const gone = useRef<unknown>(null)
  const latest = useRef(onRow)
  latest.current = onRow
  const asked = useRef(filter)
  asked.current = filter

  useEffect(() => {
    if (!ready || selectedId === null) return
    const want = `${key} ${selectedId}`
    if (done.current === want) return
    const controller = new AbortController()
    api.engine.locate({ filter: asked.current, event: Number(selectedId) }, { signal: controller.signal }).then(
      ({ ordinal, total }) => {
        if (controller.signal.aborted) return
        done.current = want
        latest.current(Math.max(0, Math.min(ordinal, total - 1)))
      },
      // Not found is no fault: the event may lie outside of the filter.
      () => {},
    )
    return () => controller.abort()
  }, [key, ready, selectedId])

  useEffect(() => {
    if (!ready || !goto || gone.current === goto) return
    const controller = new AbortController()
    api.engine.locate({ filter: asked.current, ts: goto.ts }, { signal: controller.signal }).then(
      ({ ordinal, total }) => {
        if (controller.signal.aborted) return
        gone.current = goto
        latest.current(Math.max(0, Math.min(ordinal, total - 1)))
      },
      () => {},
    )
    return () => controller.abort()
  }, [goto, ready])

  return {
    /** The list itself selected this event. */
    taken: (id: string) => {
      done.current = `${key} ${id}`
    },
  }
}

const NONE: ReadonlySet<number> = new Set()
/** Which of the rows on show are tied to the selection. */
export function useTiedEvents(
  filter: Filter,
  first: EventRow | undefined,
  last: EventRow | undefined,
): ReadonlySet<number> {
  const selection = useSession((s) => s.selection)
  const ask =
    selection &&
    selection.kind !== 'event' &&
    selection.kind !== 'finding' &&
    !sameRef(selection, filter.entity) &&
    first?.ts != null &&
    last?.ts != null
      ? { filter: { ...filter, entity: selection, from: first.ts, to: last.ts }, first: 0, count: 200 }
      : null
  const { data } = useCall('events', ask)
  return ask && data ? new Set(data.rows.map((r) => r.id)) : NONE
}
