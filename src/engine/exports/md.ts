/** The report as Markdown, for a ticket or a repository; the suspect's text stands in code spans and blocks. */
import { defineExport } from '../define'
import { bullets, table, text } from '../exports-lib/markdown'
import * as part from '../exports-lib/markdown-sections'
import { bothClocks, CONVENTIONS } from '../exports-lib/words'

export default defineExport({
  title: 'Markdown',
  extension: 'md',
  render: (model) => {
    const { case: c } = model
    const given = (value: string) => (value === '' ? '—' : text(value))
    const sections: readonly (readonly [string, string])[] = [
      ['What was examined', part.captures(model)],
      ['Findings', part.findings(model)],
      ['Checks that found nothing or could not look', part.checks(model)],
      ['Timeline', part.timeline(model)],
      ...part.tables(model).map((t) => [t.title, t.body] as const),
      ...(model.notes.length > 0
        ? [
            [
              'The examiner’s notes',
              table(
                ['About', 'Note', 'By', 'When (UTC)'],
                model.notes.map((n) => [
                  `${n.star ? '★ ' : ''}${text(n.what)}`,
                  text(n.comment),
                  text(n.by),
                  text(n.at),
                ]),
              ),
            ] as const,
          ]
        : []),
      ['How much was understood', part.coverage(model)],
      ['Custody', part.custody(model)],
      ['Evidence files and hashes', part.files(model)],
      ['How to read this report', bullets(CONVENTIONS.map(text))],
    ]
    return `${[
      `# Incident report: ${given(c.name)}`,
      table(
        ['', ''],
        [
          ['Case number', given(c.number)],
          ['Evidence number', given(c.evidenceNumber)],
          ['Examiner', given(c.examiner)],
          ['Host', model.hosts.map((h) => text(h.name)).join(', ') || '—'],
          [
            'Captured',
            model.captures.map((x) => (x.capturedAt ? text(bothClocks(x.capturedAt)) : 'not known')).join('<br>') ||
              '—',
          ],
          ['Case', text(`${c.id}, opened ${c.created}, ${model.tool}`)],
        ],
      ),
      model.summary.sentences.map(text).join(' '),
      ...(model.findings.length > 0 ? [part.glance(model)] : []),
      '## Contents',
      sections.map(([title], i) => `${i + 1}. [${title}](#s${i + 1})`).join('\n'),
      ...sections.map(([title, body], i) => `## <a id="s${i + 1}"></a>${i + 1}. ${title}\n\n${body}`),
    ].join('\n\n')}\n`
  },
})
