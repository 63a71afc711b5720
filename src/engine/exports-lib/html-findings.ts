/** The findings as HTML: claim, reasons, next steps, and the lines that prove it under the file's hash. */
import type { ReportFinding, ReportModel, ReportProof } from '../define'
import { type Html, html, lines } from './html'
import { limitsList } from './html-evidence'
import { bothClocks, excerptOf, nouns } from './words'

export const severity = (s: string): Html => html`<span class="sev ${s}">${s}</span>`

function excerpt(text: string): Html {
  const { shown, rest } = excerptOf(text)
  return html`${lines(shown)}${rest !== null && html`<br><span class="ctl">${rest}</span>`}`
}

export const evidenceLink = (artifact: number, at: Html | string): Html => html`<a href="#e${artifact}">${at}</a>`

/** Lines of one file together, files in the order in which they first appear. */
function byFile(evidence: readonly ReportProof[]): readonly (readonly ReportProof[])[] {
  const files = new Map<number, ReportProof[]>()
  for (const proof of evidence) {
    const known = files.get(proof.artifact)
    if (known) known.push(proof)
    else files.set(proof.artifact, [proof])
  }
  return [...files.values()].map((some) => [...some].sort((a, b) => a.off - b.off))
}

const proofRow = (no: number, p: ReportProof): Html =>
  html`<tr id="f${no}-e${p.artifact}-${p.off}"><td class="ln">${p.line === null ? `@${p.off}` : p.line}</td><td><code>${excerpt(p.excerpt)}</code>${p.says !== '' && html`<span class="says">${p.says}</span>`}</td></tr>`

function evidence(finding: ReportFinding): Html {
  if (finding.evidence.length === 0)
    return html`<p class="small">No single line shows this: it follows from what is missing.</p>`
  return html`${byFile(finding.evidence).map((file) => {
    const first = file[0]!
    return html`<div class="ev"><p class="src"><b>${evidenceLink(first.artifact, `E${first.artifact}`)}</b> ${first.path}<br><span class="hash">SHA-256 ${first.sha256}</span></p>
<table><tbody>
${file.map(
  (p) => html`${proofRow(finding.no, p)}
`,
)}</tbody></table></div>`
  })}`
}

const article = (f: ReportFinding): Html => html`<article class="finding" id="f${f.no}">
<header><span class="no">F${f.no}</span><h3>${f.title}</h3>${severity(f.severity)}</header>
<p class="claim">${f.summary}</p>
<p class="small">Host ${f.host} · ${f.at ? bothClocks(f.at) : 'as captured; no time of its own'} · rule <span class="mono">${f.rule}</span>${f.attack.length > 0 && html` · ATT&amp;CK ${f.attack.join(', ')}`}</p>
<p>${f.about}</p>
${f.likely !== null && html`<p class="likely"><span class="label">Likely reason, from the evidence itself</span><br>${f.likely}</p>`}
<div class="pair"><div><span class="label">What is innocent and looks the same</span><ul>${f.innocent.map((i) => html`<li>${i}</li>`)}</ul></div>
<div><span class="label">Next steps</span><ol>${f.next.map((i) => html`<li>${i}</li>`)}</ol></div></div>
${f.subjects.length > 0 && html`<p class="small"><span class="label">About</span> ${f.subjects.map((s, i) => html`${i > 0 && ' · '}${s.label}${!s.sure && ' (not certain)'}`)}</p>`}
<p class="label" style="break-after:avoid;margin:2mm 0 0">Evidence</p>
${evidence(f)}
${limitsList(f.limits)}
</article>
`

export const findingsSection = (model: ReportModel): Html =>
  model.findings.length === 0
    ? html`<p>No rule found anything in what was captured.</p>`
    : html`${model.findings.map(article)}`

/** The findings at a glance. */
export const findingsTable = (
  model: ReportModel,
): Html => html`<table><thead><tr><th>No.</th><th>Severity</th><th>Finding</th>${model.hosts.length > 1 && html`<th>Host</th>`}<th class="nw">Time (UTC)</th></tr></thead><tbody>
${model.findings.map(
  (f) =>
    html`<tr><td class="nw"><a href="#f${f.no}">F${f.no}</a></td><td>${severity(f.severity)}</td><td><b>${f.title}.</b> ${f.summary}</td>${model.hosts.length > 1 && html`<td>${f.host}</td>`}<td class="nw">${f.at ? f.at.utc.replace('T', ' ').replace(/(\.\d+)?Z$/, '') : '—'}</td></tr>
`,
)}</tbody></table>`

/** Rules that found nothing, and rules that could not look: the two must not be mistaken for each other. */
export const checksSection = (model: ReportModel): Html => html`${
  model.clear.length > 0 &&
  html`<p>${nouns(model.clear.length, 'rule')} looked and found nothing. Beside each stands what it could not see:</p>
<table><thead><tr><th>Rule</th><th>What it could not see</th></tr></thead><tbody>${model.clear.map((c) => html`<tr><td>${c.title}</td><td class="small">${c.limits.length > 0 ? c.limits.map((l, i) => html`${i > 0 && html`<br>`}${l}`) : 'Nothing is known to be missing.'}</td></tr>`)}</tbody></table>`
}
${
  model.blind.length > 0
    ? html`<p>${nouns(model.blind.length, 'rule')} could not look. What they would have found may be there:</p>
<table><thead><tr><th>Rule</th><th>Why it could not look</th></tr></thead><tbody>${model.blind.map((b) => html`<tr><td>${b.title}</td><td>${b.why}</td></tr>`)}</tbody></table>`
    : html`<p>No rule was kept from looking by a missing capture.</p>`
}
<p class="small">Expected services and processes: ${model.policy}.</p>`
