import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import { inertJson } from '../../shared/inert'
import type { CaseHeader, ImportReport } from '../../shared/model'
import { badUse } from '../argv'
import { defineCommand, type Given } from '../command'
import { UNREADABLE } from '../exit'
import type { Io } from '../io'
import { type Engine, withCase } from '../open-case'
import { FAIL_ON, FINDING_SEVERITIES, failCode } from '../severity'
import { nouns, when } from '../words'

/** All or none: a mistyped path is better told before an hour of work than after. */
async function mustBeReadable(paths: readonly string[]): Promise<void> {
  for (const path of paths)
    await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? 'there is no such file or folder' : error.message
      throw new Fault('unreadable', `${path}: ${why}`, { path })
    })
}

const HEADER = { name: 'name', number: 'number', examiner: 'examiner', evidence: 'evidenceNumber' } as const

async function setHeader(engine: Engine, given: Given): Promise<void> {
  const info = await engine.caseInfo({})
  if (!info) return
  const header: Record<keyof CaseHeader, string> = {
    name: info.name,
    number: info.number,
    examiner: info.examiner,
    evidenceNumber: info.evidenceNumber,
  }
  const before = { ...header }
  for (const [option, field] of Object.entries(HEADER)) header[field] = given.text(option) ?? header[field]
  if (Object.values(HEADER).some((field) => before[field] !== header[field])) await engine.setHeader(header)
}

/** Several bundles as one report. */
function joined(reports: readonly ImportReport[]): ImportReport {
  const sum = (of: (r: ImportReport) => number) => reports.reduce((n, r) => n + of(r), 0)
  const last = reports.at(-1)
  return {
    captures: reports.flatMap((r) => r.captures),
    artifacts: sum((r) => r.artifacts),
    known: sum((r) => r.known),
    refused: reports.flatMap((r) => r.refused),
    truncated: reports.flatMap((r) => r.truncated),
    unread: reports.flatMap((r) => r.unread),
    coverage: {
      rows: sum((r) => r.coverage.rows),
      noise: sum((r) => r.coverage.noise),
      unparsed: sum((r) => r.coverage.unparsed),
    },
    events: last?.events ?? 0,
    findings: last?.findings ?? 0,
    seconds: sum((r) => r.seconds),
  }
}

/** Everything new is known by name, and nothing of it is read: a Windows collection, a pointer in place of an archive. */
const nothingRead = (r: ImportReport): boolean =>
  r.artifacts > 0 && r.unread.length > 0 && r.coverage.rows + r.coverage.noise + r.coverage.unparsed === 0

/** Lines of refused and truncated members shown; `--json` has all. */
const NAMED = 20

async function tell(io: Io, engine: Engine, report: ImportReport): Promise<void> {
  const info = await engine.caseInfo({})
  const { inert } = await import('../../shared/inert')
  const known = report.known > 0 ? `, ${nouns(report.known, 'file')} known before` : ''
  await io.line(`${nouns(report.artifacts, 'file')} came in${known} (${report.seconds.toFixed(1)} s)`)
  for (const c of report.captures) {
    const host = info?.hosts.find((h) => h.id === c.host)?.name ?? `host ${c.host}`
    const at = c.capturedAt === null ? 'at an unknown time' : when(c.capturedAt)
    await io.line(inert(`${host}: ${c.kind} ${c.source}, captured ${at}; zone ${c.zone}. ${c.zoneReason}`))
    for (const { says, about } of c.blind)
      await io.line(inert(`  could not see${about.length > 0 ? ` (${about.join(', ')})` : ''}: ${says}`))
  }
  const { rows, noise, unparsed } = report.coverage
  const lines = rows + noise + unparsed
  if (lines > 0)
    await io.line(
      `${nouns(lines, 'line')} read, ${(Math.floor(((rows + noise) / lines) * 1000) / 10).toFixed(1)} % understood${unparsed > 0 ? `, ${nouns(unparsed, 'line')} not` : ''}`,
    )
  for (const [what, some] of [
    ['refused', report.refused],
    ['cut short', report.truncated],
    ['not read', report.unread],
  ] as const) {
    for (const { path, reason } of some.slice(0, NAMED)) await io.line(inert(`${what}: ${path}: ${reason}`))
    if (some.length > NAMED) await io.line(`${what}: ${nouns(some.length - NAMED, 'more member')}; --json names all`)
  }
  await io.line(`The timeline holds ${nouns(report.events, 'event')}`)
  const { findings, blind, clear } = await engine.findings({})
  const counts = FINDING_SEVERITIES.map((s) => [s, findings.filter((f) => f.severity === s).length] as const)
  await io.line(
    findings.length === 0
      ? `No findings: ${nouns(clear.length, 'check')} looked and found nothing`
      : `${nouns(findings.length, 'finding')}: ${counts
          .filter(([, n]) => n > 0)
          .map(([s, n]) => `${n} ${s}`)
          .join(', ')}`,
  )
  // Absent is not clean.
  if (blind.length > 0) await io.line(`${nouns(blind.length, 'check')} could not look: vestigo findings says why`)
}

export default defineCommand({
  order: 1,
  summary: 'Takes bundles of evidence into a case',
  usage:
    '<bundle>... --case <dir> [--name <text>] [--number <text>] [--examiner <text>] [--evidence <text>] [--fail-on <severity>] [--json]',
  about: [
    'A bundle is a folder, an archive (.tar, .tar.gz, .tar.xz, .tar.bz2, .tar.zst, .zip) or a single file: a UAC',
    'collection, a sosreport, a Red Hat Insights archive, a copy of / or of /var/log, or captured outputs under any names.',
    'Archives that lie in a folder are opened too. The case is made when it does not exist. Importing the same bundle',
    'again adds nothing. Ctrl-C ends the import; what came in stays. Exits with 3 when nothing of what came in is read.',
  ]
    .join('\n')
    .split('\n\n'),
  examples: [
    'vestigo import fixtures/incident --case apollo.vestigo --examiner "M. Rivera"',
    'vestigo import uac-web1-linux-20250304.tar.gz --case web1.vestigo --fail-on high',
  ],
  words: [1, Number.MAX_SAFE_INTEGER],
  options: {
    case: { value: '<dir>', about: 'the case’s folder' },
    name: { value: '<text>', about: 'name of the case; that of its folder when it is new and none is given' },
    number: { value: '<text>', about: 'case number' },
    examiner: { value: '<text>', about: 'who examines' },
    evidence: { value: '<text>', about: 'evidence number' },
    'fail-on': FAIL_ON,
    json: { value: null, about: 'print what came in as JSON' },
  },
  run: async (given, io) => {
    const folder = given.text('case')
    if (folder === null) throw badUse('--case <dir> says which case the evidence goes into')
    const paths = given.words.map((path) => resolve(path))
    await mustBeReadable(paths)
    const create: CaseHeader = {
      name: given.text('name') ?? basename(resolve(folder)).replace(/\.vestigo$/, ''),
      number: given.text('number') ?? '',
      examiner: given.text('examiner') ?? '',
      evidenceNumber: given.text('evidence') ?? '',
    }
    return withCase(
      folder,
      io,
      async (engine) => {
        await setHeader(engine, given)
        const reports: ImportReport[] = []
        for (const path of paths) {
          reports.push(await engine.importBundle({ paths: [path] }))
          if (io.signal.aborted) throw new Fault('cancelled', 'cancelled')
        }
        io.quiet()
        const report = joined(reports)
        if (given.flag('json')) await io.write(`${inertJson(report, 2)}\n`)
        else await tell(io, engine, report)
        if (nothingRead(report)) return UNREADABLE
        return failCode((await engine.findings({})).findings, given.text('fail-on'))
      },
      create,
    )
  },
})
