import { ChartNoAxesColumn, Maximize2, Minus, Plus, ZoomIn } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { type Filter, NO_FILTER } from '../../../shared/model'
import { type Instant, instant } from '../../../shared/time'
import { goTo } from '../../actions'
import { api } from '../../api'
import { say } from '../../cases'
import { type ClockName, instantIn, printSpan } from '../../clock'
import { runCommand } from '../../commands'
import { count } from '../../format'
import { SEVERITIES } from '../../glossary-log'
import { definePanel } from '../../panel'
import { sameRef } from '../../query'
import { getState, patchFilter, select, setClock, useClock, useSession } from '../../session'
import { recall, store } from '../../stored'
import { Limits } from '../../ui/limits'
import { Button, Empty, FaultView, IconButton, Spinner } from '../../ui/parts'
import { useCall } from '../../use-call'
import type { YScale } from './bars'
import { Chart } from './chart'
import type { Mark } from './draw'
import { EventList } from './event-list'
import { Minimap } from './minimap'
import { hold, include, type View, whole, zoom } from './time-scale'
import './timeline.css'

/** Buckets of about three pixels, in steps, so that a small change of size asks nothing new. */
const bucketsFor = (width: number) => Math.max(40, Math.min(1200, Math.ceil(width / 3 / 40) * 40))

const TOPICS = ['logs', 'logins'] as const

function Timeline() {
  const info = useSession((s) => s.info)
  const span = info?.span ?? null
  const bounds = useMemo(() => (span ? whole(span) : null), [span])
  if (!bounds || !info)
    return (
      <Empty
        title="There is nothing on the timeline yet"
        action={<Button onClick={() => runCommand('open-files')}>Open evidence</Button>}
      >
        Log files, login records, process start times, a bodyfile, or captured ps and netstat output fill it. Drop them
        anywhere in the window.
      </Empty>
    )
  return <Filled bounds={bounds} />
}

function Filled({ bounds }: { readonly bounds: View }) {
  const info = useSession((s) => s.info)
  const filter = useSession((s) => s.filter)
  const selection = useSession((s) => s.selection)
  const goto = useSession((s) => s.goto)
  const clock = useClock()
  const [view, setView] = useState<View>(bounds)
  const [scale, setScale] = useState<YScale>(() => recall<YScale>('timeline.scale', 'linear'))
  const [width, setWidth] = useState(0)
  const [listed, setListed] = useState<{ from: Instant; to: Instant } | null>(null)
  const onShown = useCallback(
    (from: Instant | null, to: Instant | null) => setListed(from === null || to === null ? null : { from, to }),
    [],
  )
  const onWidth = useCallback((w: number) => setWidth(w), [])
  useEffect(() => setView(bounds), [bounds])
  useEffect(() => {
    if (goto) setView((v) => include(v, goto.ts, bounds))
  }, [goto, bounds])

  // The chart shows what lies around a chosen time range too, so it is asked without the range.
  const around: Filter = useMemo(() => ({ ...filter, from: null, to: null }), [filter])
  const buckets = bucketsFor(width)
  const shown = useCall('histogram', width > 0 ? { filter: around, from: view.from, to: view.to, buckets } : null)
  const all = useCall(
    'histogram',
    width > 0 ? { filter: NO_FILTER, from: bounds.from, to: bounds.to, buckets: 400 } : null,
  )
  const tied = useCall(
    'histogram',
    width > 0 && selection && selection.kind !== 'event' && selection.kind !== 'finding'
      ? { filter: { ...around, entity: selection }, from: view.from, to: view.to, buckets }
      : null,
  )
  const inspected = useCall('inspect', selection?.kind === 'event' ? { ref: selection } : null)
  const findings = useCall('findings', {})
  const marks = useMemo<Mark[]>(
    () =>
      (findings.data?.findings ?? []).flatMap((f) =>
        f.ts === null ? [] : [{ ts: f.ts, severity: f.severity, id: f.id }],
      ),
    [findings.data],
  )
  const captures = useMemo(
    () => (info?.captures ?? []).flatMap((c) => (c.capturedAt === null ? [] : [c.capturedAt])),
    [info],
  )
  const selected = selection?.kind === 'event' ? timeOf(inspected.data?.fields ?? []) : null
  const selectedFinding = selection?.kind === 'finding' ? (marks.find((m) => m.id === selection.id)?.ts ?? null) : null
  // What is selected in the list shows in the chart, wherever that was looking.
  const mark = selected ?? selectedFinding
  useEffect(() => {
    if (mark !== null) setView((v) => include(v, mark, bounds))
  }, [mark, bounds])
  const range =
    filter.from !== null || filter.to !== null ? { from: filter.from ?? bounds.from, to: filter.to ?? bounds.to } : null
  const showsTied =
    selection && selection.kind !== 'event' && selection.kind !== 'finding' && !sameRef(selection, filter.entity)

  const zoomToRange = () => {
    if (!range) return
    const margin = Math.round((range.to - range.from) * 0.03) + 1
    setView(hold({ from: instant(range.from - margin), to: instant(range.to + margin) }, bounds))
  }
  const point = async (at: Instant) => {
    try {
      const { ordinal, total } = await api.engine.locate({ filter: getState().filter, ts: at })
      if (total === 0) return
      const page = await api.engine.events({ filter: getState().filter, first: Math.min(ordinal, total - 1), count: 1 })
      const row = page.rows[0]
      if (row) select({ kind: 'event', id: String(row.id), host: row.host })
    } catch (error) {
      say(error)
    }
  }
  const middle = (view.from + view.to) / 2
  return (
    <>
      <div className="toolbar">
        <IconButton icon={Plus} label="Zoom in" hintKey="+" onClick={() => setView(zoom(view, middle, 0.5, bounds))} />
        <IconButton icon={Minus} label="Zoom out" hintKey="-" onClick={() => setView(zoom(view, middle, 2, bounds))} />
        <IconButton icon={Maximize2} label="Show the whole span" hintKey="0" onClick={() => setView(bounds)} />
        <IconButton
          icon={ZoomIn}
          label="Zoom to the time range of the query"
          hintKey="Z"
          disabled={!range}
          onClick={zoomToRange}
        />
        <span className="dim num">{printSpan(view.to - view.from)}</span>
        {(shown.stale || all.stale) && width > 0 && <Spinner />}
        <span className="grow" />
        <Legend />
        <fieldset className="segmented" aria-label="Height of the bars">
          {(['linear', 'log'] as const).map((s) => (
            <button
              key={s}
              type="button"
              aria-pressed={scale === s}
              data-hint={
                s === 'log' ? 'Heights by logarithm: small counts stay visible beside large ones' : 'Heights by count'
              }
              onClick={() => {
                store('timeline.scale', s)
                setScale(s)
              }}
            >
              {s}
            </button>
          ))}
        </fieldset>
        <ClockSwitch />
        <Button tone="quiet" hint="Go to a time" hintKey="Ctrl+G" onClick={() => runCommand('jump')}>
          Go to…
        </Button>
      </div>
      {shown.fault && <FaultView fault={shown.fault} again={shown.again} small />}
      <Chart
        view={view}
        bounds={bounds}
        histogram={shown.data}
        tied={showsTied ? tied.data : null}
        brush={range}
        captures={captures}
        findings={marks}
        selected={mark}
        listed={listed}
        scale={scale}
        zone={clock.zone}
        onView={setView}
        onWidth={onWidth}
        onBrush={(r) => patchFilter({ from: r?.from ?? null, to: r?.to ?? null })}
        onPoint={(at) => void point(at)}
        onFinding={(id) => {
          select({ kind: 'finding', id })
          const at = marks.find((m) => m.id === id)?.ts
          if (at !== undefined) goTo(at)
        }}
        onFit={() => setView(bounds)}
        onZoomToRange={zoomToRange}
      />
      <Minimap histogram={all.data} bounds={bounds} view={view} onView={setView} listed={listed} />
      <Limits topics={TOPICS} />
      <Untimed count={shown.data?.untimed ?? 0} />
      <EventList filter={filter} zone={clock.zone} room={width} onShown={onShown} />
    </>
  )
}

/** An event's time out of its inspection: its first field that is a time. */
const timeOf = (fields: readonly { readonly value: unknown }[]): Instant | null =>
  fields.map((f) => instantIn(f.value)).find((at) => at !== null) ?? null

function Untimed({ count: n }: { readonly count: number }) {
  if (n === 0) return null
  return (
    <p className="untimed">
      {count(n)} {n === 1 ? 'event carries' : 'events carry'} no time and {n === 1 ? 'stands' : 'stand'} at the end of
      the list.
    </p>
  )
}

function Legend() {
  return (
    <span className="legend" aria-hidden>
      {SEVERITIES.map((s, i) => (
        <span key={s.name} className={`sev-${i}`} data-hint={s.about}>
          <i />
          {s.short}
        </span>
      ))}
      <span className="sev-8" data-hint="No severity stated">
        <i />—
      </span>
    </span>
  )
}

const CLOCKS: readonly (readonly [ClockName, string, string])[] = [
  ['utc', 'UTC', 'Times in UTC'],
  ['host', 'host', 'Times in the host’s zone'],
  ['local', 'here', 'Times in this machine’s zone'],
]
function ClockSwitch() {
  const clock = useClock()
  return (
    <fieldset className="segmented" aria-label="Clock" data-testid="clock-switch">
      {CLOCKS.map(([name, label, about]) => (
        <button
          key={name}
          type="button"
          aria-pressed={clock.name === name}
          data-hint={clock.name === name ? `${about}: ${clock.label}` : about}
          onClick={() => setClock(name)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

export default definePanel({
  title: 'Timeline',
  icon: ChartNoAxesColumn,
  order: 2,
  about: 'All events of all sources in order of time',
  component: Timeline,
})
