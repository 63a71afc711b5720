/** Builds the report of a case: the same case gives the same model, whoever asks and whenever. */

import { NO_FILTER } from '../../shared/model'
import { eventsOf } from './events'
import { figuresOf, type Mark } from './figures'
import { filesOf, totalCoverage } from './files'
import { findingsOf, SEVERITIES } from './findings'
import { containersOf, custodyOf, linksOf } from './journals'
import type { ReportModel } from './model'
import { clocksOf } from './moments'
import type { ReportSource } from './source'
import { summaryOf } from './summary'
import { tablesOf } from './tables'

export async function buildReport(source: ReportSource): Promise<ReportModel> {
  const info = await source.info()
  const found = await source.findings()
  const artifacts = await source.artifacts({})
  const hosts = new Map(info.hosts.map((h) => [h.id, h.name]))
  const hostName = (id: number) => hosts.get(id) ?? `host ${id}`
  const clocks = clocksOf(info.captures)
  const { findings, stamps } = findingsOf(found, hostName, clocks)
  const captures = info.captures.map(
    ({ id, host, kind, source: from, capturedAt, bootedAt, zone, zoneReason, blind }) => ({
      id,
      host: hostName(host),
      kind,
      source: from,
      capturedAt: clocks.zone(capturedAt, zone),
      bootedAt: clocks.zone(bootedAt, zone),
      zone,
      zoneReason,
      blind: blind.map((b) => b.says),
      files: artifacts.filter((a) => a.capture === id).length,
    }),
  )
  const marks: Mark[] = [
    ...[...stamps].map(([no, { ts }]) => ({
      ts,
      label: `F${no}`,
      kind: 'finding' as const,
      weight: 4 ** (SEVERITIES.length - SEVERITIES.indexOf(findings[no - 1]!.severity)),
    })),
    ...info.captures.flatMap(({ id, capturedAt }) =>
      capturedAt === null
        ? []
        : [
            {
              ts: capturedAt,
              label: info.captures.length > 1 ? `capture ${id}` : 'capture',
              kind: 'capture' as const,
              weight: 0,
            },
          ],
    ),
  ]
  // Pictures are by the clock of the first host; times elsewhere are by that of their own.
  const home = info.captures[0]?.host ?? 0
  const files = await filesOf(source, artifacts, findings, clocks)
  const events = await eventsOf(source, found.findings, findings, hostName, clocks)
  const untimed = info.span
    ? (await source.histogram({ filter: NO_FILTER, ...info.span, buckets: 1 })).untimed
    : events.total
  const figures = info.span ? await figuresOf(source, info.span, marks, (at) => clocks.host(at, home)!) : []
  const model: Omit<ReportModel, 'summary'> = {
    format: 'vestigo-report/1',
    tool: source.tool,
    case: {
      id: info.id,
      name: info.name,
      number: info.number,
      examiner: info.examiner,
      evidenceNumber: info.evidenceNumber,
      created: info.created,
    },
    hosts: info.hosts.map(({ id, name, os, kernel }) => ({ id, name, os, kernel })),
    captures,
    findings,
    blind: found.blind.map(({ rule, title, why }) => ({ rule, title, why })),
    clear: found.clear.map(({ rule, title, limits }) => ({ rule, title, limits })),
    policy: source.policy().origin,
    timeline: {
      span: info.span ? { from: clocks.host(info.span.from, home)!, to: clocks.host(info.span.to, home)! } : null,
      figures,
      rows: events.rows,
      total: events.total,
      untimed,
    },
    tables: await tablesOf(source, findings, hosts, clocks, info.captures),
    coverage: totalCoverage(files),
    files,
    links: linksOf(source.manifest()),
    containers: containersOf(source.manifest()),
    custody: custodyOf(source.custody()),
    notes: await notesOf(source),
  }
  const { format, tool, case: header, ...rest } = model
  return { format, tool, case: header, summary: summaryOf(model), ...rest }
}

/** What the examiner wrote, with the name of the thing it is about; what is no longer there keeps its reference. */
async function notesOf(source: ReportSource): Promise<ReportModel['notes']> {
  const out: ReportModel['notes'][number][] = []
  for (const { ref, star, comment, by, at } of source.notes()) {
    const title = await source.inspect({ ref }).then(
      (i) => i.title,
      () => `${ref.kind} ${ref.id}`,
    )
    out.push({ what: title, star, comment, by, at })
  }
  return out
}
