/** The events by ordinal: any length, the rows on show are fetched, the rest is a number. */
import { useEffect, useRef, useState } from 'react'
import type { EventRow, Filter } from '../../../shared/model'
import type { Zone } from '../../../shared/time'
import { copy, showRaw } from '../../actions'
import { api } from '../../api'
import { printFull, printIn } from '../../clock'
import { count, tsvCell } from '../../format'
import { KINDS, SEVERITIES } from '../../glossary-log'
import { hostName, select, useSession } from '../../session'
import { recall, store } from '../../stored'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Empty, FaultView, Loading, Severity } from '../../ui/parts'
import { RowList, type RowListHandle } from '../../ui/row-list'
import { refText } from '../../ui/value-menu'
import { useCall } from '../../use-call'
import { usePages } from '../../use-pages'

const COLUMNS = [
  ['time', 'Time', 158, 'When it happened, on the clock that is chosen'],
  ['severity', 'Sev', 52, 'Severity (RFC 5424), when the line or its rule tells it'],
  ['host', 'Host', 84, 'Host that the evidence is of'],
  ['kind', 'Kind', 62, 'What the event is: a log line, a login, a file time, …'],
  ['program', 'Program', 110, 'Program that logged it'],
  ['pid', 'PID', 66, 'Process id that was logged; a PID is not an identity'],
] as const
type Name = (typeof COLUMNS)[number][0]

/** Where there is little room the message matters most. */
const fits = (name: Name, room: number, manyHosts: boolean): boolean =>
  name === 'host' ? manyHosts || room > 1000 : name === 'kind' ? room > 720 : name === 'pid' ? room > 560 : true

export function EventList({
  filter,
  zone,
  room,
}: {
  readonly filter: Filter
  readonly zone: Zone
  /** Pixels across. */
  readonly room: number
}) {
  const version = useSession((s) => s.version)
  const info = useSession((s) => s.info)
  const selection = useSession((s) => s.selection)
  const goto = useSession((s) => s.goto)
  const [widths, setWidths] = useState<Partial<Record<Name, number>>>(() => recall('columns.events', {}))
  const [cursor, setCursor] = useState<number | null>(null)
  const [range, setRange] = useState({ first: 0, last: 0 })
  const list = useRef<RowListHandle>(null)
  const key = `${version} ${JSON.stringify(filter)}`
  const pages = usePages<EventRow>(info ? key : null, (first, n, signal) =>
    api.engine.events({ filter, first, count: n }, { signal }),
  )
  const total = pages.total ?? 0
  const selectedId = selection?.kind === 'event' ? selection.id : null
  const tied = useTiedEvents(filter, pages.row(range.first), pages.row(range.last))

  // A selection or a time from elsewhere is looked up by ordinal and brought into view.
  const shownRow = useRef<string | null>(null)
  useEffect(() => {
    if (selectedId === null || shownRow.current === selectedId || pages.total === null) return
    shownRow.current = selectedId
    const controller = new AbortController()
    api.engine.locate({ filter, event: Number(selectedId) }, { signal: controller.signal }).then(
      ({ ordinal }) => {
        setCursor(ordinal)
        list.current?.reveal(ordinal, 'centre')
      },
      () => {},
    )
    return () => controller.abort()
  }, [selectedId, filter, pages.total])
  const gone = useRef<unknown>(null)
  useEffect(() => {
    if (!goto || gone.current === goto || pages.total === null) return
    gone.current = goto
    api.engine.locate({ filter, ts: goto.ts }).then(
      ({ ordinal, total: all }) => {
        const row = Math.min(ordinal, all - 1)
        setCursor(row)
        list.current?.reveal(row, 'centre')
      },
      () => {},
    )
  }, [goto, filter, pages.total])

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
    shownRow.current = String(row.id)
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
          } else if (e.key === 'r' && !e.ctrlKey && !e.metaKey) showRaw(row.artifact, row.off, row.len)
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
                  const next = { ...widths, [name]: w }
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
              data-raw={`${row.artifact} ${row.off} ${row.len}`}
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

function EventCell({
  name,
  row,
  width,
  zone,
  host,
}: {
  readonly name: Name
  readonly row: EventRow
  readonly width: number
  readonly zone: Zone
  readonly host: string
}) {
  const cell = (
    className: string,
    value: string,
    kind: string | undefined,
    content: React.ReactNode,
    hint?: string,
  ) => (
    <div
      className={`cell ${className}`}
      role="gridcell"
      style={{ width }}
      data-value={value}
      data-kind={kind}
      data-hint={hint}
    >
      {content}
    </div>
  )
  const unknown = (why: string) => (
    <span className="unknown" data-hint={why}>
      {'\u2003'}
    </span>
  )
  switch (name) {
    case 'time': {
      const text = row.ts === null ? '' : printIn(row.ts, zone)
      return cell(
        'time',
        text,
        undefined,
        row.ts === null ? unknown('No time: the line carries none') : text,
        row.ts === null ? undefined : printFull(row.ts, zone),
      )
    }
    case 'severity':
      return cell(
        '',
        row.severity === null ? '' : (SEVERITIES[row.severity]?.name ?? ''),
        undefined,
        <Severity value={row.severity} />,
      )
    case 'host':
      return cell('', host, undefined, <Inert text={host} />)
    case 'kind':
      return cell('dim', row.kind, undefined, row.kind, KINDS[row.kind])
    case 'program':
      return cell(
        '',
        row.program ?? '',
        'program',
        row.program === null ? unknown('No program: the line names none') : <Inert text={row.program} />,
      )
    case 'pid':
      return cell(
        'right num',
        row.pid === null ? '' : String(row.pid),
        undefined,
        row.pid ?? unknown('No PID: the line names none'),
      )
  }
}

function HeadCell({
  label,
  about,
  width,
  right,
  onWidth,
}: {
  readonly label: string
  readonly about: string
  readonly width: number
  readonly right: boolean
  readonly onWidth: (width: number, done: boolean) => void
}) {
  const drag = useRef<{ x: number; width: number } | null>(null)
  const to = (x: number) => Math.max(36, (drag.current?.width ?? width) + x - (drag.current?.x ?? x))
  return (
    <div className={`head-cell ${right ? 'right' : ''}`} role="columnheader" style={{ width }} data-hint={about}>
      {label}
      <span
        className="head-grip"
        onPointerDown={(e) => {
          drag.current = { x: e.clientX, width }
          e.currentTarget.setPointerCapture(e.pointerId)
        }}
        onPointerMove={(e) => drag.current && onWidth(to(e.clientX), false)}
        onPointerUp={(e) => {
          if (drag.current) onWidth(to(e.clientX), true)
          drag.current = null
        }}
      />
    </div>
  )
}

const NONE: ReadonlySet<number> = new Set()
/** Which of the rows on show are tied to the selection. */
function useTiedEvents(filter: Filter, first: EventRow | undefined, last: EventRow | undefined): ReadonlySet<number> {
  const selection = useSession((s) => s.selection)
  const ask =
    selection && selection.kind !== 'event' && selection.kind !== 'finding' && first?.ts != null && last?.ts != null
      ? { filter: { ...filter, entity: selection, from: first.ts, to: last.ts }, first: 0, count: 200 }
      : null
  const { data } = useCall('events', ask)
  return ask && data ? new Set(data.rows.map((r) => r.id)) : NONE
}
