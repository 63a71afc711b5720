/** Files of the case as the window lists them. */
import type { ArtifactInfo } from '../../shared/model'
import type { Instant } from '../../shared/time'
import type { Db, SqlRow } from './db'

/** Titles of parsers by id, from the registry. */
export interface Titles {
  readonly probes: ReadonlyMap<string, { readonly title: string; readonly parseBytes?: unknown }>
  readonly logs: ReadonlyMap<string, { readonly title: string }>
}

const STATES = ['parsed', 'kept', 'refused', 'failed'] as const

const COLUMNS =
  'id, capture, host, path, sha256, size, epoch_us(mtime) AS mtime, parser, confidence, command, zone, zone_reason, year, year_reason, truncated, refused, state, fault, rows, noise, unparsed, not_read'

function info(row: SqlRow, titles: Titles): ArtifactInfo {
  const text = (name: string) => (row[name] as string | null) ?? null
  const number = (name: string) => (row[name] as number | null) ?? null
  const parser = text('parser')
  return {
    id: number('id')!,
    capture: number('capture') ?? 0,
    host: number('host') ?? 0,
    path: text('path') ?? '',
    sha256: text('sha256'),
    size: number('size') ?? 0,
    mtime: number('mtime') as Instant | null,
    parser,
    parserTitle: parser === null ? null : ((titles.probes.get(parser) ?? titles.logs.get(parser))?.title ?? parser),
    parserKind: parser === null ? null : titles.logs.has(parser) ? 'log' : 'probe',
    confidence: number('confidence') ?? 0,
    command: text('command'),
    zone: text('zone'),
    zoneReason: text('zone_reason'),
    year: number('year'),
    yearReason: text('year_reason'),
    truncated: text('truncated'),
    refused: text('refused'),
    state: STATES.find((state) => state === row['state']) ?? 'kept',
    fault: text('fault'),
    rows: number('rows') ?? 0,
    noise: number('noise') ?? 0,
    unparsed: number('unparsed') ?? 0,
    notRead: text('not_read'),
  }
}

/** All of them, or those of `ids`, in order of id. */
export async function artifactInfos(db: Db, titles: Titles, ids?: readonly number[]): Promise<ArtifactInfo[]> {
  const rows = ids
    ? await db.all(`SELECT ${COLUMNS} FROM artifacts WHERE id IN (SELECT unnest(?::BIGINT[])) ORDER BY id`, [ids])
    : await db.all(`SELECT ${COLUMNS} FROM artifacts ORDER BY id`)
  return rows.map((row) => info(row, titles))
}
