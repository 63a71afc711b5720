import { inert, inertJson } from '../../shared/inert'
import type { Finding, FindingsReport, Proof } from '../../shared/model'
import { defineCommand } from '../command'
import type { Io } from '../io'
import { withCase } from '../open-case'
import { FAIL_ON, failCode, severityColours } from '../severity'
import { cut } from '../width'
import { nouns, when } from '../words'

/** Evidence lines shown under a finding; the report and --json have all. */
const SHOWN = 6

const place = ({ path, line, off }: Proof) => `${path}${line === null ? ` at byte ${off}` : `:${line}`}`

async function show(io: Io, f: Finding, no: number): Promise<void> {
  const width = io.width
  const fitted = (text: string) => cut(inert(text), width)
  await io.line(
    `${io.paint(f.severity.toUpperCase().padEnd(8), ...severityColours[f.severity])}  ${no}. ${io.paint(inert(f.title), 'bold')}`,
  )
  await io.line(`  ${inert(f.summary)}`)
  if (f.ts !== null) await io.line(`  ${when(f.ts)}`)
  if (f.likely !== null) await io.line(`  likely: ${inert(f.likely)}`)
  for (const proof of f.evidence.slice(0, SHOWN)) {
    await io.line(io.paint(fitted(`    ${place(proof)}`), 'dim'))
    await io.line(fitted(`      ${proof.excerpt.split('\n')[0] ?? ''}`))
  }
  if (f.evidence.length > SHOWN)
    await io.line(io.paint(`    and ${nouns(f.evidence.length - SHOWN, 'more line')}`, 'dim'))
  for (const limit of f.limits) await io.line(io.paint(fitted(`    could not see: ${limit}`), 'dim'))
  await io.line()
}

async function tell(io: Io, report: FindingsReport): Promise<void> {
  for (const [i, finding] of report.findings.entries()) await show(io, finding, i + 1)
  if (report.findings.length === 0) await io.line('No findings.')
  for (const { title, why } of report.blind) await io.line(inert(`could not look: ${title}: ${why}`))
  for (const { title, limits } of report.clear)
    await io.line(
      inert(`looked and found nothing: ${title}${limits.length > 0 ? `; could not see: ${limits.join(' ')}` : ''}`),
    )
}

export default defineCommand({
  order: 2,
  summary: 'What the rules found, with the lines that prove it',
  usage: '<case> [--fail-on <severity>] [--json]',
  words: [1, 1],
  options: { 'fail-on': FAIL_ON, json: { value: null, about: 'print findings, blind and clear rules as JSON' } },
  run: (given, io) =>
    withCase(given.words[0]!, io, async (engine) => {
      const report = await engine.findings({})
      if (given.flag('json')) await io.write(`${inertJson(report, 2)}\n`)
      else await tell(io, report)
      return failCode(report.findings, given.text('fail-on'))
    }),
})
