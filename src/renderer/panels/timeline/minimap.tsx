/** The whole timeline in a strip, with the window that the chart shows; drag it, or click to go there. */
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Histogram } from '../../../shared/model'
import { type Instant, instant } from '../../../shared/time'
import { useSession } from '../../session'
import { bars } from './bars'
import { readPalette } from './draw'
import { hold, type View, xOf } from './time-scale'

export function Minimap({
  histogram,
  bounds,
  view,
  onView,
  listed,
}: {
  readonly histogram: Histogram | null
  readonly bounds: View
  readonly view: View
  readonly onView: (view: View) => void
  readonly listed: { readonly from: Instant; readonly to: Instant } | null
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const grip = useRef<number | null>(null)
  const theme = useSession((s) => s.theme)
  const height = 22
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the palette
  useEffect(() => {
    const element = canvas.current
    const g = element?.getContext('2d')
    if (!element || !g || width === 0) return
    const ratio = window.devicePixelRatio || 1
    element.width = Math.round(width * ratio)
    element.height = Math.round(height * ratio)
    g.setTransform(ratio, 0, 0, ratio, 0, 0)
    const colours = readPalette()
    g.fillStyle = colours.dim
    if (histogram)
      for (const b of bars(histogram, bounds, width, height, 'log', 1)) g.fillRect(b.x, b.y, b.width, b.height)
  }, [histogram, bounds, width, theme])

  const left = xOf(view.from, bounds, width)
  const right = xOf(view.to, bounds, width)
  const move = (e: PointerEvent, from: number) => {
    const x = e.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)
    const begin = bounds.from + ((x - from) / width) * (bounds.to - bounds.from)
    onView(hold({ from: instant(Math.round(begin)), to: instant(Math.round(begin) + (view.to - view.from)) }, bounds))
  }
  return (
    <div
      className="minimap"
      aria-hidden
      onPointerDown={(e) => {
        const x = e.clientX - (canvas.current?.getBoundingClientRect().left ?? 0)
        grip.current = x >= left && x <= right ? x - left : (right - left) / 2
        move(e, grip.current)
        e.currentTarget.setPointerCapture(e.pointerId)
      }}
      onPointerMove={(e) => {
        if (grip.current !== null) move(e, grip.current)
      }}
      onPointerUp={() => {
        grip.current = null
      }}
    >
      <canvas ref={canvas} style={{ height }} />
      {listed && (
        <div
          className="minimap-listed"
          style={{
            left: xOf(listed.from, bounds, width),
            width: Math.max(2, xOf(listed.to, bounds, width) - xOf(listed.from, bounds, width)),
          }}
        />
      )}
      <div className="minimap-view" style={{ left, width: Math.max(4, right - left) }} />
    </div>
  )
}
