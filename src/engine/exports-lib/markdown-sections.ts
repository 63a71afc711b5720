/** The report's sections as Markdown. */
import type { ReportFinding, ReportModel, ReportProof } from '../define'
import { figureText } from './figure'
import { LISTED_FILES } from './html-evidence'
import { bullets, code, fence, table, text } from './markdown'
import { bothClocks, cell, count, excerptOf, nouns, placeName, share, size, span } from './words'

const excerpt = (raw: string): string => {
  const { shown, rest } = excerptOf(raw)
  return rest === null ? shown : `${shown}\n${rest}`
}
const shortHash = (sha: string): string => code(sha)
const evidenceLink = (artifact: number, label: string): string => `[${label}](#e${artifact})`
const anchor = (id: string): string => `<a id="${id}"></a>`

function proofs(f: ReportFinding): string {
  if (f.evidence.length === 0) return 'No single line shows this: it follows from what is missing.'
  const files = new Map<number, ReportProof[]>()
  for (const p of f.evidence) files.set(p.artifact, [...(files.get(p.artifact) ?? []), p])
  return [...files.values()]
    .map((some) => {
      const sorted = [...some].sort((a, b) => a.off - b.off)
      const first = sorted[0]!
      const width = Math.max(...sorted.map((p) => String(p.line ?? `@${p.off}`).length))
      return [
        `${evidenceLink(first.artifact, `E${first.artifact}`)} ${code(first.path)}, SHA-256 ${shortHash(first.sha256)}`,
        '',
        fence(sorted.map((p) => `${String(p.line ?? `@${p.off}`).padStart(width)}  ${excerpt(p.excerpt)}`)),
      ].join('\n')
    })
    .join('\n\n')
}

const limits = (some: readonly string[]): string[] =>
  some.length > 0 ? ['**Could not be seen**', bullets(some.map(text))] : []

const finding = (f: ReportFinding): string =>
  [
    `### ${anchor(`f${f.no}`)}F${f.no} · ${f.severity.toUpperCase()} · ${text(f.title)}`,
    `**${text(f.summary)}**`,
    `Host ${code(f.host)} · ${f.at ? text(bothClocks(f.at)) : 'as captured; no time of its own'} · rule ${code(f.rule)}${f.attack.length > 0 ? ` · ATT&amp;CK ${f.attack.map(text).join(', ')}` : ''}`,
    text(f.about),
    ...(f.likely === null ? [] : [`> **Likely reason, from the evidence itself:** ${text(f.likely)}`]),
    '**What is innocent and looks the same**',
    bullets(f.innocent.map(text)),
    '**Next steps**',
    f.next.map((n, i) => `${i + 1}. ${text(n)}`).join('\n'),
    ...(f.subjects.length > 0
      ? [`About: ${f.subjects.map((s) => text(s.label) + (s.sure ? '' : ' (not certain)')).join(' · ')}`]
      : []),
    '**Evidence**',
    proofs(f),
    ...limits(f.limits),
  ].join('\n\n')

export const glance = (model: ReportModel): string =>
  table(
    ['No.', 'Severity', 'Finding', 'Host', 'Time (UTC)'],
    model.findings.map((f) => [
      `[F${f.no}](#f${f.no})`,
      f.severity,
      `**${text(f.title)}.** ${text(f.summary)}`,
      code(f.host),
      f.at ? text(f.at.utc) : '—',
    ]),
  )

export const findings = (model: ReportModel): string =>
  model.findings.length === 0
    ? 'No rule found anything in what was captured.'
    : model.findings.map(finding).join('\n\n')

export const checks = (model: ReportModel): string =>
  [
    model.clear.length > 0
      ? `${nouns(model.clear.length, 'rule')} looked and found nothing. Beside each stands what it could not see:\n\n${table(
          ['Rule', 'What it could not see'],
          model.clear.map((c) => [text(c.title), c.limits.map(text).join('<br>') || 'Nothing is known to be missing.']),
        )}`
      : '',
    model.blind.length > 0
      ? `${nouns(model.blind.length, 'rule')} could not look. What they would have found may be there:\n\n${table(
          ['Rule', 'Why it could not look'],
          model.blind.map((b) => [text(b.title), text(b.why)]),
        )}`
      : 'No rule was kept from looking by a missing capture.',
    `Expected services and processes: ${text(model.policy)}.`,
  ]
    .filter(Boolean)
    .join('\n\n')

export const captures = (model: ReportModel): string =>
  model.captures
    .map((c) =>
      [
        `### Capture ${c.id}: ${code(c.host)}`,
        bullets([
          `Source: ${code(c.source)} (${text(c.kind)}), ${nouns(c.files, 'file')}`,
          `Captured: ${c.capturedAt ? text(bothClocks(c.capturedAt)) : 'not known'}`,
          `Booted: ${c.bootedAt ? text(bothClocks(c.bootedAt)) : 'not known'}`,
          `Zone of its clock: ${text(c.zone)}, because ${text(c.zoneReason)}`,
        ]),
        c.blind.length > 0
          ? `What this capture could not see:\n\n${bullets(c.blind.map(text))}`
          : 'Nothing in it says that it was limited; that is no proof that it was not.',
      ].join('\n\n'),
    )
    .concat(
      model.containers.length === 0
        ? []
        : [
            table(
              ['Bundle', 'Kind', 'Size', 'Members', 'SHA-256'],
              model.containers.map((b) => [
                code(b.name),
                text(b.kind),
                b.size === null ? '—' : size(b.size),
                count(b.members),
                shortHash(b.sha256),
              ]),
              [2, 3],
            ),
          ],
    )
    .join('\n\n')

export const timeline = (model: ReportModel): string => {
  const { timeline: t } = model
  const left = t.total - t.rows.length
  return [
    t.span
      ? `The timeline holds ${nouns(t.total, 'event')}, from ${text(bothClocks(t.span.from))} to ${text(bothClocks(t.span.to))}.`
      : 'No event carries a time.',
    ...t.figures.map(
      (f, i) =>
        `**Figure ${i + 1}. ${text(f.title)}.** ${count(f.total)} events; each line is ${span(f.step * Math.ceil(f.buckets / 24))} from the time given (UTC).\n\n${fence(figureText(f))}`,
    ),
    ...(t.rows.length === 0
      ? []
      : [
          left > 0
            ? `The ${t.rows.length} events that tell most, in order of time; ${nouns(left, 'other event')} left out.`
            : 'All events, in order of time.',
          table(
            ['UTC', 'Clock of the host', 'Source', 'What', 'Findings', 'Evidence'],
            t.rows.map((e) => [
              e.at ? text(e.at.utc) : '—',
              e.at?.local ? text(e.at.local) : '—',
              code(e.program === null ? e.kind : `${e.program}${e.pid === null ? '' : `[${e.pid}]`}`) +
                (e.examiner ? ' (examiner)' : ''),
              code(e.text),
              e.findings.map((n) => `[F${n}](#f${n})`).join(', '),
              evidenceLink(e.artifact, text(placeName(e))),
            ]),
          ),
        ]),
  ].join('\n\n')
}

export const tables = (model: ReportModel): readonly { readonly title: string; readonly body: string }[] =>
  model.tables.map((t) => ({
    title: t.title,
    body: [
      ...(t.about === '' ? [] : [text(t.about)]),
      ...limits(t.limits),
      table(
        [...t.columns.map((c) => text(c.name)), 'Evidence'],
        t.rows.map((row) => [
          ...row.cells.map((value) => {
            const shown = cell(value)
            return shown === '—' ? shown : code(shown)
          }),
          row.proofs.map((p) => evidenceLink(p.artifact, text(placeName(p)))).join(' '),
        ]),
        t.columns.flatMap((c, i) => (c.type === 'int' || c.type === 'real' ? [i] : [])),
      ),
    ].join('\n\n'),
  }))

export const coverage = (model: ReportModel): string => {
  const { coverage: c } = model
  const read = model.files.filter((f) => f.rows + f.noise + f.unparsed > 0 || f.state === 'failed')
  const named = (some: ReportModel['files'], why: (f: ReportModel['files'][number]) => string | null) =>
    bullets(some.map((f) => `${evidenceLink(f.artifact, `E${f.artifact}`)} ${code(f.path)}: ${text(why(f) ?? '')}`))
  const part = (title: string, some: ReportModel['files'], why: (f: ReportModel['files'][number]) => string | null) =>
    some.length > 0 ? [`### ${title}`, named(some, why)] : []
  const unread = model.files.filter((f) => f.unparsed > 0)
  return [
    `${nouns(c.rows + c.noise + c.unparsed, 'line')} in ${nouns(read.length, 'file')}${share(c) === null ? '' : `: **${share(c)} understood**`}. ${count(c.rows)} became rows or events, ${count(c.noise)} are known text without data, ${count(c.unparsed)} could not be read.`,
    table(
      ['File', 'Read as', 'Data', 'Known', 'Unread', 'Understood', 'Clock'],
      read.map((f) => [
        `${evidenceLink(f.artifact, `E${f.artifact}`)} ${code(f.path)}${f.fault === null ? '' : ` failed: ${text(f.fault)}`}`,
        f.parser === null ? '—' : text(f.parser),
        count(f.rows),
        count(f.noise),
        count(f.unparsed),
        share(f) ?? '—',
        f.year === null
          ? '—'
          : text(
              `year ${f.year}${f.yearReason ? ` (${f.yearReason})` : ''}, zone ${f.zone ?? 'unknown'}${f.zoneReason ? ` (${f.zoneReason})` : ''}`,
            ),
      ]),
      [2, 3, 4, 5],
    ),
    ...(unread.length > 0
      ? [
          '### Lines that could not be read',
          ...unread.map((f) =>
            [
              `${evidenceLink(f.artifact, `E${f.artifact}`)} ${code(f.path)}, ${nouns(f.unparsed, 'line')}${f.unparsed > f.samples.length ? `, the first ${f.samples.length} of them` : ''}:`,
              fence(f.samples.map((s) => `${s.line}  ${s.text}${s.reason === null ? '' : `   (${s.reason})`}`)),
            ].join('\n\n'),
          ),
        ]
      : []),
    ...part(
      'Refused',
      model.files.filter((f) => f.refused !== null),
      (f) => f.refused,
    ),
    ...part(
      'Cut short',
      model.files.filter((f) => f.truncated !== null),
      (f) => f.truncated,
    ),
    ...part(
      'Known by name and not read',
      model.files.filter((f) => f.notRead !== null),
      (f) => f.notRead,
    ),
  ].join('\n\n')
}

export const custody = (model: ReportModel): string =>
  [
    text(model.custody.about),
    table(
      ['No.', 'When (UTC)', 'What', 'Who', 'Hash of the record'],
      model.custody.records.map((r) => [
        String(r.seq),
        text(r.at),
        [`**${text(r.action)}**`, ...r.detail.map(([key, value]) => `${text(key)}: ${code(value)}`)].join('<br>'),
        [
          text(`${r.user} on ${r.machine}`),
          ...(r.examiner === '' ? [] : [text(`for ${r.examiner}`)]),
          text(r.tool),
        ].join('<br>'),
        shortHash(r.hash),
      ]),
      [0],
    ),
  ].join('\n\n')

export const files = (model: ReportModel): string => {
  const all = model.files
  const shown =
    all.length <= LISTED_FILES
      ? all
      : all.filter((f) => f.findings.length > 0 || f.state !== 'kept').slice(0, LISTED_FILES)
  return [
    `Every file as it came in, unchanged, kept under its SHA-256.${shown.length < all.length ? ` ${nouns(all.length - shown.length, 'file')} that no finding rests on left out; manifest.jsonl lists all of them.` : ''}`,
    table(
      ['No.', 'Path', 'SHA-256', 'Size', 'Read as', 'Findings'],
      shown.map((f) => [
        `${anchor(`e${f.artifact}`)}E${f.artifact}`,
        code(f.path),
        f.sha256 === null
          ? text(f.refused === null ? 'no content of its own' : `refused: ${f.refused}`)
          : shortHash(f.sha256),
        f.refused === null ? size(f.size) : '—',
        f.parser === null ? '—' : text(f.parser),
        f.findings.map((n) => `[F${n}](#f${n})`).join(', '),
      ]),
      [3],
    ),
  ].join('\n\n')
}
