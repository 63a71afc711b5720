/**
 * Walks the registry: each probe has at least one fixture pair `fixtures/<id>/<host-kind>.<ext>` + `.json`, the golden
 * rows agree, and no input makes a probe throw or hang. `UPDATE=1 npx vitest run src/engine/probes.test.ts` rewrites
 * the goldens; review them as a diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { headOf, recognise } from './parse/recognise'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'
import { CORE_TABLES, MERGED_TABLES } from './store/schema'
import { CONTEXT, damaged, random } from './testing'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
function* broken(bytes: Uint8Array): Generator<Uint8Array> {
  const r = random(bytes.length + 7)
  yield* damaged(bytes, r)
  const long = new Uint8Array(70_000).fill(0x41)
  yield Uint8Array.from([...bytes.subarray(0, 2000), ...long, 10, ...bytes.subarray(0, 2000)])
  yield new Uint8Array(4096)
  yield new Uint8Array(0)
  yield Uint8Array.from({ length: 5000 }, () => r(256))
  // Lines in another order, and doubled.
  const lines = new TextDecoder('latin1').decode(bytes).split('\n')
  yield new TextEncoder().encode(lines.toReversed().join('\n'))
  yield new TextEncoder().encode(lines.flatMap((l) => [l, l]).join('\r\n'))
  yield new TextEncoder().encode(lines.map((l) => l.replace(/ +/g, ' ')).join('\n'))
}

describe.each([...probes])('probe %s', (id, probe) => {
  const folder = join(FIXTURES, id)
  const inputs = existsSync(folder) ? readdirSync(folder).filter((n) => !n.endsWith('.json')) : []

  it('is well defined', () => {
    expect(inputs.length, `fixtures/${id}/ needs at least one sample`).toBeGreaterThan(0)
    expect(Object.keys(CORE_TABLES)).not.toContain(id)
    expect(MERGED_TABLES).not.toContain(id)
    expect(probe.parse || probe.parseBytes).toBeTruthy()
    for (const [name, column] of Object.entries(probe.columns)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(['line', 'off', 'len', 'host', 'artifact', 'capture']).not.toContain(name)
      expect(column.about.length).toBeGreaterThan(3)
    }
  })

  it.each(inputs)('reads %s as the golden file says', (name) => {
    const bytes = readFileSync(join(folder, name))
    const golden = join(folder, `${name}.json`)
    const { rows, unparsed, events, noise, rowLines } = runProbe(probe, bytes, { ...CONTEXT, path: name })
    const actual = JSON.parse(
      JSON.stringify({ rows: rows.map((r) => r.row), unparsed: unparsed.map((u) => `${u.line}: ${u.text}`), events }),
    )
    for (const { row } of rows)
      for (const [column, def] of Object.entries(probe.columns)) {
        const value = row[column]
        expect(value, `${id}.${column} is missing in a row`).not.toBe(undefined)
        if (!def.optional) expect(value, `${id}.${column} is null but not optional`).not.toBe(null)
        if (typeof value === 'number') expect(Number.isFinite(value), `${id}.${column}`).toBe(true)
      }
    if (!probe.parseBytes) {
      const lines = bytes.toString('latin1').split('\n')
      if (lines.at(-1) === '') lines.pop()
      expect(rowLines + noise + unparsed.length, 'no line vanishes').toBe(lines.length)
    }
    if (process.env['UPDATE']) writeFileSync(golden, `${JSON.stringify(actual, null, 1)}\n`)
    expect(existsSync(golden), `no golden file: UPDATE=1 writes it`).toBe(true)
    expect(actual).toEqual(JSON.parse(readFileSync(golden, 'utf8')))
  })

  it.each(inputs)('recognises %s by content alone, or says that it goes by name', (name) => {
    const bytes = readFileSync(join(folder, name))
    const byContent = probe.recognise.shape ? recognise(headOf(bytes, 'a.txt', true))?.id : undefined
    // What could be anything is told by its name, and must then not look like something else.
    if (probe.recognise.byName) expect(byContent ?? id).toBe(id)
    else expect(byContent).toBe(id)
  })

  // NULs part what a process was started with: there a line feed belongs to a value.
  const lined = probe.parseBytes || /^proc_(?:cmdline|environ)$/.test(id) ? [] : inputs
  it.skipIf(lined.length === 0).each(lined)('reads %s alike after Windows changed its line ends', (name) => {
    const bytes = readFileSync(join(folder, name))
    const changed = Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
    const context = { ...CONTEXT, path: name }
    expect(recognise(headOf(changed, 'a.txt', true))?.id).toBe(recognise(headOf(bytes, 'a.txt', true))?.id)
    const [rows, same] = [bytes, changed].map((b) => runProbe(probe, b, context).rows.map((r) => r.row))
    expect(same).toEqual(rows)
  })

  it.each(inputs)('survives %s when it is broken', (name) => {
    for (const bytes of broken(readFileSync(join(folder, name)))) {
      const { rows } = runProbe(probe, bytes, CONTEXT)
      for (const { row } of rows)
        for (const value of Object.values(row)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    }
  })
})
