/** The events by ordinal: any length, the rows on show are fetched, the rest is a number. */
import { useEffect, useRef, useState } from 'react'
import type { EventRow, Filter } from '../../../shared/model'
import type { Instant, Zone } from '../../../shared/time'
import { copy, showRaw, showRawOf } from '../../actions'
import { api } from '../../api'
import { printFull } from '../../clock'
import { count, tsvCell } from '../../format'
import { SEVERITIES } from '../../glossary-log'
import { hostName, select, useSession } from '../../session'
import { recall, store } from '../../stored'
import { withWidth } from '../../ui/head-grip'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Empty, FaultView, Loading } from '../../ui/parts'
import { RowList, type RowListHandle } from '../../ui/row-list'
import { refText } from '../../ui/value-menu'
import { usePages } from '../../use-pages'
import { COLUMNS, EventCell, fits, HeadCell, type Name } from './event-cells'
import { usePlace, useTiedEvents } from './use-place'

/** The moment of a capture, and what correlation adds, have no line of their own. */
const hasLine = (row: EventRow): boolean => row.len > 0

export interface EventListProps {
  readonly filter: Filter
  readonly zone: Zone
  /** Pixels across. */
  readonly room: number
  /** Times of the first and last row in view. */
  readonly onShown: (first: Instant | null, last: Instant | null) => void
}

export function EventList(props: EventListProps) {
  const { filter, zone, room } = props
  const version = useSession((s) => s.version)
  const info = useSession((s) => s.info)
  const selection = useSession((s) => s.selection)
  const [widths, setWidths] = useState<Partial<Record<Name, number>>>(() => recall('columns.events', {}))
  const [at, setAt] = useState<{ key: string; row: number } | null>(null)
  const [range, setRange] = useState({ first: 0, last: 0 })
  const list = useRef<RowListHandle>(null)
  const key = `${version} ${JSON.stringify(filter)}`
  // A row number means something only within one filter.
  const cursor = at?.key === key ? at.row : null
  const setCursor = (row: number) => setAt({ key, row })
  const pages = usePages<EventRow>(info ? key : null, (first, n, signal) =>
    api.engine.events({ filter, first, count: n }, { signal }),
  )
  const total = pages.total ?? 0
  const selectedId = selection?.kind === 'event' ? selection.id : null
  const tied = useTiedEvents(filter, pages.row(range.first), pages.row(range.last))

  const place = usePlace({ key, filter, ready: pages.total !== null && !pages.stale, selectedId }, (row) => {
    setCursor(row)
    list.current?.reveal(row, 'centre')
  })
  const { onShown } = props
  const firstTs = pages.row(range.first)?.ts ?? null
  const lastTs = pages.row(Math.min(range.last, total - 1))?.ts ?? null
  useEffect(() => onShown(firstTs, lastTs), [firstTs, lastTs, onShown])

  // A row that was walked to before its page was there is selected when it comes.
  const awaited = useRef<number | null>(null)
  useEffect(() => {
    if (awaited.current !== null && pages.row(awaited.current)) pick(awaited.current, true)
  })
  const pick = (i: number, browse: boolean) => {
    setCursor(i)
    const row = pages.row(i)
    awaited.current = row ? null : i
    if (!row) return
    place.taken(String(row.id))
    select({ kind: 'event', id: String(row.id), host: row.host }, browse)
  }
  if (pages.fault && pages.total === null) return <FaultView fault={pages.fault} again={pages.again} />
  if (pages.total === null) return <Loading what="Reading the timeline" />
  if (total === 0)
    return (
      <Empty title="No event fits">
        The query or its time range leaves nothing. Remove a chip in the query line, or press Ctrl+Shift+X to clear it.
      </Empty>
    )
  const manyHosts = (info?.hosts.length ?? 0) > 1
  const shown = COLUMNS.filter(([name]) => fits(name, room, manyHosts))
  const width = (name: Name) => widths[name] ?? COLUMNS.find((c) => c[0] === name)?.[2] ?? 80
  const tsv = (r: EventRow) =>
    [
      r.ts === null ? '' : printFull(r.ts, zone),
      r.severity === null ? '' : (SEVERITIES[r.severity]?.name ?? ''),
      hostName(info, r.host),
      r.program ?? '',
      r.pid ?? '',
      r.text,
    ]
      .map((c) => tsvCell(String(c)))
      .join('\t')
  return (
    <>
      {pages.fault && <FaultView fault={pages.fault} again={pages.again} small />}
      <RowList
        handle={list}
        total={total}
        label="Events"
        idPrefix="event"
        cursor={cursor}
        stale={pages.stale}
        onRange={(first, last) => {
          pages.want(first, last)
          if (first !== range.first || last !== range.last) setRange({ first, last })
        }}
        onCursor={(i) => pick(i, true)}
        onEnter={(i) => pick(i, false)}
        onKey={(e) => {
          const row = cursor === null ? undefined : pages.row(cursor)
          if (!row) return
          if (e.key === 'c' && (e.ctrlKey || e.metaKey) && !window.getSelection()?.toString()) {
            e.preventDefault()
            void copy(tsv(row), 'Row')
          } else if (e.key === 'r' && !e.ctrlKey && !e.metaKey) {
            if (hasLine(row)) showRaw(row.artifact, row.off, row.len)
            else void showRawOf({ kind: 'event', id: String(row.id), host: row.host })
          }
        }}
        header={
          <div className="head" role="row">
            {shown.map(([name, label, , about]) => (
              <HeadCell
                key={name}
                label={label}
                about={about}
                right={name === 'pid'}
                width={width(name)}
                onWidth={(w, done) => {
                  const next = withWidth(widths as Record<string, number>, name, w)
                  setWidths(next)
                  if (done) store('columns.events', next)
                }}
              />
            ))}
            <div className="head-cell last" role="columnheader" data-hint="The message, or what happened in words">
              Text
            </div>
          </div>
        }
        render={(i) => {
          const row = pages.row(i)
          if (!row) return <div key={i} className="row" />
          const id = String(row.id)
          const isTied = tied.has(row.id)
          return (
            <div
              key={i}
              id={`event-${i}`}
              className={`row event ${id === selectedId ? 'selected' : isTied ? 'tied' : ''} ${i === cursor ? 'cursor' : ''} ${row.examiner ? 'examiner' : ''}`}
              role="row"
              aria-rowindex={i + 1}
              aria-selected={id === selectedId}
              data-testid={`row-events-${id}`}
              data-ref={refText({ kind: 'event', id, host: row.host })}
              data-host={row.host}
              data-raw={hasLine(row) ? `${row.artifact} ${row.off} ${row.len}` : undefined}
              data-ts={row.ts ?? undefined}
              onPointerDown={(e) => {
                if (e.button === 0) pick(i, false)
              }}
            >
              {shown.map(([name]) => (
                <EventCell
                  key={name}
                  name={name}
                  row={row}
                  width={width(name)}
                  zone={zone}
                  host={hostName(info, row.host)}
                />
              ))}
              <div
                className="cell last event-text"
                role="gridcell"
                data-value={row.text}
                data-hint={row.text.length > 90 ? inertString(row.text.slice(0, 1500)) : undefined}
              >
                {row.examiner && (
                  <span className="examiner-mark" data-hint="Caused by the examiner: this is our own trace">
                    ours
                  </span>
                )}
                <Inert text={row.text} mark={filter.text} />
              </div>
            </div>
          )
        }}
      />
      <div className="list-foot num" role="status">
        {cursor !== null && cursor < total ? `${count(cursor + 1)} of ` : ''}
        {count(total)} events
      </div>
    </>
  )
}
