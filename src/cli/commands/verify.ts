import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import { inert, inertJson } from '../../shared/inert'
import { defineCommand } from '../command'
import { FOUND, GOOD } from '../exit'
import { nouns } from '../words'

const JOURNALS = ['case.json', 'manifest.jsonl', 'custody.jsonl']

export default defineCommand({
  order: 8,
  summary: 'Recomputes every hash of a case and names what changed',
  usage: '<case> [--json]',
  about: [
    'Reads only, and needs no other program to let go of the case: it works on a read-only copy too.',
    'Exits with 1 when anything is not as it was recorded: evidence, manifest, custody, the case’s description.',
  ],
  words: [1, 1],
  options: { json: { value: null, about: 'print the result as JSON' } },
  run: async (given, io) => {
    const path = resolve(given.words[0]!)
    if (!JOURNALS.some((name) => existsSync(join(path, name))))
      throw new Fault('unreadable', `${path} is not a case folder`, { path })
    const { verifyCase } = await import('../../engine/evidence/verify')
    const report = await verifyCase(path, {
      signal: io.signal,
      progress: ({ bytes, ofBytes }) =>
        io.progress(`Verifying  ${ofBytes > 0 ? Math.floor((bytes / ofBytes) * 100) : 100} %`),
    })
    io.quiet()
    if (given.flag('json')) {
      await io.write(`${inertJson(report, 2)}\n`)
      return report.ok ? GOOD : FOUND
    }
    for (const { kind, file, line, path: member, artifacts, message } of report.problems) {
      const of = member === null ? '' : ` (${member}${artifacts.length > 1 ? ` and ${artifacts.length - 1} more` : ''})`
      await io.line(inert(`${kind}: ${file}${line === null ? '' : `:${line}`}${of}: ${message}`))
    }
    for (const note of report.notes) await io.line(inert(`note: ${note}`))
    const checked = `${nouns(report.objects, 'object')}, ${nouns(report.bytes, 'byte')}, ${nouns(report.manifestLines, 'manifest line')}, ${nouns(report.custodyRecords, 'custody record')}`
    await io.line(report.ok ? `unchanged: ${checked}` : `${nouns(report.problems.length, 'problem')} in ${checked}`)
    return report.ok ? GOOD : FOUND
  },
})
