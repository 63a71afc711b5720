/** The events that the report lists: those that prove findings, those of what the findings are about, and their neighbours in time. */
import { type EventRow, type Filter, type Finding, NO_FILTER, type Ref } from '../../shared/model'
import { instant } from '../../shared/time'
import type { ReportEvent, ReportFinding } from './model'
import type { Clocks } from './moments'
import type { ReportSource } from './source'

/** Events listed. */
export const LISTED = 200
/** Read before and after each finding; and of each thing that a finding is about. */
const NEAR = 120
const OF_SUBJECT = 150
const PAGE = 200
/** Microseconds from a finding beyond which an event is no neighbour. */
const FAR = 6 * 3_600_000_000
const SIGHTINGS: ReadonlySet<string> = new Set(['socket', 'process', 'file'])

const place = (artifact: number, off: number) => `${artifact}:${off}`

async function read(source: ReportSource, filter: Filter, first: number, count: number): Promise<readonly EventRow[]> {
  const out: EventRow[] = []
  while (out.length < count) {
    const page = await source.events({ filter, first: first + out.length, count: Math.min(PAGE, count - out.length) })
    out.push(...page.rows)
    if (page.rows.length === 0 || first + out.length >= page.total) break
  }
  return out
}

/** Least severe first, so that a higher number is worth more. */
const WORTH = ['info', 'low', 'medium', 'high', 'critical']

export async function eventsOf(
  source: ReportSource,
  raw: readonly Finding[],
  findings: readonly ReportFinding[],
  hostName: (id: number) => string,
  clocks: Clocks,
): Promise<{ readonly rows: ReportEvent[]; readonly total: number }> {
  const { total } = await source.events({ filter: NO_FILTER, first: 0, count: 1 })
  const proving = new Map<string, { numbers: Set<number>; worth: number }>()
  for (const f of findings)
    for (const { artifact, off } of f.evidence) {
      const known = proving.get(place(artifact, off)) ?? { numbers: new Set<number>(), worth: 0 }
      known.numbers.add(f.no)
      known.worth = Math.max(known.worth, WORTH.indexOf(f.severity))
      proving.set(place(artifact, off), known)
    }
  const scored = new Map<number, { row: EventRow; score: number }>()
  const offer = (row: EventRow, score: number) => {
    const known = scored.get(row.id)
    const proof = proving.get(place(row.artifact, row.off))
    // A line that proves counts above all; a text of a page of processes is an event of its capture, not a proof.
    const best = Math.max(score, known?.score ?? 0, proof && row.kind !== 'capture' ? 1000 + proof.worth : 0)
    scored.set(row.id, { row, score: best })
  }
  const asked = new Set<string>()
  for (const f of raw) {
    const worth = WORTH.indexOf(f.severity) * 10
    if (f.ts !== null) {
      const { ordinal } = await source.locate({ filter: NO_FILTER, ts: instant(f.ts) })
      const first = Math.max(0, ordinal - NEAR)
      const rows = await read(source, NO_FILTER, first, 2 * NEAR)
      for (const row of rows) {
        // What a view of the moment of capture saw has a table of its own.
        if (row.ts === null || SIGHTINGS.has(row.kind) || Math.abs(row.ts - f.ts) > FAR) continue
        const minutes = Math.abs(row.ts - f.ts) / 60_000_000
        offer(row, 100 + worth - Math.min(90, minutes))
      }
    }
    for (const { ref, sure } of f.subjects) {
      const key = `${ref.kind}:${ref.id}:${ref.host ?? ''}`
      if (!sure || asked.has(key) || !FOLLOWED.has(ref.kind)) continue
      asked.add(key)
      const rows = await read(source, { ...NO_FILTER, entity: ref }, 0, OF_SUBJECT)
      // A thing with a great many events tells little by each of them.
      for (const row of rows)
        if (!SIGHTINGS.has(row.kind) || ref.kind === 'process')
          offer(row, (rows.length < OF_SUBJECT ? 200 : 40) + worth)
    }
  }
  if (scored.size === 0) for (const row of await read(source, NO_FILTER, 0, LISTED)) offer(row, 1)
  const chosen = [...scored.values()].sort((a, b) => b.score - a.score || a.row.id - b.row.id).slice(0, LISTED)
  chosen.sort((a, b) => (a.row.ts ?? Infinity) - (b.row.ts ?? Infinity) || a.row.id - b.row.id)
  return {
    total,
    rows: chosen.map(({ row }) => ({
      artifact: row.artifact,
      line: null,
      off: row.off,
      at: clocks.host(row.ts, row.host),
      kind: row.kind,
      host: hostName(row.host),
      program: row.program,
      pid: row.pid,
      severity: row.severity,
      text: row.text,
      examiner: row.examiner,
      findings:
        row.kind === 'capture'
          ? []
          : [...(proving.get(place(row.artifact, row.off))?.numbers ?? [])].sort((a, b) => a - b),
    })),
  }
}

/** Kinds whose events tell of a finding; all of a host's or of a program's would tell too much. */
const FOLLOWED: ReadonlySet<Ref['kind']> = new Set([
  'event',
  'socket',
  'process',
  'file',
  'interface',
  'address',
  'user',
  'path',
])
