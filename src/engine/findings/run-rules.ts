/**
 * Runs the rules over a case's tables. A rule whose tables were not captured reports that it could not see: absent is
 * not clean.
 */
import type { Instant } from '../../shared/time'
import type { Sql } from '../correlate/json-insert'
import { MERGED } from '../correlate/merged-schema'
import type { MessageKind, Probe, Rule, Severity } from '../define'
import { messageDdl, probeDdl, q } from '../store/schema'
import { FACET_OF, topicsOf } from '../store/topics'
import { transaction } from '../store/transaction'
import { readLimits, sentences } from './limits'

export interface RawFinding {
  readonly id: string
  readonly rule: string
  readonly severity: Severity
  readonly host: number
  readonly ts: Instant | null
  readonly summary: string
  readonly likely: string | null
  readonly evidence: readonly { artifact: number; line: number | null; off: number; len: number }[]
  readonly subjects: readonly { kind: string; id: string }[]
  /** What the captures of its host could not see of what the rule looked at. */
  readonly limits: readonly string[]
}
export interface RuleOutcome {
  readonly findings: readonly RawFinding[]
  readonly blind: readonly { rule: string; why: string }[]
  readonly clear: readonly { rule: string; limits: readonly string[] }[]
}
export interface RuleCatalogue {
  readonly rules: ReadonlyMap<string, Rule>
  readonly probes: ReadonlyMap<string, Probe>
  readonly messages: ReadonlyMap<string, MessageKind>
}

/** Makes every table that a rule names, empty when nothing filled it, so that each rule's SQL binds. */
export async function ensureTables(db: Sql, { rules, probes, messages }: RuleCatalogue): Promise<void> {
  const sql = [...rules.values()].map((rule) => `${rule.given ?? ''} ${rule.sql} ${rule.needs.join(' ')}`).join(' ')
  const named = new Set(sql.match(/\w+/g))
  for (const [id, probe] of probes) if (named.has(id)) await db.run(probeDdl(id, probe.columns))
  for (const [id, kind] of messages)
    if (named.has(id)) for (const ddl of messageDdl(id, kind.columns)) await db.run(ddl)
}

/** Says why a needed table has nothing to look at; null when it was captured. */
async function missing(db: Sql, table: string, catalogue: RuleCatalogue): Promise<string | null> {
  const count = async (sql: string, params: readonly string[] = []) =>
    (await db.all<{ n: number }>(sql, params))[0]!.n > 0
  if (catalogue.messages.has(table))
    return (await count(`SELECT count(*) AS n FROM events WHERE kind = 0`)) ? null : 'no log was captured'
  const facet = Object.hasOwn(FACET_OF, table) ? FACET_OF[table as keyof typeof FACET_OF] : null
  if (facet)
    return (await count(`SELECT count(*) AS n FROM ${q(`sight_${facet}`)}`))
      ? null
      : `no capture of ${MERGED[table]!.title.toLowerCase()}`
  const probe = catalogue.probes.get(table)
  if (probe)
    return (await count(`SELECT count(*) AS n FROM artifacts WHERE parser = ? AND state = 'parsed'`, [table]))
      ? null
      : `no output of ${probe.commands[0] ?? probe.title}`
  return null
}

interface Found {
  host: number
  ts: number | null
  summary: string
  evidence: string | null
  subjects: string | null
  severity: string | null
  likely: string | null
}
const SEVERITIES: readonly string[] = ['info', 'low', 'medium', 'high', 'critical']

/** Runs one rule; wraps its SQL so that lists come back as JSON and optional columns may be left out. */
export async function runRule(db: Sql, id: string, rule: Rule): Promise<Omit<RawFinding, 'limits'>[]> {
  if (rule.given && (await db.all(rule.given)).length === 0) return []
  const shape = await db.all<{ column_name: string }>(`DESCRIBE ${rule.sql}`)
  const has = (name: string) => shape.some((c) => c.column_name === name)
  const pick = (name: string, sql: string) => (has(name) ? `${sql} AS ${q(name)}` : `NULL AS ${q(name)}`)
  const rows = await db.all<Found>(
    `SELECT host, epoch_us(ts) AS ts, summary, ${pick('evidence', 'to_json(evidence)::VARCHAR')},
       ${pick('subjects', 'to_json(subjects)::VARCHAR')}, ${pick('severity', 'severity')}, ${pick('likely', 'likely')}
     FROM (${rule.sql}) ORDER BY ts NULLS LAST, summary`,
  )
  return rows.map((r, i) => ({
    id: `${id}-${i + 1}`,
    rule: id,
    severity: (r.severity && SEVERITIES.includes(r.severity) ? r.severity : rule.severity) as Severity,
    host: r.host,
    ts: r.ts as Instant | null,
    summary: r.summary,
    likely: r.likely,
    evidence: r.evidence ? (JSON.parse(r.evidence) as RawFinding['evidence']).filter((e) => e?.artifact) : [],
    subjects: r.subjects ? (JSON.parse(r.subjects) as RawFinding['subjects']).filter((s) => s?.id) : [],
  }))
}

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 }

/** All rules; findings most severe first. The caller has loaded the policy. */
export async function runRules(db: Sql, catalogue: RuleCatalogue): Promise<RuleOutcome> {
  await transaction(db, () => ensureTables(db, catalogue))
  const findings: RawFinding[] = []
  const blind: { rule: string; why: string }[] = []
  const clear: { rule: string; limits: readonly string[] }[] = []
  const limits = await readLimits(db)
  const topics = await topicsOf(db, catalogue)
  for (const [id, rule] of catalogue.rules) {
    const whys = (await Promise.all(rule.needs.map((table) => missing(db, table, catalogue)))).filter((w) => w !== null)
    if (whys.length > 0) {
      blind.push({ rule: id, why: whys.join('; ') })
      continue
    }
    try {
      const found = await runRule(db, id, rule)
      const about = rule.needs.flatMap(topics)
      if (found.length === 0) clear.push({ rule: id, limits: sentences(limits, about, null) })
      findings.push(...found.map((f) => ({ ...f, limits: sentences(limits, about, f.host) })))
    } catch (error) {
      // One rule that fails must not silence the others, and is not clean either.
      blind.push({ rule: id, why: `the rule failed: ${error instanceof Error ? error.message : String(error)}` })
    }
  }
  findings.sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (a.ts ?? Infinity) - (b.ts ?? Infinity) || (a.id < b.id ? -1 : 1),
  )
  return { findings, blind, clear }
}
