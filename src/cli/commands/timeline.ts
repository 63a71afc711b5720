import { inert, inertJson } from '../../shared/inert'
import { type ArtifactInfo, type CaseInfo, type EventRow, type Filter, NO_FILTER } from '../../shared/model'
import { type Instant, parseIso } from '../../shared/time'
import { badUse, wholeNumber } from '../argv'
import { defineCommand, type Given } from '../command'
import { csvLine } from '../csv'
import { ENTITY_KINDS, entityOf } from '../entity'
import { GOOD } from '../exit'
import type { Io } from '../io'
import { type Engine, withCase } from '../open-case'
import { LOG_SEVERITIES, logSeverity } from '../severity'
import { cut, pad } from '../width'
import { count, iso, nouns, when } from '../words'

const PAGE = 500
/** Rows of the table when no limit is given; programs get everything. */
const TABLE_ROWS = 200

function instantOf(text: string | null, option: string): Instant | null {
  if (text === null) return null
  const at = parseIso(text)
  if (at === null)
    throw badUse(`${option} is a time such as 2025-03-04T09:12:44Z or "2025-03-04 09:12" (UTC); not "${text}"`)
  return at
}

async function filterOf(given: Given, engine: Engine): Promise<Filter> {
  const severity = given.text('severity')
  const level = severity === null ? null : logSeverity(severity)
  if (severity !== null && level === null)
    throw badUse(`--severity is 0 to 7 or one of ${LOG_SEVERITIES.join(', ')}; not "${severity}"`)
  const entity = given.text('entity')
  const hosts = (await engine.caseInfo({}))?.hosts ?? []
  return {
    ...NO_FILTER,
    text: given.text('grep') ?? '',
    severity: level,
    programs: given.list('program'),
    kinds: given.list('kind'),
    hosts: given.list('host').map((name) => {
      const host = hosts.find((h) => h.name === name)
      if (!host) throw badUse(`the case has no host "${name}" (${hosts.map((h) => h.name).join(', ')})`)
      return host.id
    }),
    entity: entity === null ? null : await entityOf(entity, engine),
    from: instantOf(given.text('from'), '--from'),
    to: instantOf(given.text('to'), '--to'),
  }
}

interface Names {
  readonly host: (id: number) => string
  readonly file: (id: number) => ArtifactInfo | undefined
}

const CSV = [
  'ts',
  'host',
  'kind',
  'program',
  'pid',
  'facility',
  'severity',
  'text',
  'file',
  'offset',
  'length',
  'sha256',
] as const

/** One event with its way back to the bytes. */
const plain = (e: EventRow, names: Names) => ({
  ts: iso(e.ts),
  host: names.host(e.host),
  kind: e.kind,
  program: e.program,
  pid: e.pid,
  facility: e.facility,
  severity: e.severity === null ? null : (LOG_SEVERITIES[e.severity] ?? String(e.severity)),
  text: e.text,
  file: names.file(e.artifact)?.path ?? null,
  offset: e.off,
  length: e.len,
  sha256: names.file(e.artifact)?.sha256 ?? null,
  ...(e.examiner ? { examiner: true } : {}),
})

type Format = 'table' | 'jsonl' | 'csv'

function line(e: EventRow, format: Format, names: Names, io: Io, manyHosts: boolean): string {
  if (format === 'jsonl') return `${inertJson(plain(e, names))}\n`
  if (format === 'csv') {
    const object: Readonly<Record<string, string | number | boolean | null>> = plain(e, names)
    return csvLine(CSV.map((name) => object[name] ?? null))
  }
  const program = inert(e.program === null ? e.kind : `${e.program}${e.pid === null ? '' : `[${e.pid}]`}`)
  const severity = e.severity === null ? '' : (LOG_SEVERITIES[e.severity] ?? '')
  const head = [
    // Two clocks to the second, or one with its fraction: the column stays in line for most files.
    io.paint(pad(when(e.ts) || '(no time)', 20), 'dim'),
    ...(manyHosts ? [pad(cut(inert(names.host(e.host)), 16), 16)] : []),
    pad(cut(severity, 9), 9),
    pad(cut(program, 22), 22),
  ].join('  ')
  const used = 20 + (manyHosts ? 18 : 0) + 11 + 24 + 2
  const room = Number.isFinite(io.width) ? Math.max(20, io.width - used) : Number.POSITIVE_INFINITY
  const text = cut(inert(e.text), room)
  const grave = e.severity !== null && e.severity <= 3
  return `${head}  ${grave ? io.paint(text, 'red') : text}\n`
}

export default defineCommand({
  order: 3,
  summary: 'Events of all sources in order of time',
  usage:
    '<case> [--from <time>] [--to <time>] [--grep <text>] [--severity <level>] [--program <name>]... [--entity <kind>:<value>] [--limit <n>] [--format table|jsonl|csv]',
  about: [
    'Times without an offset are UTC. Events without a time come last. Each line of jsonl and csv names its file, its byte\nrange there and the file’s SHA-256; in csv a cell that a spreadsheet would take for a formula begins with an apostrophe.',
    `Kinds of --entity: ${ENTITY_KINDS.join(', ')}.`,
  ],
  examples: [
    'vestigo timeline web1.vestigo --from 2025-03-04T09:00Z --to 2025-03-04T10:00Z',
    'vestigo timeline web1.vestigo --entity address:203.0.113.9 --format jsonl',
    'vestigo timeline web1.vestigo --program sshd --grep "Failed password" --limit 20',
  ],
  words: [1, 1],
  options: {
    from: { value: '<time>', about: 'not before this time' },
    to: { value: '<time>', about: 'before this time' },
    grep: { value: '<text>', about: 'only events whose raw line holds this text, whatever its case' },
    severity: { value: '<level>', about: 'this severity and graver, by number or name' },
    program: { value: '<name>', about: 'only this program', many: true },
    kind: {
      value: '<kind>',
      about: 'only events of this kind: log, login, boot, process, socket, file, ...',
      many: true,
    },
    host: { value: '<name>', about: 'only this host', many: true },
    entity: { value: '<kind>:<value>', about: 'only what is tied to this thing' },
    limit: { value: '<n>', about: `at most so many; 0 for all (table: ${TABLE_ROWS}, jsonl and csv: all)` },
    format: { value: '<format>', about: 'how to print', oneOf: ['table', 'jsonl', 'csv'] },
  },
  run: (given, io) => {
    const format = (given.text('format') ?? 'table') as Format
    const asked = wholeNumber(given.text('limit'), '--limit') ?? (format === 'table' ? TABLE_ROWS : 0)
    const limit = asked === 0 ? Number.POSITIVE_INFINITY : asked
    // Told before the case is opened: a mistyped time must not cost a wait.
    for (const option of ['from', 'to'] as const) instantOf(given.text(option), `--${option}`)
    return withCase(given.words[0]!, io, async (engine) => {
      const filter = await filterOf(given, engine)
      const info: CaseInfo | null = await engine.caseInfo({})
      const files = new Map((await engine.artifacts({})).map((a) => [a.id, a]))
      const hosts = new Map(info?.hosts.map((h) => [h.id, h.name]))
      const names: Names = { host: (id) => hosts.get(id) ?? `host ${id}`, file: (id) => files.get(id) }
      if (format === 'csv') await io.write(csvLine(CSV))
      let first = 0
      let total = 0
      for (;;) {
        const page = await engine.events({ filter, first, count: Math.min(PAGE, limit - first) })
        total = page.total
        if (page.rows.length > 0)
          await io.write(page.rows.map((e) => line(e, format, names, io, hosts.size > 1)).join(''))
        first += page.rows.length
        if (page.rows.length === 0 || first >= total || first >= limit) break
      }
      if (format === 'table' && first < total)
        io.say(`${nouns(first, 'event')} of ${count(total)}; --limit 0 shows all`)
      return GOOD
    })
  },
})
