/** An open case: its folder, its index, its reader, and what is remembered between calls. */
import { Fault, faultData } from '../../shared/fault'
import type { CaseHeader, CaseInfo, Finding, FindingsReport, ImportReport, Progress } from '../../shared/model'
import type { Instant } from '../../shared/time'
import { correlate } from '../correlate/correlate'
import { type CaseFolder, createCase, isCaseFolder, openCase } from '../evidence/case-folder'
import { plainOf } from '../evidence/derived'
import { takeIn } from '../evidence/intake'
import type { Intake } from '../evidence/types'
import { deriveLimits } from '../findings/derive-limits'
import { readLimits } from '../findings/limits'
import { loadPolicy, readPolicy } from '../findings/policy'
import { presentFindings } from '../findings/present'
import { type RuleOutcome, runRules } from '../findings/run-rules'
import { logs, messages, probes, rules } from '../registry'
import { createReader } from '../store/create-reader'
import { type Db, openDb } from '../store/db'
import { indexVersion } from '../store/index-version'
import { dropThreads, prepareThreads } from '../store/ingest-pool'
import type { Reader } from '../store/reader'
import { topicsOf } from '../store/topics'
import { transaction } from '../store/transaction'
import { VERSION } from '../version'
import { bundlesWithin } from './bundles-within'
import { type Indexed, type IndexOptions, indexPending } from './index-bundles'
import { readOverrides } from './overrides'
import { openReadAhead } from './read-ahead'

export type Tell = (
  phase: Progress['phase'],
  label: string,
  done: number,
  total: number | null,
  unit: Progress['unit'],
) => void

export interface OpenCase {
  readonly folder: CaseFolder
  readonly db: Db
  readonly reader: Reader
  info(): Promise<CaseInfo>
  /** `adopt`: the folders lie in the case and are given up afterwards. */
  import(paths: readonly string[], tell: Tell, signal?: AbortSignal, adopt?: boolean): Promise<ImportReport>
  findings(): Promise<FindingsReport>
  /** Runs correlation and rules again: after an override or a new policy. */
  refresh(tell: Tell, what: 'all' | 'rules'): Promise<void>
  plain(artifact: number): string
  setPlain(artifact: number, path: string): void
  close(): Promise<void>
}

const TOOL = `vestigo ${VERSION}`

async function folderAt(path: string, create: CaseHeader | undefined): Promise<CaseFolder> {
  if (create && !(await isCaseFolder(path))) return createCase(path, create, { tool: TOOL })
  return openCase(path, { tool: TOOL })
}

/** Opens or creates a case. An index that is missing, or of another version, is built anew from the evidence. */
export async function openCaseAt(
  path: string,
  create: CaseHeader | undefined,
  tell: Tell,
  signal?: AbortSignal,
  warmUp = false,
): Promise<OpenCase> {
  const folder = await folderAt(path, create)
  try {
    const db = await openDb(folder.root, indexVersion({ probes, messages }, VERSION))
    try {
      return await opened(folder, db, tell, signal, warmUp)
    } catch (error) {
      await db.close()
      throw error
    }
  } catch (error) {
    await folder.close()
    throw error
  }
}

async function opened(
  folder: CaseFolder,
  db: Db,
  tell: Tell,
  signal: AbortSignal | undefined,
  warmUp: boolean,
): Promise<OpenCase> {
  const plains = new Map<number, string>()
  let report: FindingsReport | null = null
  const plain = (artifact: number): string => {
    const path = plains.get(artifact)
    if (path) return path
    const line = folder.manifest.byArtifact(artifact)
    if (!line?.sha256) throw new Fault('bad-use', `artifact ${artifact} has no bytes in this case`, { artifact })
    return folder.store.pathOf(line.sha256)
  }
  const reader = createReader({
    db,
    catalogue: { probes, logs, messages },
    plainPath: plain,
    findings: (): readonly Finding[] => report?.findings ?? [],
  })
  const options = (say: Tell, stop?: AbortSignal): IndexOptions => ({
    signal: stop,
    progress: say,
    overrides: readOverrides(folder.root),
    plain: (artifact, path) => plains.set(artifact, path),
  })

  async function derive(say: Tell): Promise<void> {
    say('correlating', '', 0, null, 'files')
    const connection = await db.connect()
    try {
      await correlate(connection)
      await deriveLimits(connection, await topicsOf(connection, { probes, messages }), (parser) => logs.has(parser))
    } finally {
      connection.close()
    }
  }
  async function judge(say: Tell): Promise<void> {
    say('rules', '', 0, rules.size, 'rules')
    const connection = await db.connect()
    try {
      await transaction(connection, () => loadPolicy(connection, readPolicy(folder.root)))
      const outcome = await runRules(connection, { rules, probes, messages })
      await transaction(connection, async () => {
        await connection.run(`DELETE FROM meta WHERE key = 'findings'`)
        await connection.run(`INSERT INTO meta VALUES ('findings', ?)`, [JSON.stringify(outcome)])
      })
      reader.invalidate()
      report = await presentFindings({ db: connection, rules, proof: reader.proof }, outcome)
    } finally {
      connection.close()
    }
  }
  async function findings(): Promise<FindingsReport> {
    if (report) return report
    const stored = await db.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'findings'`)
    if (!stored) return { findings: [], blind: [], clear: [] }
    const outcome = JSON.parse(stored.value) as RuleOutcome
    report = await presentFindings({ db, rules, proof: reader.proof }, outcome)
    return report
  }

  if (db.fresh && folder.manifest.lines().length > 0) {
    await indexPending(db, folder, options(tell, signal))
    await derive(tell)
    await judge(tell)
  } else await remakePlains(folder, db, plains)
  // What the first text filter and histogram need; they do without while it is not there yet.
  const warm = () => {
    if (warmUp) void reader.warm().catch(() => {})
  }
  warm()

  return {
    folder,
    db,
    reader,
    plain,
    setPlain: (artifact, path) => plains.set(artifact, path),
    findings,
    info: () => infoOf(folder, db, findings),
    refresh: async (say, what) => {
      if (what === 'all') await derive(say)
      await judge(say)
    },
    import: async (paths, say, stop, adopt = false) => {
      const began = Date.now()
      const intakes: Intake[] = []
      prepareThreads()
      const ahead = openReadAhead()
      // Members of a folder that were opened as evidence of their own.
      const opened = new Set<string>()
      let broken: unknown = null
      const take = async (path: string): Promise<Intake> => {
        const intake = await takeIn(folder, path, {
          adopt,
          signal: stop,
          progress: (p) => say('reading', p.path || path, p.bytes, p.ofBytes, 'bytes'),
          ahead: (copy, coming) => ahead.begin(copy, coming),
        })
        intakes.push(intake)
        return intake
      }
      try {
        for (const path of paths) {
          const { lines } = await take(path)
          for (const [member, archive] of bundlesWithin(path, lines)) {
            if (stop?.aborted) break
            // One that cannot be opened is kept as the file that it is, and named as such.
            await take(archive).then(
              () => opened.add(member),
              (error: unknown) => {
                if (!/^(?:unreadable|corrupt)$/.test(faultData(error).code)) throw error
              },
            )
          }
        }
      } catch (error) {
        // The bundles before it are in: they are read before this one's fault is told.
        broken = error
      }
      let indexed: Indexed = { captures: [], outcomes: [], unread: [] }
      try {
        indexed = await indexPending(db, folder, { ...options(say, stop), ahead })
      } finally {
        // After a cancel too: what came in is shown, tied and judged.
        await ahead.close()
        dropThreads()
        reader.invalidate()
        if (intakes.some((i) => i.added > 0)) {
          await derive(say)
          await judge(say)
        }
      }
      warm()
      if (broken) throw broken
      const unread = indexed.unread.filter((u) => !opened.has(u.path))
      const seconds = (Date.now() - began) / 1000
      return importReport(intakes, { ...indexed, unread }, await infoOf(folder, db, findings), seconds)
    },
    close: async () => {
      await reader.close()
      await db.close()
      await folder.close()
    },
  }
}

/** Unpacked copies are a cache: those that were deleted are made again before anything asks for them. */
async function remakePlains(folder: CaseFolder, db: Db, plains: Map<number, string>): Promise<void> {
  const parsed = await db.all<{ id: number; sha256: string }>(
    `SELECT id, sha256 FROM artifacts WHERE sha256 IS NOT NULL AND parser IS NOT NULL AND state <> 'refused'`,
  )
  for (const { id, sha256 } of parsed) plains.set(id, (await plainOf(folder, sha256)).path)
}

/** Rows of each table; 0 for one that is not there. */
async function countRows<T extends string>(db: Db, tables: readonly T[]): Promise<Readonly<Record<T, number>>> {
  const found = await db.all<{ name: string }>(
    `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'`,
  )
  const there = new Set(found.map(({ name }) => name))
  const each = tables.map((name) => `${there.has(name) ? `(SELECT count(*) FROM ${name})` : '0'} AS ${name}`)
  return (await db.one<Record<T, number>>(`SELECT ${each.join(', ')}`))!
}

async function infoOf(folder: CaseFolder, db: Db, findings: () => Promise<FindingsReport>): Promise<CaseInfo> {
  const meta = folder.meta()
  const counts = await countRows(db, ['artifacts', 'event_rows', 'sockets', 'processes', 'open_files'])
  const span = await db.one<{ first: Instant | null; last: Instant | null }>(
    `SELECT epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last FROM event_rows`,
  )
  const hosts = await db.all<{ id: number; name: string; os: string | null; kernel: string | null }>(
    `SELECT id, name, os, kernel FROM hosts ORDER BY id`,
  )
  const captures = await db.all<Record<string, unknown>>(
    `SELECT id, host, kind, source, epoch_us(captured_at) AS captured_at, epoch_us(booted_at) AS booted_at, zone, zone_reason FROM captures ORDER BY id`,
  )
  const limits = await readLimits(db)
  return {
    id: meta.id,
    path: folder.root,
    created: meta.created,
    name: meta.name ?? '',
    number: meta.number ?? '',
    examiner: meta.examiner ?? '',
    evidenceNumber: meta.evidenceNumber ?? '',
    hosts,
    captures: captures.map((c) => ({
      id: c['id'] as number,
      host: c['host'] as number,
      kind: c['kind'] as string,
      source: c['source'] as string,
      capturedAt: c['captured_at'] as Instant | null,
      bootedAt: c['booted_at'] as Instant | null,
      zone: c['zone'] as string,
      zoneReason: c['zone_reason'] as string,
      blind: limits.filter((l) => l.capture === c['id']).map(({ says, about }) => ({ says, about })),
    })),
    counts: {
      artifacts: counts.artifacts,
      events: counts.event_rows,
      sockets: counts.sockets,
      processes: counts.processes,
      files: counts.open_files,
      findings: (await findings()).findings.length,
    },
    span: span && span.first !== null && span.last !== null ? { from: span.first, to: span.last } : null,
  }
}

function importReport(intakes: readonly Intake[], indexed: Indexed, info: CaseInfo, seconds: number): ImportReport {
  const lines = intakes.flatMap((i) => i.lines)
  const sum = (key: 'rows' | 'noise' | 'unparsed' | 'events') => indexed.outcomes.reduce((n, o) => n + o[key], 0)
  return {
    captures: info.captures.filter((c) => indexed.captures.includes(c.id)),
    artifacts: intakes.reduce((n, i) => n + i.added, 0),
    known: intakes.reduce((n, i) => n + i.known, 0),
    refused: lines.flatMap((l) =>
      l.refused ? [{ path: l.path, reason: `${l.refused.reason}: ${l.refused.detail}` }] : [],
    ),
    truncated: [
      ...intakes.flatMap((i) => i.troubles.map((t) => ({ path: i.bundle.name, reason: `${t.reason}: ${t.detail}` }))),
      ...lines.flatMap((l) =>
        l.truncated ? [{ path: l.path, reason: `${l.truncated.reason}: ${l.truncated.detail}` }] : [],
      ),
    ],
    unread: indexed.unread,
    coverage: { rows: sum('rows'), noise: sum('noise'), unparsed: sum('unparsed') },
    events: info.counts.events,
    findings: info.counts.findings,
    seconds,
  }
}
