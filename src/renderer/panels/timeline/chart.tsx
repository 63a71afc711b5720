/** The histogram: brush, zoom, pan, click; what it shows is asked for by the panel. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Instant } from '../../../shared/time'
import { printIn, printSpan } from '../../clock'
import { count } from '../../format'
import { SEVERITIES } from '../../glossary-log'
import { useSession } from '../../session'
import { AXIS, draw, readPalette, type Scene, TOP } from './draw'
import { atX, pan, snap, type View, xOf, zoom } from './time-scale'

export interface ChartProps extends Omit<Scene, 'hover'> {
  readonly bounds: View
  readonly onView: (view: View) => void
  readonly onBrush: (range: { from: Instant; to: Instant } | null) => void
  readonly onPoint: (at: Instant) => void
  readonly onFinding: (id: string) => void
  readonly onFit: () => void
  readonly onZoomToRange: () => void
  readonly onWidth: (width: number) => void
}
type Drag = { readonly kind: 'brush' | 'pan'; readonly x: number; readonly view: View; moved: boolean }

export function Chart(props: ChartProps) {
  const { view, bounds, histogram, zone, onView } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [hover, setHover] = useState<number | null>(null)
  const [pulled, setPulled] = useState<{ from: number; to: number } | null>(null)
  const drag = useRef<Drag | null>(null)
  // The palette is read again when the theme changes.
  const theme = useSession((s) => s.theme)
  const { width, height } = size

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      const box = element.getBoundingClientRect()
      if (box.width === 0) return
      setSize({ width: box.width, height: box.height })
      props.onWidth(box.width)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [props.onWidth])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the palette
  useEffect(() => {
    const element = canvas.current
    const g = element?.getContext('2d')
    if (!element || !g || width === 0) return
    const ratio = window.devicePixelRatio || 1
    element.width = Math.round(width * ratio)
    element.height = Math.round(height * ratio)
    g.setTransform(ratio, 0, 0, ratio, 0, 0)
    draw(g, width, height, { ...props, brush: pulled ?? props.brush, hover: pulled ? null : hover }, readPalette())
  }, [props, hover, pulled, width, height, theme])

  const latest = useRef({ view, bounds, width, onView })
  latest.current = { view, bounds, width, onView }
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const onWheel = (e: WheelEvent) => {
      e.preventDefault()
      const { view, bounds, width, onView } = latest.current
      const sideways = e.shiftKey ? e.deltaY : e.deltaX
      if (Math.abs(sideways) > Math.abs(e.shiftKey ? 0 : e.deltaY))
        return onView(pan(view, (sideways / width) * (view.to - view.from), bounds))
      const around = atX(e.offsetX, view, width)
      onView(zoom(view, around, Math.exp(Math.max(-1, Math.min(1, e.deltaY / 240))), bounds))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [])

  const place = (e: PointerEvent) => e.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)
  const findingAt = (x: number, y: number) =>
    y <= TOP ? props.findings.find((f) => Math.abs(xOf(f.ts, view, width) - x) <= 6) : undefined
  const onDown = (e: PointerEvent<HTMLCanvasElement>) => {
    const x = place(e)
    const y = e.clientY - e.currentTarget.getBoundingClientRect().top
    const panning = e.button === 1 || e.shiftKey || y > height - AXIS
    if (e.button > 1) return
    drag.current = { kind: panning ? 'pan' : 'brush', x, view, moved: false }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const onMove = (e: PointerEvent<HTMLCanvasElement>) => {
    const x = place(e)
    setHover(x)
    const d = drag.current
    if (!d) return
    if (Math.abs(x - d.x) > 3) d.moved = true
    if (!d.moved) return
    if (d.kind === 'pan') onView(pan(d.view, ((d.x - x) / width) * (d.view.to - d.view.from), bounds))
    else setPulled({ from: atX(Math.min(x, d.x), view, width), to: atX(Math.max(x, d.x), view, width) })
  }
  const onUp = (e: PointerEvent<HTMLCanvasElement>) => {
    const d = drag.current
    drag.current = null
    if (!d) return
    const x = place(e)
    if (d.kind === 'brush' && d.moved && pulled)
      props.onBrush({ from: snap(pulled.from, view, width), to: snap(pulled.to, view, width) })
    else if (!d.moved) {
      const finding = findingAt(x, e.clientY - e.currentTarget.getBoundingClientRect().top)
      if (finding) props.onFinding(finding.id)
      else props.onPoint(atX(x, view, width))
    }
    setPulled(null)
  }
  const onKey = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const middle = (view.from + view.to) / 2
    const step = (view.to - view.from) / 8
    const acts: Record<string, () => void> = {
      '+': () => onView(zoom(view, middle, 0.6, bounds)),
      '=': () => onView(zoom(view, middle, 0.6, bounds)),
      w: () => onView(zoom(view, middle, 0.6, bounds)),
      '-': () => onView(zoom(view, middle, 1.6, bounds)),
      s: () => onView(zoom(view, middle, 1.6, bounds)),
      a: () => onView(pan(view, -step, bounds)),
      ArrowLeft: () => onView(pan(view, -step, bounds)),
      d: () => onView(pan(view, step, bounds)),
      ArrowRight: () => onView(pan(view, step, bounds)),
      '0': props.onFit,
      z: props.onZoomToRange,
      Escape: () => props.onBrush(null),
    }
    const act = acts[e.key.length === 1 ? e.key.toLowerCase() : e.key]
    if (!act) return
    e.preventDefault()
    act()
  }

  return (
    <div className="chart">
      <canvas
        ref={canvas}
        data-testid="histogram"
        role="img"
        tabIndex={0}
        aria-label={`Events over time, ${histogram ? count(histogram.total) : 'loading'}. Plus and minus zoom, arrows move, 0 shows all`}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerLeave={() => setHover(null)}
        onDoubleClick={props.onZoomToRange}
        onKeyDown={onKey}
      />
      {hover !== null && !drag.current && width > 0 && <Readout {...props} x={hover} width={width} zone={zone} />}
    </div>
  )
}

/** What lies under the pointer: the bucket's time and its counts by severity. */
function Readout({
  view,
  histogram,
  x,
  width,
  zone,
  findings,
}: ChartProps & { readonly x: number; readonly width: number }) {
  const at = atX(x, view, width)
  const i = histogram ? Math.floor((at - histogram.from) / histogram.step) : -1
  const parts = (histogram?.series ?? [])
    .map((s) => ({ severity: s.severity, n: s.counts[i] ?? 0 }))
    .filter((s) => s.n > 0)
  const near = findings.filter((f) => Math.abs(xOf(f.ts, view, width) - x) <= 6).length
  const left = x > width - 230
  return (
    <div className="readout" style={left ? { right: width - x + 10 } : { left: x + 10 }}>
      <span className="time">{printIn(snap(at, view, width), zone)}</span>
      {histogram && <span className="dim"> ± {printSpan(histogram.step)}</span>}
      {parts.map((p) => (
        <span key={p.severity} className={`readout-part sev-${p.severity}`}>
          <i /> {count(p.n)} {SEVERITIES[p.severity]?.name ?? 'no severity'}
        </span>
      ))}
      {near > 0 && (
        <span className="readout-part">
          {near} finding{near > 1 ? 's' : ''}: click the diamond
        </span>
      )}
    </div>
  )
}
