/** Rows of `hosts`, `captures` and `artifacts`. */
import type { Instant } from '../../shared/time'
import type { Sql } from '../correlate/json-insert'
import type { ManifestLine } from '../evidence/types'
import { insertLimits } from '../findings/limits'
import type { ParseOutcome } from '../parse/types'
import { ARTIFACT_OF, BY_EXAMINER } from '../store/origin'
import type { CaptureContext } from './capture-context'
import type { SortedMember } from './recognise-members'

/** The host's number: the same name is the same host, whichever bundle brought it. */
export async function hostNumber(db: Sql, context: CaptureContext): Promise<number> {
  const known = await db.all<{ id: number }>(`SELECT id FROM hosts WHERE name = ?`, [context.host])
  if (known[0]) {
    await db.run(`UPDATE hosts SET os = coalesce(os, ?), kernel = coalesce(kernel, ?) WHERE id = ?`, [
      context.os,
      context.kernel,
      known[0].id,
    ])
    return known[0].id
  }
  const [next] = await db.all<{ id: number }>(`SELECT coalesce(max(id), 0) + 1 AS id FROM hosts`)
  await db.run(`INSERT INTO hosts VALUES (?, ?, ?, ?)`, [next!.id, context.host, context.os, context.kernel])
  return next!.id
}

export async function captureNumber(
  db: Sql,
  host: number,
  kind: string,
  source: string,
  bundle: string,
  context: CaptureContext,
): Promise<number> {
  const known = await db.all<{ value: string }>(`SELECT value FROM meta WHERE key = ?`, [`bundle ${bundle}`])
  if (known[0]) return Number(known[0].value)
  const [next] = await db.all<{ id: number }>(`SELECT coalesce(max(id), 0) + 1 AS id FROM captures`)
  await db.run(`INSERT INTO captures SELECT ?, ?, ?, ?, make_timestamp(?::BIGINT), make_timestamp(?::BIGINT), ?, ?`, [
    next!.id,
    host,
    kind,
    source,
    context.capturedAt,
    context.bootedAt,
    context.zone,
    context.zoneReason,
  ])
  await insertLimits(db, next!.id, host, context.blind, false)
  await db.run(`INSERT INTO meta VALUES (?, ?)`, [`bundle ${bundle}`, String(next!.id)])
  return next!.id
}

const told = (line: ManifestLine, cut: string | null): string | null =>
  line.truncated ? `${line.truncated.reason}: ${line.truncated.detail}` : cut

/** What a member is before it is parsed. */
export async function insertArtifacts(
  db: Sql,
  members: readonly SortedMember[],
  capture: number,
  host: number,
): Promise<void> {
  const rows = members.map(({ line, what, command, cut, notRead }) => ({
    id: line.artifact,
    capture,
    host,
    path: line.path,
    sha256: line.sha256,
    size: line.size ?? 0,
    mtime: line.mtime,
    parser: what?.id ?? null,
    confidence: what?.confidence ?? 0,
    command,
    truncated: told(line, cut),
    refused: line.refused ? `${line.refused.reason}: ${line.refused.detail}` : null,
    state: line.refused ? 'refused' : 'kept',
    link_target: line.linkTarget,
    not_read: notRead,
  }))
  const shape =
    '[{"id":"INTEGER","capture":"INTEGER","host":"INTEGER","path":"VARCHAR","sha256":"VARCHAR","size":"BIGINT","mtime":"BIGINT","parser":"VARCHAR","confidence":"DOUBLE","command":"VARCHAR","truncated":"VARCHAR","refused":"VARCHAR","state":"VARCHAR","link_target":"VARCHAR","not_read":"VARCHAR"}]'
  for (let i = 0; i < rows.length; i += 5000)
    await db.run(
      `INSERT INTO artifacts (id, capture, host, path, sha256, size, mtime, parser, confidence, command, truncated, refused, state, link_target, not_read, rows, noise, unparsed)
       SELECT r.id, r.capture, r.host, r.path, r.sha256, r.size, make_timestamp(r.mtime), r.parser, r.confidence, r.command, r.truncated, r.refused, r.state, r.link_target, r.not_read, 0, 0, 0
       FROM (SELECT unnest(from_json(?::JSON, '${shape}')) AS r)`,
      [JSON.stringify(rows.slice(i, i + 5000))],
    )
}

/** Events of the collector's own files were caused by the examination. */
export async function markExaminer(db: Sql, artifacts: readonly number[]): Promise<void> {
  if (artifacts.length === 0) return
  await db.run(
    `UPDATE event_rows SET ${BY_EXAMINER} WHERE ${ARTIFACT_OF} IN (SELECT unnest(from_json(?::JSON, '["INTEGER"]')))`,
    [JSON.stringify(artifacts)],
  )
}

export async function setOutcome(
  db: Sql,
  outcome: ParseOutcome,
  clock: { readonly zone: string | null; readonly zoneReason: string | null; readonly truncated: string | null },
): Promise<void> {
  await db.run(
    `UPDATE artifacts SET state = ?, fault = ?, rows = ?, noise = ?, unparsed = ?, zone = ?, zone_reason = ?, year = ?, year_reason = ?, truncated = coalesce(truncated, ?) WHERE id = ?`,
    [
      outcome.state === 'parsed' ? 'parsed' : 'failed',
      outcome.state === 'cancelled' ? 'cancelled: not all of it was read' : outcome.fault,
      outcome.rows,
      outcome.noise,
      outcome.unparsed,
      clock.zone,
      clock.zoneReason,
      outcome.year,
      outcome.yearReason,
      clock.truncated,
      outcome.artifact,
    ],
  )
}

export const newest = (lines: readonly Pick<ManifestLine, 'mtime'>[]): Instant | null =>
  lines.reduce<Instant | null>(
    (n, l) => (l.mtime !== null && l.mtime > 0 && (n === null || l.mtime > n) ? l.mtime : n),
    null,
  )
