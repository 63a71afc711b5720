/** Walks the registry: each rule's examples must fire, or must not, as they say; in a real DuckDB with real tables. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MERGED } from './correlate/merged-schema'
import { columnsOf } from './correlate/sql-merge'
import type { AnyRow } from './define'
import { BASELINE } from './findings/baseline'
import { loadPolicy } from './findings/policy'
import { runRule } from './findings/run-rules'
import { messages, probes, rules } from './registry'
import { type Connection, type Db, openDb } from './store/db'
import { columnsDdl, ORIGIN, q } from './store/schema'

/** Plain tables in place of everything a rule may name. */
function tables(): Map<string, string> {
  const out = new Map<string, string>()
  for (const [id, { columns }] of Object.entries(MERGED))
    out.set(
      id,
      Object.entries(columnsOf(columns))
        .map(([n, t]) => `${q(n)} ${t}`)
        .join(', '),
    )
  for (const [id, probe] of probes) out.set(id, `${ORIGIN}, ${columnsDdl(probe.columns)}`)
  for (const [id, kind] of messages)
    out.set(
      id,
      `host INTEGER, ts TIMESTAMP, event BIGINT, logged_by VARCHAR, pid INTEGER, artifact INTEGER, line INTEGER, off BIGINT, len INTEGER, ${columnsDdl(kind.columns)}`,
    )
  out.set(
    'proofs',
    'kind VARCHAR, id VARCHAR, probe VARCHAR, says VARCHAR, artifact INTEGER, line INTEGER, off BIGINT, len INTEGER',
  )
  out.set(
    'ties',
    'a_kind VARCHAR, a_id VARCHAR, b_kind VARCHAR, b_id VARCHAR, how VARCHAR, sure BOOLEAN, host INTEGER, artifact INTEGER, line INTEGER, off BIGINT, len INTEGER',
  )
  out.set('disagreements', 'kind VARCHAR, id VARCHAR, field VARCHAR, source VARCHAR, value VARCHAR')
  return out
}

const folder = mkdtempSync(join(tmpdir(), 'vestigo-rules-'))
let db: Db
let one: Connection

beforeAll(async () => {
  db = await openDb(folder)
  one = await db.connect()
  for (const [name, ddl] of tables()) await one.run(`CREATE TABLE IF NOT EXISTS ${q(name)} (${ddl})`)
  await loadPolicy(one, { ...BASELINE, adopted: false })
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each([...rules])('rule %s', (id, rule) => {
  it('says what is innocent, what to do next, and where it stands in ATT&CK', () => {
    expect(rule.innocent.length).toBeGreaterThan(0)
    expect(rule.next.length).toBeGreaterThan(0)
    for (const t of rule.attack) expect(t).toMatch(/^T\d{4}(\.\d{3})?$/)
    const counts = Object.values(rule.examples).map((e) => e.finds)
    expect(
      counts.some((n) => n > 0),
      'an example that fires',
    ).toBe(true)
    expect(
      counts.some((n) => n === 0),
      'an example that does not',
    ).toBe(true)
  })

  it.each(Object.entries(rule.examples))('%s', async (_name, example) => {
    await one.run('BEGIN TRANSACTION')
    try {
      for (const [table, rows] of Object.entries(example)) {
        if (typeof rows === 'number') continue
        const columns = await one.all<{ name: string; type: string }>(
          `SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index`,
          [table],
        )
        expect(columns.length, `table ${table} of the example exists`).toBeGreaterThan(0)
        for (const row of rows as readonly AnyRow[]) {
          for (const name of Object.keys(row))
            expect(
              columns.map((c) => c.name),
              `${table}.${name}`,
            ).toContain(name)
          const shape = JSON.stringify(Object.fromEntries(columns.map((c) => [c.name, c.type])))
          if (table.startsWith('policy_') && rows.indexOf(row) === 0) await one.run(`DELETE FROM ${q(table)}`)
          await one.run(
            `INSERT INTO ${q(table)} SELECT ${columns.map((c) => `r.${q(c.name)}`).join(', ')} FROM (SELECT from_json(?::JSON, ?) AS r)`,
            [JSON.stringify(Object.fromEntries(columns.map((c) => [c.name, row[c.name] ?? null]))), shape],
          )
        }
      }
      const found = await runRule(one, id, rule)
      expect(found.map((f) => f.summary)).toHaveLength(example.finds)
      for (const f of found) expect(f.summary.length).toBeGreaterThan(10)
    } finally {
      // Each example starts from empty tables.
      await one.run('ROLLBACK')
    }
  })
})

describe('rules', () => {
  it('are there', () => expect(rules.size).toBeGreaterThan(5))
})
