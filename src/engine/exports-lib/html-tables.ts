/** The timeline and the case's tables as HTML. */
import type { Cell, ColumnInfo } from '../../shared/model'
import type { ReportEvent, ReportModel, ReportTable } from '../define'
import { figureSvg } from './figure'
import { type Html, html } from './html'
import { findingLinks, limitsList, unknown } from './html-evidence'
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

/** Shares of the width, so that one long command does not squeeze all other columns; what is not named has DEFAULT. */
const WIDTHS: Readonly<Record<string, number>> = {
  host: 10, pid: 7, ppid: 6, uid: 6, gid: 6, user: 8, name: 13, account: 9, terminal: 8, program: 13, proto: 8,
  local: 21, remote: 21, service: 9, state: 16, 'seen by': 9, 'shown by': 9, command: 33, tty: 6, started: 15,
  fd: 5, type: 6, size: 8, path: 32, why: 20, addresses: 17, mac: 14, flags: 20, promiscuous: 10, 'rx errors': 7,
  'tx errors': 7, login: 26, logout: 26, success: 8,
} // biome-ignore format: a table
const DEFAULT = 12
const EVIDENCE = 13
/** Characters of a cell that are printed; the JSON report has all. */
const CELL = 240

const colgroup = (widths: readonly number[]): Html => {
  const all = widths.reduce((sum, w) => sum + w, 0)
  return html`<colgroup>${widths.map((w) => html`<col style="width:${Math.round((w / all) * 1000) / 10}%">`)}</colgroup>`
}

export const proofLinks = (proofs: readonly { artifact: number; line: number | null; off: number }[]): Html =>
  html`${proofs.map((p, i) => html`${i > 0 && ' '}<a class="nw" href="#e${p.artifact}">${placeName(p)}</a>`)}`

function tableCell(value: Cell, { type, name }: ColumnInfo): Html {
  const text = cell(value)
  if (text === '—') return html`<td${right(type, name) && html` class="num"`}>${unknown}</td>`
  const style = right(type, name) ? 'num' : MONO.has(name) ? 'mono' : null
  const shown =
    text.length > CELL
      ? html`${text.slice(0, CELL)} <span class="ctl">… ${nouns(text.length - CELL, 'more character')}</span>`
      : text
  return html`<td${style && html` class="${style}"`}>${shown}</td>`
}

export function tableSection(table: ReportTable): Html {
  const proven = table.rows.some((r) => r.proofs.length > 0)
  const widths = [...table.columns.map((c) => WIDTHS[c.name] ?? DEFAULT), ...(proven ? [EVIDENCE] : [])]
  return html`${table.about !== '' && html`<p class="small">${table.about}</p>`}${limitsList(table.limits)}<table class="fixed">${colgroup(widths)}<thead><tr>${table.columns.map((c) => html`<th${right(c.type, c.name) && html` class="num"`}>${c.name}</th>`)}${proven && html`<th>Evidence</th>`}</tr></thead><tbody>
${table.rows.map(
  (
    row,
  ) => html`<tr>${row.cells.map((value, i) => tableCell(value, table.columns[i]!))}${proven && html`<td class="small">${proofLinks(row.proofs)}</td>`}</tr>
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
