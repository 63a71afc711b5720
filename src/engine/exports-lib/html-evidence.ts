/** Captures, coverage, custody and the list of evidence files as HTML. */
import type { Moment, ReportFile, ReportModel } from '../define'
import { type Html, html, plain } from './html'
import { count, nouns, share, size, utcOf } from './words'

export const unknown = html`<span class="unknown">—</span>`
export const findingLinks = (numbers: readonly number[]): Html =>
  html`${numbers.map((no, i) => html`${i > 0 && ', '}<a href="#f${no}">F${no}</a>`)}`

/** What could not be seen of what stands beside it; nothing when nothing is known to be missing. */
export const limitsList = (limits: readonly string[]): Html =>
  html`${limits.length > 0 && html`<div class="limits"><span class="label">Could not be seen</span><ul class="plain small">${limits.map((l) => html`<li>${l}</li>`)}</ul></div>`}`

/** UTC, and beneath it the clock of the host. */
export const clocks = (at: Moment): Html =>
  html`${utcOf(at)}${at.local !== null && html`<br><span class="small">${at.local} on the host</span>`}`

export const capturesSection = (model: ReportModel): Html => html`${model.captures.map(
  (c) => html`<h3>Capture ${c.id}: ${c.host}</h3>
<dl class="facts">
<div><dt>Source</dt><dd>${c.source} <span class="small">(${c.kind})</span></dd></div>
<div><dt>Files</dt><dd>${count(c.files)}</dd></div>
<div><dt>Zone of its clock</dt><dd>${c.zone}</dd></div>
<div><dt>Captured</dt><dd>${c.capturedAt ? clocks(c.capturedAt) : unknown}</dd></div>
<div><dt>Booted</dt><dd>${c.bootedAt ? clocks(c.bootedAt) : unknown}</dd></div>
<div><dt>Why this zone</dt><dd>${c.zoneReason}</dd></div>
</dl>
<p class="label" style="margin:4mm 0 1mm">What this capture could not see</p>
${c.blind.length > 0 ? html`<ul class="plain">${c.blind.map((b) => html`<li>${b}</li>`)}</ul>` : html`<p class="small">Nothing in it says that it was limited; that is no proof that it was not.</p>`}`,
)}
${model.containers.length > 0 && html`<h3>Bundles</h3><table><thead><tr><th>Bundle</th><th>Kind</th><th class="num">Size</th><th class="num">Members</th></tr></thead><tbody>${model.containers.map((b) => html`<tr><td>${b.name}<br><span class="hash">SHA-256 ${b.sha256}</span></td><td>${b.kind}</td><td class="num">${b.size === null ? unknown : size(b.size)}</td><td class="num">${count(b.members)}</td></tr>`)}</tbody></table><p class="small">The hash of a folder is that of the sorted list of its members’ paths and hashes.</p>`}`

/** A bar of three stretches: rows, noise, unparsed. */
function meter({ rows, noise, unparsed }: ReportModel['coverage']): Html {
  const all = rows + noise + unparsed || 1
  const w = (n: number) => Math.round((n / all) * 100000) / 100
  return html`<svg class="meter" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="coverage"><rect width="${w(rows)}" height="10" fill="#3f4a52"/><rect x="${w(rows)}" width="${w(noise)}" height="10" fill="#b9bfc3"/><rect x="${w(rows + noise)}" width="${w(unparsed)}" height="10" fill="#9c1c1c"/></svg>`
}

const named = (f: ReportFile): Html => html`<a href="#e${f.artifact}">E${f.artifact}</a> ${f.path}`

const samples = (f: ReportFile): Html =>
  html`${f.samples.map(
    (s) =>
      html`<div class="sample"><span class="mono">${s.line}</span> <code>${s.text}</code>${s.reason !== null && html` <i>${s.reason}</i>`}</div>`,
  )}${f.unparsed > f.samples.length && html`<div class="sample">… ${nouns(f.unparsed - f.samples.length, 'more line')}</div>`}`

export function coverageSection(model: ReportModel): Html {
  const { coverage: c } = model
  const read = model.files.filter((f) => f.rows + f.noise + f.unparsed > 0 || f.state === 'failed')
  const rest = model.files.filter((f) => f.unparsed > 0)
  const kept = model.files.filter((f) => f.state === 'kept').length
  const list = (title: string, files: readonly ReportFile[], why: (f: ReportFile) => string | null) =>
    files.length > 0 &&
    html`<h3>${title}</h3><ul class="plain">${files.map((f) => html`<li>${named(f)}: ${why(f) ?? ''}</li>`)}</ul>`
  return html`<p>${nouns(c.rows + c.noise + c.unparsed, 'line')} in ${nouns(read.length, 'file')}${share(c) !== null && html`: <b>${share(c)!} understood</b>`}. ${count(c.rows)} became rows or events, ${count(c.noise)} are known text without data (headings, blank lines), ${c.unparsed === 0 ? 'none was left unread' : html`${count(c.unparsed)} could not be read`}. ${kept > 0 && html`${nouns(kept, 'file')} ${kept === 1 ? 'is' : 'are'} kept and hashed, but no parser reads ${kept === 1 ? 'it' : 'them'}.`}</p>
${meter(c)}
<table class="coverage"><thead><tr><th>File</th><th>Read as</th><th class="num">Data</th><th class="num">Known</th><th class="num">Unread</th><th class="num">Understood</th><th>Clock</th></tr></thead><tbody>
${read.map(
  (f) =>
    html`<tr><td>${named(f)}${f.fault !== null && html`<br><b>failed:</b> ${f.fault}`}</td><td>${f.parser ?? unknown}</td><td class="num">${count(f.rows)}</td><td class="num">${count(f.noise)}</td><td class="num">${f.unparsed > 0 ? html`<b>${count(f.unparsed)}</b>` : 0}</td><td class="num">${share(f) ?? unknown}</td><td>${clock(f)}</td></tr>
`,
)}</tbody></table>
${rest.length > 0 && html`<h3>Lines that could not be read</h3>${rest.map((f) => html`<div>${named(f)}${samples(f)}</div>`)}`}
${list(
  'Refused',
  model.files.filter((f) => f.refused !== null),
  (f) => f.refused,
)}
${list(
  'Cut short',
  model.files.filter((f) => f.truncated !== null),
  (f) => f.truncated,
)}
${list(
  'Known by name and not read',
  model.files.filter((f) => f.notRead !== null),
  (f) => f.notRead,
)}`
}

/** The zone and year of a file whose stamps lack them, each with its reason. */
function clock(f: ReportFile): Html {
  const parts = [
    f.year !== null && html`year ${f.year}${f.yearReason && html` <span class="small">(${f.yearReason})</span>`}`,
    f.year !== null &&
      f.zone !== null &&
      html`zone ${f.zone}${f.zoneReason && html` <span class="small">(${f.zoneReason})</span>`}`,
  ].filter((p): p is Html => p !== false)
  return parts.length > 0 ? html`${parts.map((p, i) => html`${i > 0 && plain('; ')}${p}`)}` : unknown
}

const LONG_HASH = /^[0-9a-f]{64}$/

export const custodySection = (model: ReportModel): Html => html`<p class="small">${model.custody.about}</p>
<table class="custody"><thead><tr><th class="num">No.</th><th>When (UTC)</th><th>What</th><th>Who</th></tr></thead><tbody>
${model.custody.records.map(
  (
    r,
  ) => html`<tr><td class="num">${r.seq}</td><td class="nw">${r.at.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}</td><td><b>${r.action}</b><br>${r.detail.map(([key, value], i) => html`${i > 0 && ' · '}<span class="small">${key}</span> ${LONG_HASH.test(value) ? html`<span class="hash">${value}</span>` : html`<span class="value">${value}</span>`}`)}<br><span class="hash">record ${r.hash}</span></td><td>${r.user} on ${r.machine}${r.examiner !== '' && html`<br>for ${r.examiner}`}<br><span class="small">${r.tool}</span></td></tr>
`,
)}</tbody></table>`

/** Files listed in a page; the rest of a very large case is in the manifest itself. */
export const LISTED_FILES = 5000

export function filesSection(model: ReportModel): Html {
  const must = (f: ReportFile) => f.findings.length > 0 || f.state !== 'kept'
  const all = model.files
  const shown = all.length <= LISTED_FILES ? all : all.filter(must).slice(0, LISTED_FILES)
  return html`<p class="small">Every file as it came in, unchanged, kept under its SHA-256. ${shown.length < all.length && html`<b>${nouns(all.length - shown.length, 'file')} that no finding rests on ${all.length - shown.length === 1 ? 'is' : 'are'} left out here; manifest.jsonl lists all of them.</b>`}</p>
<table class="files"><thead><tr><th>No.</th><th>Path and SHA-256</th><th class="num">Size</th><th>Read as</th><th>Findings</th></tr></thead><tbody>
${shown.map(
  (
    f,
  ) => html`<tr id="e${f.artifact}"><td class="nw">E${f.artifact}</td><td>${f.path}<br><span class="hash">${f.sha256 ?? (f.refused === null ? 'no content of its own' : `refused: ${f.refused}`)}</span>${f.command !== null && html`<br><span class="small">printed by <span class="mono">${f.command}</span></span>`}</td><td class="num">${f.refused === null ? size(f.size) : unknown}</td><td>${f.parser ?? unknown}</td><td>${findingLinks(f.findings)}</td></tr>
`,
)}</tbody></table>
${model.links.length > 0 && html`<p class="small">Symbolic links are kept as their targets’ text, never followed: ${nouns(model.links.length, 'link')} in this case.</p>`}`
}
