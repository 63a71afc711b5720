/** The timeline and the case's tables as HTML. */
import type { ReportEvent, ReportModel, ReportTable } from '../define'
import { figureSvg } from './figure'
import { type Html, html } from './html'
import { findingLinks, unknown } from './html-evidence'
import { cell, count, nouns, placeName } from './words'

const NUMBERS = new Set(['int', 'real'])
const MONO = new Set([
  'local',
  'remote',
  'local_address',
  'path',
  'command',
  'mac',
  'addresses',
  'home',
  'shell',
  'destination',
  'gateway',
])
/** Identifiers read better on the left, in the column's own order. */
const right = (type: string, name: string) => NUMBERS.has(type) && name !== 'host'

export const proofLinks = (proofs: readonly { artifact: number; line: number | null; off: number }[]): Html =>
  html`${proofs.map((p, i) => html`${i > 0 && ' '}<a class="nw" href="#e${p.artifact}">${placeName(p)}</a>`)}`

export function tableSection(table: ReportTable): Html {
  const proven = table.rows.some((r) => r.proofs.length > 0)
  return html`${table.about !== '' && html`<p class="small">${table.about}</p>`}<table><thead><tr>${table.columns.map((c) => html`<th${right(c.type, c.name) && html` class="num"`}>${c.name}</th>`)}${proven && html`<th>Evidence</th>`}</tr></thead><tbody>
${table.rows.map(
  (row) => html`<tr>${row.cells.map((value, i) => {
    const { type, name } = table.columns[i]!
    const text = cell(value)
    const style = right(type, name)
      ? 'num'
      : type === 'time'
        ? 'nw'
        : MONO.has(name)
          ? 'mono'
          : text.length < 13
            ? 'nw'
            : null
    return html`<td${style && html` class="${style}"`}>${text === '—' ? unknown : text}</td>`
  })}${proven && html`<td class="small">${proofLinks(row.proofs)}</td>`}</tr>
`,
)}</tbody></table>`
}

/** `2002-07-01 02:14:52 -04:00` in its parts; without a zone, the UTC time. */
function parts(event: ReportEvent): { day: string; time: string; offset: string } {
  if (!event.at) return { day: 'Without a time', time: '—', offset: '' }
  const text = event.at.local ?? `${event.at.utc.replace('T', ' ').replace('Z', '')} UTC`
  const [day = '', time = '', offset = ''] = text.split(' ')
  return { day, time: time.replace(/(\.\d{3})\d+$/, '$1'), offset }
}

export function timelineSection(model: ReportModel): Html {
  const { timeline: t } = model
  const left = t.total - t.rows.length
  let day = ''
  return html`${t.span ? html`<p>The timeline holds ${nouns(t.total, 'event')}${t.untimed > 0 && html`, ${count(t.untimed)} of them without a time`}. Marked are the findings that have a time, and the captures.</p>` : html`<p>No event carries a time.</p>`}
${t.figures.map((figure, i) => figureSvg(figure, i + 1))}
${
  t.rows.length > 0 &&
  html`<h3>Events around the findings</h3>
<p class="small">${left > 0 ? `The ${t.rows.length} that tell most, in order of time: first what proves a finding, then what the findings are about, then their neighbours in time. ${nouns(left, 'other event')} ${left === 1 ? 'is' : 'are'} left out.` : 'All events, in order of time.'} Shaded lines prove a finding. “Host” is the clock of the host.</p>
<table class="events"><thead><tr><th>Host</th><th>UTC</th><th>Source</th><th>What</th><th>Evidence</th></tr></thead><tbody>
${t.rows.map((e) => {
  const at = parts(e)
  const heading = `${at.day}${at.offset ? `, clock at ${at.offset}` : ''}${model.hosts.length > 1 ? ` · ${e.host}` : ''}`
  const fresh = heading !== day
  day = heading
  const source = e.program === null ? e.kind : `${e.program}${e.pid === null ? '' : `[${e.pid}]`}`
  const utc = e.at ? e.at.utc.slice(11, -1).replace(/(\.\d{3})\d+$/, '$1') : '—'
  return html`${
    fresh &&
    html`<tr class="day"><td colspan="5">${heading}</td></tr>
`
  }<tr${e.findings.length > 0 && html` class="proof"`}><td class="nw">${at.time}</td><td class="nw small">${utc}</td><td${source.length < 22 && html` class="nw"`}>${source}${e.examiner && html`<br><span class="small">examiner</span>`}</td><td>${e.text}${e.findings.length > 0 && html` <b>${findingLinks(e.findings)}</b>`}</td><td class="small"><a class="nw" href="#e${e.artifact}">${placeName(e)}</a></td></tr>
`
})}</tbody></table>`
}`
}
