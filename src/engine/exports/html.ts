/** The report as one HTML file: no script, nothing from elsewhere, printable as it is. */
import { defineExport, type ReportModel } from '../define'
import { type Html, html, plain } from '../exports-lib/html'
import { capturesSection, clocks, coverageSection, custodySection, filesSection } from '../exports-lib/html-evidence'
import { checksSection, findingsSection, findingsTable } from '../exports-lib/html-findings'
import { tableSection, timelineSection } from '../exports-lib/html-tables'
import { styleSheet } from '../exports-lib/style'
import { CONVENTIONS } from '../exports-lib/words'

const LEVELS = ['critical', 'high', 'medium', 'low', 'info'] as const

/** Nothing is loaded and nothing runs, wherever the file is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

interface Section {
  readonly id: string
  readonly title: string
  readonly body: Html
}

function sections(model: ReportModel): Section[] {
  const tables = model.tables.map((t) => ({ id: `table-${t.id}`, title: t.title, body: tableSection(t) }))
  return [
    { id: 'captures', title: 'What was examined', body: capturesSection(model) },
    { id: 'findings', title: 'Findings', body: findingsSection(model) },
    { id: 'checks', title: 'Checks that found nothing or could not look', body: checksSection(model) },
    { id: 'timeline', title: 'Timeline', body: timelineSection(model) },
    ...tables,
    ...(model.notes.length > 0 ? [{ id: 'notes', title: 'The examiner’s notes', body: notes(model) }] : []),
    { id: 'coverage', title: 'How much was understood', body: coverageSection(model) },
    { id: 'custody', title: 'Custody', body: custodySection(model) },
    { id: 'files', title: 'Evidence files and hashes', body: filesSection(model) },
    {
      id: 'reading',
      title: 'How to read this report',
      body: html`<ul class="plain">${CONVENTIONS.map((c) => html`<li>${c}</li>`)}</ul>`,
    },
  ]
}

const notes = (model: ReportModel): Html =>
  html`<table><thead><tr><th>About</th><th>Note</th><th>By</th><th>When (UTC)</th></tr></thead><tbody>${model.notes.map((n) => html`<tr><td>${n.star && '★ '}${n.what}</td><td>${n.comment}</td><td>${n.by}</td><td class="nw">${n.at.replace('T', ' ').slice(0, 19)}</td></tr>`)}</tbody></table>`

function mast(model: ReportModel): Html {
  const { case: c } = model
  const fact = (label: string, value: Html | string) =>
    html`<div><dt>${label}</dt><dd>${value === '' ? html`<span class="unknown">not given</span>` : value}</dd></div>`
  const captured = model.captures.map(
    (x, i) => html`${i > 0 && html`<br>`}${x.capturedAt ? clocks(x.capturedAt) : 'not known'}`,
  )
  return html`<header class="mast"><p class="kind">Incident report</p><h1>${c.name === '' ? 'Unnamed case' : c.name}</h1>
<dl class="facts">${fact('Case number', c.number)}${fact('Evidence number', c.evidenceNumber)}${fact('Examiner', c.examiner)}${fact('Host', html`${model.hosts.map((h, i) => html`${i > 0 && html`<br>`}${h.name}${(h.kernel ?? h.os) && html`<br><span class="small">${h.kernel ?? h.os ?? ''}</span>`}`)}`)}${fact('Captured', html`${captured}`)}${fact('Case', html`<span class="small">opened ${c.created.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}<br><span class="mono">${c.id}</span><br>${model.tool}</span>`)}</dl></header>`
}

const tally = (model: ReportModel): Html =>
  html`<div class="tally">${LEVELS.map((s) => html`<div><b${model.summary.bySeverity[s] === 0 && html` class="none"`}>${model.summary.bySeverity[s]}</b><span class="sev ${s}">${s}</span></div>`)}</div>`

export default defineExport({
  title: 'Web page',
  extension: 'html',
  render: (model) => {
    const { case: c } = model
    const all = sections(model)
    const left = [c.number, c.name].filter((t) => t !== '').join(' · ')
    const right = c.evidenceNumber === '' ? 'Incident report' : `Incident report · evidence ${c.evidenceNumber}`
    return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${plain(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${plain(`${left === '' ? 'Unnamed case' : left} — incident report`)}</title>
<style>${{ html: styleSheet(left, right) }}</style>
</head>
<body>
${mast(model)}
<section class="lead" id="summary">${model.summary.sentences.map((s) => html`<p>${s}</p>`)}</section>
${tally(model)}
${model.findings.length > 0 && findingsTable(model)}
<nav aria-label="Contents"><h2 style="border:0;margin-top:6mm">Contents</h2><ol>${all.map((s, i) => html`<li><span>${i + 1}</span><a href="#${s.id}">${s.title}</a></li>`)}</ol></nav>
${all.map(
  (s, i) => html`<section id="${s.id}"><h2>${i + 1}&#8195;${s.title}</h2>
${s.body}
</section>
`,
)}<p class="small end">End of the report on ${c.name === '' ? 'the case' : c.name}. Made with ${model.tool} from the case alone: the same case gives the same report.</p>
</body>
</html>
`.html
  },
})
