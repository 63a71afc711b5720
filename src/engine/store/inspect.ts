/** One thing with all that is known of it: fields, the lines that prove it, views that disagree, and links to the rest. */
import { Fault } from '../../shared/fault'
import type { Cell, EventRow, Finding, Inspection, Link, Proof, Ref } from '../../shared/model'
import { printInstant } from '../../shared/time'
import { MERGED } from '../correlate/merged-schema'
import { artifactInfos } from './artifacts'
import type { Db, SqlRow } from './db'
import { type EventSet, eventSet, hasTable } from './event-sets'
import { rowLabel, rowLinks, valueLinks } from './labels'
import type { Raw } from './raw'
import type { Catalogue } from './reader'
import { isRowKind, isValueKind, type Relations, ROW_TABLES, type RowKind, relationsOf } from './relations'
import { q } from './schema'

type Field = Inspection['fields'][number]
type Group = Inspection['links'][number]

const LINKS = 50
const PROOFS = 50
/** Of an event's text this much is looked at for further fields. */
const DETAIL_BYTES = 1 << 20
/** Events in the case above which a thing's are found through a view. */
const MANY = 2_000_000
/** Lines shown for a value, which rests on many. */
const VALUE_PROOFS = 10

export interface InspectOptions {
  readonly db: Db
  readonly raw: Raw
  /** Bytes of an artifact. */
  readonly bytesOf: (artifact: number, off: number, len: number) => Uint8Array
  readonly catalogue: Catalogue
  readonly findings: () => readonly Finding[]
  readonly eventsById: (ids: readonly number[]) => Promise<readonly EventRow[]>
  /** The first events of a thing on the timeline. */
  readonly eventsOf: (ref: Ref, count: number, signal?: AbortSignal) => Promise<Few>
}
interface Few {
  readonly rows: readonly EventRow[]
  readonly total: number
}

const field = (label: string, value: Cell, about: string): Field => ({ label, value, about })
const group = (name: string, items: readonly Link[], total = items.length): Group => ({ group: name, total, items })
const number = (id: string, kind: string): number => {
  if (!/^\d{1,15}$/.test(id))
    throw new Fault('bad-use', `${JSON.stringify(id)} is not the number of a ${kind}`, { kind, id })
  return Number(id)
}
const missing = (ref: Ref) =>
  new Fault('bad-use', `there is no ${ref.kind} ${JSON.stringify(ref.id)} in this case`, { ...ref })

interface About {
  readonly title: string
  readonly subtitle: string
  readonly fields: readonly Field[]
  readonly proofs: readonly Proof[]
}

export function makeInspect({ db, raw, bytesOf, catalogue, findings, eventsById, eventsOf }: InspectOptions) {
  const title = (probe: string) => catalogue.probes.get(probe)?.title ?? probe

  async function proofsOf(kind: string, ids: readonly string[], most: number): Promise<Proof[]> {
    if (ids.length === 0 || !(await hasTable(db, 'proofs'))) return []
    const rows = await db.all<{ says: string; artifact: number; line: number | null; off: number; len: number }>(
      `SELECT says, artifact, line, off, len FROM proofs WHERE kind = ? AND id IN (SELECT unnest(?::VARCHAR[])) AND artifact > 0 ORDER BY artifact, off LIMIT ${most}`,
      [kind, ids],
    )
    return Promise.all(rows.map((row) => raw.proof(row, row.says)))
  }

  async function disagreements(ref: Ref): Promise<Inspection['disagreements']> {
    if (!(await hasTable(db, 'disagreements'))) return []
    const rows = await db.all<{ field: string; source: string; value: string }>(
      'SELECT field, source, value FROM disagreements WHERE kind = ? AND id = ? ORDER BY field, source, value',
      [ref.kind, ref.id],
    )
    const fields = new Map<string, { source: string; value: string }[]>()
    for (const { field: name, source, value } of rows)
      fields.set(name, [...(fields.get(name) ?? []), { source: title(source), value }])
    return [...fields].map(([name, views]) => ({ field: name, views }))
  }

  async function rowAbout(ref: Ref, kind: RowKind): Promise<About> {
    const table = ROW_TABLES[kind]
    const row = (await hasTable(db, table))
      ? await db.one(`SELECT * FROM ${table} WHERE id = ?`, [number(ref.id, kind)])
      : null
    if (!row) throw missing(ref)
    const { columns, title: name } = MERGED[table]!
    const fields = Object.entries(columns).map(([column, { about }]) =>
      field(column, (row[column] ?? null) as Cell, about),
    )
    const subtitle = kind === 'process' ? String(row['cmdline'] ?? row['exe'] ?? name) : name
    return { title: rowLabel(kind, row), subtitle, fields, proofs: await proofsOf(kind, [ref.id], PROOFS) }
  }

  /** What the line's message says, where a message kind reads it. */
  async function messageFields(event: number): Promise<Field[]> {
    const out: Field[] = []
    for (const [id, kind] of catalogue.messages) {
      if (!(await hasTable(db, `m_${id}`))) continue
      const row = await db.one<SqlRow>(`SELECT * FROM ${q(id)} WHERE "event" = ? LIMIT 1`, [event])
      if (!row) continue
      for (const [column, { about }] of Object.entries(kind.columns))
        out.push(field(column, (row[column] ?? null) as Cell, `${kind.title}: ${about}`))
    }
    return out
  }

  /** What the line's text holds beyond what is kept of each event, where its format tells. */
  async function detailFields(row: EventRow): Promise<Field[]> {
    const found = await db.one<{ parser: string | null }>('SELECT parser FROM artifacts WHERE id = ?', [row.artifact])
    const details = catalogue.logs.get(found?.parser ?? '')?.details
    if (!details || row.kind !== 'log') return []
    try {
      const values = details.read(bytesOf(row.artifact, row.off, Math.min(row.len, DETAIL_BYTES)))
      return values === null
        ? []
        : Object.entries(details.columns).map(([name, { about }]) => {
            const value = values[name] ?? null
            return field(name, (Array.isArray(value) ? value.join('\n') || null : value) as Cell, about)
          })
    } catch {
      // The file is gone: the line itself says so below.
      return []
    }
  }

  async function eventAbout(ref: Ref): Promise<About> {
    const id = number(ref.id, 'event')
    const [row] = await eventsById([id])
    if (!row) throw missing(ref)
    const more = await db.one<{ log_host: string | null; host: string | null; summarised: boolean }>(
      `SELECT (SELECT word FROM words w WHERE w.id = e.log_host) AS log_host, (SELECT name FROM hosts h WHERE h.id = e.host) AS host, e.summarised FROM events e WHERE e.id = ?`,
      [id],
    )
    const fields = [
      field('time', row.ts === null ? null : printInstant(row.ts), 'When it happened, UTC'),
      field('kind', row.kind, 'What sort of event it is'),
      field('host', more?.host ?? null, 'Host whose evidence it comes from'),
      field('logged host', more?.log_host ?? null, 'Host name in the line itself'),
      field('program', row.program, 'Program that logged it, or that it is about'),
      field('pid', row.pid, 'Process id in the line'),
      field('facility', row.facility, 'Syslog facility, RFC 5424 number'),
      field(
        'severity',
        row.severity,
        'Syslog severity, 0 emergency to 7 debug; unknown when the file does not keep it',
      ),
      field('by the examiner', row.examiner, 'Whether the examination itself caused it'),
      ...(await messageFields(id)),
      ...(await detailFields(row)),
    ]
    const proofs =
      row.artifact > 0 && row.len > 0
        ? [await raw.proof(row, more?.summarised === false ? 'the line itself' : 'the event was made from this line')]
        : []
    return { title: row.text, subtitle: row.ts === null ? 'no time' : printInstant(row.ts), fields, proofs }
  }

  async function artifactAbout(ref: Ref): Promise<About> {
    const [info] = await artifactInfos(db, catalogue, [number(ref.id, 'file')])
    if (!info) throw missing(ref)
    const fields = [
      field('path', info.path, 'Path inside the bundle'),
      field('sha256', info.sha256, 'Hash of the bytes as they are kept'),
      field('size', info.size, 'Bytes as they are kept'),
      field(
        'mtime',
        info.mtime === null ? null : printInstant(info.mtime),
        'When it was last changed, as the bundle says; UTC',
      ),
      field('command', info.command, 'Command that printed it, when the bundle says'),
      field('parser', info.parserTitle, 'What reads it'),
      field('confidence', info.confidence, 'How certain that is, 0 to 1'),
      field('state', info.state, 'parsed, kept (nothing reads it), refused or failed'),
      field('rows', info.rows, 'Lines that became a row or an event'),
      field('noise', info.noise, 'Lines known to hold no data'),
      field('unparsed', info.unparsed, 'Lines that could not be read'),
      field('zone', info.zone, info.zoneReason ?? 'Time zone of its stamps'),
      field('year', info.year, info.yearReason ?? 'Year of its first line'),
      field('truncated', info.truncated, 'What is missing of it'),
      field('refused', info.refused, 'Why it was not taken in'),
      field('fault', info.fault, 'What went wrong while reading it'),
    ]
    return { title: info.path, subtitle: info.parserTitle ?? info.state, fields, proofs: [] }
  }

  async function hostAbout(ref: Ref): Promise<About> {
    const row = await db.one<{ name: string; os: string | null; kernel: string | null }>(
      'SELECT name, os, kernel FROM hosts WHERE id = ?',
      [number(ref.id, 'host')],
    )
    if (!row) throw missing(ref)
    return {
      title: row.name,
      subtitle: row.os ?? 'host',
      fields: [
        field('name', row.name, 'Host name'),
        field('os', row.os, 'Operating system'),
        field('kernel', row.kernel, 'Kernel'),
      ],
      proofs: [],
    }
  }

  function findingAbout(ref: Ref): About {
    const found = findings().find((one) => one.id === ref.id)
    if (!found) throw missing(ref)
    return {
      title: found.summary,
      subtitle: found.title,
      fields: [
        field('severity', found.severity, 'How serious the rule takes it'),
        field('about', found.about, 'What it means'),
        field('likely', found.likely, 'An innocent reason that the evidence itself names'),
        field('innocent', found.innocent, 'What else, harmless, looks the same'),
        field('next', found.next, 'What to do next'),
        field('attack', found.attack, 'ATT&CK techniques'),
      ],
      proofs: found.evidence,
    }
  }

  async function valueAbout(ref: Ref, relations: Relations): Promise<About> {
    const proofs: Proof[] = []
    for (const kind of ['socket', 'login', 'process', 'file'] as const) {
      const direct = [...relations[kind]].filter(([, tie]) => tie.how.startsWith('names ')).map(([id]) => id)
      if (proofs.length < VALUE_PROOFS)
        proofs.push(...(await proofsOf(kind, direct.slice(0, 100), VALUE_PROOFS - proofs.length)))
    }
    return { title: ref.id, subtitle: ref.kind, fields: [field(ref.kind, ref.id, 'As the evidence names it')], proofs }
  }

  /** The first of a thing's events, and how many there are. */
  async function firstEvents(ref: Ref, queries: EventSet['queries'], signal?: AbortSignal): Promise<Few> {
    const all = (await db.one<{ n: number }>('SELECT count(*) AS n FROM events'))?.n ?? 0
    // Of many events the timeline's own view is made: it is what is asked for next.
    if (all > MANY) return eventsOf(ref, LINKS, signal)
    const union = queries.map((one) => `SELECT id FROM (${one.sql})`).join(' UNION ALL ')
    const found = await db.all<{ id: number; n: number }>(
      `SELECT id, count(*) OVER () AS n FROM (SELECT DISTINCT u.id, e.ts FROM (${union}) u JOIN events e ON e.id = u.id)
       ORDER BY ts NULLS LAST, id LIMIT ${LINKS}`,
      queries.flatMap((one) => one.params),
      signal,
    )
    return { rows: await eventsById(found.map(({ id }) => id)), total: found[0]?.n ?? 0 }
  }

  /** Which of the queries brought each event: the first that did. */
  async function reasons(queries: EventSet['queries'], rows: readonly EventRow[]): Promise<Map<number, string>> {
    const why = new Map<number, string>()
    const ids = rows.map((row) => row.id)
    if (queries.length === 1) return new Map(ids.map((id) => [id, queries[0]!.how]))
    for (const { sql, params, how } of queries) {
      const found = await db.all<{ id: number }>(
        `SELECT DISTINCT id FROM (${sql}) WHERE id IN (SELECT unnest(?::BIGINT[]))`,
        [...params, ids],
      )
      for (const { id } of found) if (!why.has(id)) why.set(id, how)
    }
    return why
  }

  async function eventLinks(ref: Ref, signal?: AbortSignal): Promise<Group> {
    if (ref.kind === 'event') return group('Log events', [])
    const { queries, sure } = await eventSet(db, ref, findings)
    if (queries.length === 0) return group('Log events', [])
    const { rows, total } = await firstEvents(ref, queries, signal)
    const why = await reasons(queries, rows)
    return group(
      'Log events',
      rows.map((row) => ({
        ref: { kind: 'event', id: String(row.id) },
        label: `${row.ts === null ? 'no time' : printInstant(row.ts)} ${row.program ?? row.kind}: ${row.text.slice(0, 200)}`,
        how: why.get(row.id) ?? '',
        sure,
      })),
      total,
    )
  }

  async function links(ref: Ref, relations: Relations, signal?: AbortSignal): Promise<Group[]> {
    const rowGroup = async (name: string, kind: RowKind) =>
      relations[kind].size === 0
        ? group(name, [])
        : group(name, await rowLinks(db, kind, relations[kind], LINKS), relations[kind].size)
    const artifacts = [...relations.artifact.keys()].map(Number)
    const paths = new Map(
      artifacts.length === 0
        ? []
        : (await artifactInfos(db, catalogue, artifacts)).map((info) => [String(info.id), info.path]),
    )
    const values = (name: string, kind: 'address' | 'user' | 'port' | 'path' | 'program') =>
      group(name, valueLinks(kind, relations[kind], LINKS), relations[kind].size)
    const all = await Promise.all([
      rowGroup('Sockets', 'socket'),
      rowGroup('Processes', 'process'),
      rowGroup('Files', 'file'),
      eventLinks(ref, signal),
      rowGroup('Logins', 'login'),
      rowGroup('Interfaces', 'interface'),
      values('Addresses', 'address'),
      values('Users', 'user'),
      values('Ports', 'port'),
      values('Paths', 'path'),
      values('Programs', 'program'),
      group(
        'Artifact',
        valueLinks('artifact', relations.artifact, LINKS, (id) => paths.get(id) ?? id),
        relations.artifact.size,
      ),
      group(
        'Findings',
        valueLinks('finding', relations.finding, LINKS, (id) => findings().find((f) => f.id === id)?.summary ?? id),
        relations.finding.size,
      ),
    ])
    return all.filter((one) => one.total > 0)
  }

  return async ({ ref }: { ref: Ref }, signal?: AbortSignal): Promise<Inspection> => {
    const relations = await relationsOf(db, ref, findings())
    const about = isRowKind(ref.kind)
      ? await rowAbout(ref, ref.kind)
      : isValueKind(ref.kind)
        ? await valueAbout(ref, relations)
        : ref.kind === 'event'
          ? await eventAbout(ref)
          : ref.kind === 'artifact'
            ? await artifactAbout(ref)
            : ref.kind === 'host'
              ? await hostAbout(ref)
              : findingAbout(ref)
    // A finding rests on lines; one that shares a line with this thing is about it too.
    for (const finding of findings())
      if (
        ref.kind !== 'finding' &&
        !relations.finding.has(finding.id) &&
        finding.evidence.some((e) => about.proofs.some((p) => p.artifact === e.artifact && p.off === e.off))
      )
        relations.finding.set(finding.id, { how: 'the finding rests on the same line', sure: true })
    return {
      ref,
      ...about,
      disagreements: isRowKind(ref.kind) ? await disagreements(ref) : [],
      links: await links(ref, relations, signal),
    }
  }
}
