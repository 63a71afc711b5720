/** Reads one file again with a zone or year that the analyst set; its rows and events are replaced. */
import { Fault } from '../../shared/fault'
import type { Instant } from '../../shared/time'
import { zoneByName } from '../../shared/time'
import { plainOf } from '../evidence/derived'
import { importers, logs, messages, probes } from '../registry'
import { openIngest } from '../store/ingest'
import { q } from '../store/schema'
import { markExaminer, setOutcome } from './artifact-rows'
import { jobOf } from './index-bundles'
import type { OpenCase } from './open-case'
import { type Override, readOverrides, writeOverride } from './overrides'
import { bundleView, pickImporter, sortMember } from './recognise-members'

interface CaptureRow {
  readonly id: number
  readonly host: number
  readonly name: string
  readonly capturedAt: Instant | null
  readonly bootedAt: Instant | null
  readonly zone: string
  readonly reason: string
}

/** Errors: Fault `bad-use` for an unknown zone, a year that is none, or a file that nothing reads. */
export async function reparse(
  open: OpenCase,
  artifact: number,
  override: Override,
  signal?: AbortSignal,
): Promise<void> {
  if (override.zone !== null && !zoneByName(override.zone))
    throw new Fault('bad-use', `"${override.zone}" is no time zone (an IANA name or +hh:mm)`)
  if (override.year !== null && (!Number.isInteger(override.year) || override.year < 1970 || override.year > 2200))
    throw new Fault('bad-use', `${override.year} is no year between 1970 and 2200`)
  const line = open.folder.manifest.byArtifact(artifact)
  if (!line?.sha256) throw new Fault('bad-use', `artifact ${artifact} has no bytes in this case`)
  const view = bundleView(open.folder, open.folder.manifest.ofBundle(line.bundle.sha256))
  const member = await sortMember(open.folder, line, pickImporter(importers, view.paths).importer.open(view))
  if (!member.what) throw new Fault('bad-use', `nothing reads ${line.path}`)
  const capture = await open.db.one<CaptureRow>(
    `SELECT c.id, c.host, h.name, epoch_us(c.captured_at) AS "capturedAt", epoch_us(c.booted_at) AS "bootedAt", c.zone, c.zone_reason AS reason
     FROM artifacts a JOIN captures c ON c.id = a.capture JOIN hosts h ON h.id = c.host WHERE a.id = ?`,
    [artifact],
  )
  if (!capture) throw new Fault('bad-use', `artifact ${artifact} is not in the index`)
  await open.folder.custody.record('time-override', { artifact, path: line.path, ...override })
  writeOverride(open.folder.root, artifact, override)
  const plain = await plainOf(open.folder, line.sha256)
  await forget(open, artifact)
  const connection = await open.db.connect()
  try {
    const ingest = await openIngest(connection, {})
    const place = {
      host: capture.host,
      capture: capture.id,
      context: {
        host: capture.name,
        os: null,
        kernel: null,
        capturedAt: capture.capturedAt,
        bootedAt: capture.bootedAt,
        zone: capture.zone,
        zoneReason: capture.reason,
        blind: [],
      },
    }
    const outcome = await ingest.parse(
      jobOf(member, plain.path, place, readOverrides(open.folder.root).get(artifact)),
      signal,
    )
    await ingest.close()
    const zoneless = member.what.kind === 'log' && logs.get(member.what.id)?.zoneless
    const zone = override.zone ?? (zoneless ? capture.zone : null)
    if (member.collector) await markExaminer(connection, [artifact])
    await setOutcome(connection, outcome, {
      zone,
      zoneReason: override.zone ? 'Set by the analyst.' : zone ? capture.reason : null,
      truncated: null,
    })
  } finally {
    connection.close()
  }
}

/** Takes everything that came from a file out of the index. */
async function forget(open: OpenCase, artifact: number): Promise<void> {
  const connection = await open.db.connect()
  try {
    await connection.run('BEGIN TRANSACTION')
    const ids = `SELECT id FROM events WHERE artifact = ${Number(artifact)}`
    for (const id of messages.keys())
      if (await open.db.columnsOf(`m_${id}`))
        await connection.run(`DELETE FROM ${q(`m_${id}`)} WHERE event IN (${ids})`)
    await connection.run(`DELETE FROM event_ties WHERE first IN (${ids})`)
    await connection.run(`DELETE FROM summaries WHERE event IN (${ids})`)
    await connection.run(`DELETE FROM event_rows WHERE id IN (${ids})`)
    const tables = await connection.all<{ name: string }>(
      `SELECT DISTINCT table_name AS name FROM duckdb_columns() WHERE column_name = 'artifact' AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary)`,
    )
    const own = new Set(['unparsed', 'line_index', ...probes.keys()])
    for (const { name } of tables)
      if (own.has(name) || name.startsWith('sight_'))
        await connection.run(`DELETE FROM ${q(name)} WHERE artifact = ?`, [artifact])
    await connection.run('COMMIT')
  } finally {
    connection.close()
  }
}
