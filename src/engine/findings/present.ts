/** Findings as people read them: evidence as proofs with raw lines and hashes, subjects with names. */
import type { Finding, FindingsReport, Link, Proof, Ref, RefKind } from '../../shared/model'
import type { Sql } from '../correlate/json-insert'
import type { Rule } from '../define'
import type { RawFinding, RuleOutcome } from './run-rules'

const LABELS: Readonly<Record<string, string>> = {
  process: `SELECT name || ' (PID ' || pid || ')' AS label FROM processes WHERE id = try_cast(? AS BIGINT)`,
  socket: `SELECT proto || ' ' || coalesce(local_address, '*') || ':' || coalesce(CAST(local_port AS VARCHAR), '*') || coalesce(' ' || state, '') AS label FROM sockets WHERE id = try_cast(? AS BIGINT)`,
  interface: `SELECT name AS label FROM interfaces WHERE id = try_cast(? AS BIGINT)`,
  file: `SELECT path AS label FROM open_files WHERE id = try_cast(? AS BIGINT)`,
  event: `SELECT 'event at ' || strftime(ts, '%Y-%m-%d %H:%M:%S') AS label FROM events WHERE id = try_cast(? AS BIGINT)`,
}
const KINDS = new Set<string>([
  ...Object.keys(LABELS),
  'address',
  'user',
  'port',
  'path',
  'program',
  'host',
  'artifact',
])

async function subject(db: Sql, host: number, kind: string, id: string): Promise<Link | null> {
  if (!KINDS.has(kind)) return null
  const sql = LABELS[kind]
  const label = sql ? (await db.all<{ label: string | null }>(sql, [id]))[0]?.label : id
  const ref: Ref = {
    kind: kind as RefKind,
    id,
    host: kind === 'user' || kind === 'port' || kind === 'path' ? host : null,
  }
  return { ref, label: label ?? `${kind} ${id}`, how: 'named by the rule', sure: true }
}

export interface Presenter {
  readonly db: Sql
  readonly rules: ReadonlyMap<string, Rule>
  proof(at: { artifact: number; line?: number | null; off: number; len: number }, says: string): Promise<Proof>
}

/** At most this many evidence lines a finding: enough to prove it, few enough to read. */
const LINES = 40

async function finding(from: Presenter, raw: RawFinding): Promise<Finding> {
  const rule = from.rules.get(raw.rule)!
  const evidence: Proof[] = []
  const seen = new Set<string>()
  for (const at of raw.evidence) {
    const key = `${at.artifact}:${at.off}`
    if (seen.has(key) || evidence.length >= LINES) continue
    seen.add(key)
    const [says] = await from.db.all<{ says: string }>(
      `SELECT says FROM proofs WHERE artifact = ? AND off = ? ORDER BY length(says) DESC LIMIT 1`,
      [at.artifact, at.off],
    )
    evidence.push(await from.proof(at, says?.says ?? ''))
  }
  const subjects: Link[] = []
  for (const s of raw.subjects) {
    const link = await subject(from.db, raw.host, s.kind, s.id)
    if (link) subjects.push(link)
  }
  return {
    id: raw.id,
    rule: raw.rule,
    title: rule.title,
    severity: raw.severity,
    host: raw.host,
    ts: raw.ts,
    summary: raw.summary,
    about: rule.about,
    attack: rule.attack,
    innocent: rule.innocent,
    likely: raw.likely,
    next: rule.next,
    evidence,
    subjects,
    limits: raw.limits,
  }
}

export async function presentFindings(from: Presenter, outcome: RuleOutcome): Promise<FindingsReport> {
  const findings: Finding[] = []
  for (const raw of outcome.findings) findings.push(await finding(from, raw))
  const title = (id: string) => from.rules.get(id)!.title
  return {
    findings,
    blind: outcome.blind.map((b) => ({ ...b, title: title(b.rule) })),
    clear: outcome.clear.map((c) => ({ ...c, title: title(c.rule) })),
  }
}
