/** Paints the histogram on a canvas. Colours come from the theme's variables. */
import type { FindingSeverity, Histogram } from '../../../shared/model'
import type { Instant, Zone } from '../../../shared/time'
import { printSpan } from '../../clock'
import { bars, gaps, type YScale } from './bars'
import { context, ticks, type View, xOf } from './time-scale'

export interface Mark {
  readonly ts: Instant
  readonly severity: FindingSeverity
  readonly id: string
}
export interface Scene {
  readonly view: View
  readonly histogram: Histogram | null
  readonly tied: Histogram | null
  readonly brush: { readonly from: number; readonly to: number } | null
  readonly captures: readonly Instant[]
  readonly findings: readonly Mark[]
  readonly selected: Instant | null
  /** What the list below shows. */
  readonly listed: { readonly from: Instant; readonly to: Instant } | null
  readonly scale: YScale
  readonly zone: Zone
  readonly hover: number | null
}
export interface Palette {
  readonly severity: readonly string[]
  readonly fg: string
  readonly dim: string
  readonly line: string
  readonly accent: string
  readonly bg: string
  readonly tied: string
}
/** Strip for findings above, axis below. */
export const TOP = 16
export const AXIS = 20

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    severity: Array.from({ length: 9 }, (_, i) => of(`--sev-${i}`)),
    fg: of('--fg-2'),
    dim: of('--fg-3'),
    line: of('--line'),
    accent: of('--accent'),
    bg: of('--bg'),
    tied: of('--tied'),
  }
}
const GRADE: Readonly<Record<FindingSeverity, number>> = { critical: 1, high: 2, medium: 4, low: 5, info: 6 }

export function draw(g: CanvasRenderingContext2D, width: number, height: number, scene: Scene, colours: Palette): void {
  const { view } = scene
  const plot = height - TOP - AXIS
  const x = (at: number) => xOf(at, view, width)
  g.clearRect(0, 0, width, height)
  g.font = '11px "Inter Variable", sans-serif'
  g.textBaseline = 'middle'

  drawAxis(g, width, height, scene, colours)
  const h = scene.histogram
  if (h) {
    drawGaps(g, h, x, height, colours)
    for (const bar of bars(h, view, width, plot, scene.scale)) {
      g.fillStyle = colours.severity[bar.severity] ?? colours.dim
      g.fillRect(bar.x, TOP + bar.y, bar.width, bar.height)
    }
  }
  if (scene.tied) {
    g.fillStyle = colours.accent
    for (const bar of bars(scene.tied, view, width, plot, 'linear'))
      g.fillRect(bar.x, height - AXIS - 3, Math.max(2, bar.width), 3)
  }
  if (scene.listed) {
    const [a, b] = [x(scene.listed.from), x(scene.listed.to)]
    g.fillStyle = colours.fg
    g.fillRect(a, height - AXIS, Math.max(2, b - a), 2)
  }
  if (scene.brush) {
    const [a, b] = [x(scene.brush.from), x(scene.brush.to)]
    g.fillStyle = colours.bg
    g.globalAlpha = 0.62
    g.fillRect(0, TOP, Math.max(0, a), plot)
    g.fillRect(b, TOP, Math.max(0, width - b), plot)
    g.globalAlpha = 1
    g.fillStyle = colours.accent
    g.fillRect(a, TOP, 1, plot)
    g.fillRect(b, TOP, 1, plot)
  }
  g.strokeStyle = colours.dim
  g.setLineDash([3, 3])
  for (const at of scene.captures) line(g, x(at), TOP, height - AXIS)
  g.setLineDash([])
  g.fillStyle = colours.dim
  for (const at of scene.captures) {
    const cx = x(at)
    if (cx < 0 || cx > width) continue
    g.textAlign = cx > width - 60 ? 'right' : 'left'
    g.fillText('capture', cx + (cx > width - 60 ? -4 : 4), TOP + 8)
  }
  for (const f of scene.findings) diamond(g, x(f.ts), TOP / 2 + 1, colours.severity[GRADE[f.severity]] ?? colours.fg)
  if (scene.selected !== null) {
    g.strokeStyle = colours.accent
    g.lineWidth = 1.5
    line(g, x(scene.selected), TOP - 4, height - AXIS)
    g.lineWidth = 1
  }
  if (scene.hover !== null) {
    g.strokeStyle = colours.dim
    line(g, scene.hover, TOP, height - AXIS)
  }
}

function drawAxis(g: CanvasRenderingContext2D, width: number, height: number, scene: Scene, colours: Palette): void {
  g.strokeStyle = colours.line
  line(g, 0, height - AXIS, width, height - AXIS)
  g.textAlign = 'left'
  const marks = ticks(scene.view, width, scene.zone)
  for (const t of marks) {
    const tx = xOf(t.at, scene.view, width)
    g.strokeStyle = colours.line
    line(g, tx, t.major ? TOP : height - AXIS - 4, height - AXIS + 4)
    g.fillStyle = t.major ? colours.fg : colours.dim
    g.fillText(t.label, tx + 4, height - AXIS / 2)
  }
  const said = context(scene.view, scene.zone)
  const first = marks[0] ? xOf(marks[0].at, scene.view, width) : width
  if (first > g.measureText(said).width + 14) {
    g.fillStyle = colours.fg
    g.fillText(said, 4, height - AXIS / 2)
  }
}

function drawGaps(
  g: CanvasRenderingContext2D,
  h: Histogram,
  x: (at: number) => number,
  height: number,
  colours: Palette,
): void {
  const y = height - AXIS - 1.5
  g.strokeStyle = colours.dim
  g.fillStyle = colours.dim
  for (const gap of gaps(h, 6)) {
    const [a, b] = [x(gap.from), x(gap.to)]
    if (b - a < 24) continue
    g.setLineDash([1, 3])
    line(g, a + 3, y, b - 3, y)
    g.setLineDash([])
    const text = printSpan(gap.to - gap.from)
    const said = `${text} without events`
    const shown = b - a > 150 ? said : b - a > 60 ? text : ''
    g.textAlign = 'center'
    if (shown) g.fillText(shown, (a + b) / 2, y - 9)
  }
}

/** A vertical line when `y1` is the end; sharp on whole pixels. */
function line(g: CanvasRenderingContext2D, x0: number, y0: number, x1OrY1: number, y1?: number): void {
  g.beginPath()
  const sharp = (n: number) => Math.round(n) + 0.5
  g.moveTo(sharp(x0), y1 === undefined ? y0 : sharp(y0))
  if (y1 === undefined) g.lineTo(sharp(x0), x1OrY1)
  else g.lineTo(sharp(x1OrY1), sharp(y1))
  g.stroke()
}

function diamond(g: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  g.fillStyle = colour
  g.beginPath()
  g.moveTo(x, y - 5)
  g.lineTo(x + 5, y)
  g.lineTo(x, y + 5)
  g.lineTo(x - 5, y)
  g.fill()
}
