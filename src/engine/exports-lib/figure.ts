/** A histogram as an SVG picture that is readable in black and white, and as lines of text. */
import type { Figure } from '../define'
import { type Html, html, plain } from './html'
import { count, span } from './words'

const W = 720
const H = 202
const LEFT = 34
const RIGHT = 8
const TOP = 42
const BOTTOM = 22
const PLOT_W = W - LEFT - RIGHT
const PLOT_H = H - TOP - BOTTOM

/** From near black to near white, so that the order survives a copier; by place among the bands' names. */
const FILL: Readonly<Record<string, string>> = {
  'critical (0–2)': '#3d0508',
  'error (3)': '#9c1c1c',
  'warning (4)': 'url(#hatch)',
  'notice to debug (5–7)': '#8aa9c4',
  'no severity told': '#c6c8c4',
}
const fill = (name: string): string => FILL[name] ?? '#777'
const n = (x: number): number => Math.round(x * 100) / 100

/** 1, 2 or 5 times a power of ten, at or above. */
function ceiling(max: number): number {
  for (let p = 1; ; p *= 10) for (const f of [1, 2, 5]) if (f * p >= max) return f * p
}

/** Marks whose labels would run into each other become one: `F1, F3–F5`. */
export function clusters(marks: Figure['marks'], width: number): { readonly x: number; readonly labels: string[] }[] {
  const out: { x: number; labels: string[]; last: number }[] = []
  for (const { x, label } of marks) {
    const at = out.at(-1)
    if (at && (x - at.last) * width < 16 + Math.min(60, shortened(at.labels).length * 5)) {
      at.labels.push(label)
      at.last = x
    } else out.push({ x, labels: [label], last: x })
  }
  return out
}

/** `F1, F2, F3, F7` as `F1–F3, F7`. */
export function shortened(labels: readonly string[]): string {
  const numbers = labels.map((l) => Number(l.slice(1))).sort((a, b) => a - b)
  const runs: string[] = []
  for (let i = 0; i < numbers.length; ) {
    let j = i
    while (numbers[j + 1] === numbers[j]! + 1) j++
    runs.push(
      j - i > 1
        ? `F${numbers[i]}–F${numbers[j]}`
        : numbers
            .slice(i, j + 1)
            .map((x) => `F${x}`)
            .join(', '),
    )
    i = j + 1
  }
  return runs.join(', ')
}

export function figureSvg(figure: Figure, no: number): Html {
  const totals = Array.from({ length: figure.buckets }, (_, i) =>
    figure.bands.reduce((sum, b) => sum + (b.counts[i] ?? 0), 0),
  )
  const max = ceiling(Math.max(1, ...totals))
  const height = (v: number) => Math.sqrt(v / max) * PLOT_H
  const width = PLOT_W / figure.buckets
  const bars = figure.bands.map((band, b) => {
    const d = totals.map((total, i) => {
      const v = band.counts[i] ?? 0
      if (v === 0) return ''
      // A bar's height tells its total; its bands share that height, the most severe at the foot.
      const below = figure.bands.slice(0, b).reduce((sum, other) => sum + (other.counts[i] ?? 0), 0)
      const full = height(total)
      const h = Math.max(0.6, (full * v) / total)
      const y = TOP + PLOT_H - (full * below) / total - h
      return `M${n(LEFT + i * width)} ${n(y)}h${n(Math.max(0.7, width - 0.5))}v${n(h)}h-${n(Math.max(0.7, width - 0.5))}z`
    })
    return html`<path d="${plain(d.join(''))}" fill="${plain(fill(band.name))}"/>`
  })
  const levels = [...new Set([max, ceiling(max / 4), 1])].filter((v) => v <= max)
  const grid = levels.map((v) => {
    const y = TOP + PLOT_H - height(v)
    return html`<path class="grid" d="M${n(LEFT)} ${n(y)}H${n(W - RIGHT)}"/><text x="${n(LEFT - 4)}" y="${n(y + 3)}" text-anchor="end">${plain(count(v))}</text>`
  })
  const ticks = figure.ticks.map(({ x, label }) => {
    const at = LEFT + x * PLOT_W
    const anchor = at > W - 40 ? 'end' : at < LEFT + 20 ? 'start' : 'middle'
    return html`<path class="axis" d="M${n(at)} ${n(TOP + PLOT_H)}v4"/><text x="${n(at)}" y="${n(TOP + PLOT_H + 14)}" text-anchor="${plain(anchor)}">${plain(label)}</text>`
  })
  const captures = figure.marks
    .filter((m) => m.kind === 'capture')
    .map(({ x, label }) => {
      const at = LEFT + x * PLOT_W
      const end = x > 0.5
      return html`<path class="capture" d="M${n(at)} ${n(TOP - 30)}V${n(TOP + PLOT_H)}"/><text class="em" x="${n(at + (end ? -4 : 4))}" y="${n(TOP - 24)}" text-anchor="${plain(end ? 'end' : 'start')}">${plain(label)}</text>`
    })
  const findings = clusters(
    figure.marks.filter((m) => m.kind === 'finding'),
    PLOT_W,
  ).map(({ x, labels }) => {
    const at = LEFT + x * PLOT_W
    const anchor = at > W - 60 ? 'end' : at < LEFT + 20 ? 'start' : 'middle'
    return html`<path class="finding" d="M${n(at)} ${n(TOP - 2)}l-4 -7h8zM${n(at)} ${n(TOP)}V${n(TOP + PLOT_H)}"/><text class="strong" x="${n(at)}" y="${n(TOP - 12)}" text-anchor="${plain(anchor)}">${plain(shortened(labels))}</text>`
  })
  const about = `${count(figure.total)} events from ${figure.from.utc} to ${figure.to.utc}`
  return html`<figure id="figure-${no}">
<svg viewBox="0 0 ${W} ${H}" role="img" aria-label="${plain(`${figure.title}: ${about}`)}">
<defs><pattern id="hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="3" fill="#f0d9a8"/><rect width="1.4" height="3" fill="#8a5a00"/></pattern></defs>
${grid}${captures}${bars}<path class="axis" d="M${LEFT} ${TOP + PLOT_H}H${W - RIGHT}"/>${ticks}${findings}
</svg>
<figcaption><b>Figure ${no}. ${figure.title}.</b> ${count(figure.total)} events; each bar is ${span(figure.step)}, on a square-root scale; times ${figure.from.local ? 'by the clock of the host' : 'in UTC'}. ${figure.bands.map((b) => html`<span class="key"><svg viewBox="0 0 9 9"><rect width="9" height="9" fill="${plain(fill(b.name))}" stroke="#555" stroke-width=".6"/></svg>${b.name}</span>`)}</figcaption>
</figure>`
}

const ROWS = 24

/** The same as lines of text: one for each stretch of time, a bar, and the findings that fall into it. */
export function figureText(figure: Figure): string[] {
  const per = Math.ceil(figure.buckets / ROWS)
  const sums: number[] = []
  for (let i = 0; i < figure.buckets; i += per)
    sums.push(figure.bands.reduce((sum, b) => sum + b.counts.slice(i, i + per).reduce((s, c) => s + c, 0), 0))
  const max = Math.max(1, ...sums)
  const start = Date.parse(figure.from.utc)
  return sums.map((sum, i) => {
    const at = new Date(start + (i * per * figure.step) / 1000).toISOString().slice(0, 16).replace('T', ' ')
    const inside = figure.marks.filter(
      (m) => m.x * figure.buckets >= i * per && (m.x * figure.buckets < (i + 1) * per || i === sums.length - 1),
    )
    const bar = '█'.repeat(sum === 0 ? 0 : Math.max(1, Math.round((sum / max) * 40)))
    return `${at}Z ${count(sum).padStart(9)} ${bar}${inside.length > 0 ? `  ◂ ${inside.map((m) => m.label).join(', ')}` : ''}`
  })
}
