/**
 * Walks the registry: each log format has at least one fixture pair `fixtures/<id>/<host-kind>.<ext>` + `.json`, the
 * golden events agree, and no input makes a reader throw or hang. `UPDATE=1 npx vitest run src/engine/logs.test.ts`
 * rewrites the goldens; review them as a diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printInstant, zoneByName } from '../shared/time'
import type { LogFormat, LogSink } from './define'
import { headOf, recognise, score } from './parse/recognise'
import { runLog } from './parse/run-log'
import { logs, probes } from './registry'
import { CONTEXT, damaged, random } from './testing'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
const utf8 = (text: string) => new TextEncoder().encode(text)

function* broken(bytes: Uint8Array): Generator<Uint8Array> {
  const r = random(bytes.length + 7)
  yield* damaged(bytes, r)
  // A line of 70 KB, and one of 10 MB, between whole ones; without a line end in sight.
  const start = bytes.subarray(0, 2000)
  yield Uint8Array.from([...start, ...new Uint8Array(70_000).fill(0x41), 10, ...start])
  for (const c of [0x41, 0x20, 0x5b, 0x22, 0x30, 0x3a]) {
    const huge = new Uint8Array(10_000_000).fill(c)
    huge.set(bytes.subarray(0, 40))
    huge.set(start, 9_000_000)
    yield huge
  }
  yield new Uint8Array(4096)
  // A hole of NULs in the middle of the file.
  yield Uint8Array.from([...start, ...new Uint8Array(4096), ...start])
  yield new Uint8Array(0)
  yield Uint8Array.from({ length: 5000 }, () => r(256))
  // Every line cut at every length.
  const lines = latin1(bytes).split('\n').slice(0, 12)
  yield utf8(lines.flatMap((l) => Array.from({ length: Math.min(l.length, 300) }, (_, n) => l.slice(0, n))).join('\n'))
  const all = latin1(bytes).split('\n')
  yield utf8(all.toReversed().join('\n'))
  yield utf8(all.flatMap((l) => [l, l]).join('\r\n'))
  yield utf8(all.map((l) => l.replace(/ +/g, ' ')).join('\n'))
  yield utf8(all.map((l) => l.replace(/\d/g, '9')).join('\n'))
}

/** Runs a reader with a sink that checks each call: positions in order and in bounds, ids that exist, no NaN but in ts. */
function checked(format: LogFormat, bytes: Uint8Array): { lines: number; covered: number } {
  const reader = format.open({ ...CONTEXT, firstYear: 2025, facility: -1 })
  const lines = latin1(bytes).split('\n')
  const starts = new Map<number, boolean>()
  let at = 0
  for (const line of lines) {
    if (line.length > 0) starts.set(at, false)
    at += line.length + 1
  }
  let previous = -1
  const words = new Set<number>([-1])
  const place = (from: number, to: number, count = 1) => {
    if (!(from >= previous && from >= 0 && to >= from && to <= bytes.length))
      throw new Error(`[${from}, ${to}) after ${previous} of ${bytes.length}`)
    previous = from
    let start = bytes.lastIndexOf(10, Math.max(0, from - 1)) + (from === 0 ? 0 : 1)
    if (!starts.has(start)) start = from
    for (let n = 0; n < count; n++) {
      if (starts.has(start)) starts.set(start, true)
      if (n < count - 1) start = bytes.indexOf(10, start) + 1
    }
  }
  const sink: LogSink = {
    event(from, to, message, ts, host, program, pid, facility, severity, messageTo = to, count = 1) {
      place(from, to, count)
      const whole = (n: number, low: number, high: number) => Number.isInteger(n) && n >= low && n <= high
      const good =
        message >= from &&
        messageTo >= message &&
        messageTo <= to &&
        (Number.isNaN(ts) || Number.isSafeInteger(ts)) &&
        words.has(host) &&
        words.has(program) &&
        whole(pid, -1, 2_147_483_647) &&
        whole(facility, -1, 127) &&
        whole(severity, -1, 7)
      if (!good)
        throw new Error(
          `event ${JSON.stringify({ from, to, message, messageTo, ts, host, program, pid, facility, severity })}: ${latin1(bytes.subarray(from, Math.min(to, from + 200)))}`,
        )
    },
    continuation: (from, to) => place(from, to),
    joined: (from, to) => place(from, to),
    noise: (from, to) => place(from, to),
    unparsed: (from, to) => place(from, to),
    word(block, from, to) {
      if (!(from >= 0 && to > from && to <= block.length)) throw new Error(`word [${from}, ${to}) of ${block.length}`)
      words.add(words.size)
      return words.size - 1
    },
  }
  reader.read(bytes, 0, bytes.length, sink, true)
  let covered = 0
  for (const seen of starts.values()) if (seen) covered++
  return { lines: starts.size, covered }
}

describe('the registry of logs', () => {
  it('shares no id with a probe', () => {
    for (const id of logs.keys()) expect(probes.has(id), id).toBe(false)
  })
})

/** What the details of an event say, without what they do not know. */
const told = (row: object | null): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(row ?? {}).filter(([, v]) => v !== null && !(Array.isArray(v) && v.length === 0)),
    ),
  )

describe.each([...logs])('log %s', (id, format) => {
  const folder = join(FIXTURES, id)
  const inputs = existsSync(folder) ? readdirSync(folder).filter((n) => !n.endsWith('.golden')) : []

  it('is well defined', () => {
    expect(inputs.length, `fixtures/${id}/ needs at least one sample`).toBeGreaterThan(0)
    if (format.yearless) expect(format.stamp, 'a format without a year needs `stamp`').toBeTruthy()
    for (const [name, column] of Object.entries(format.columns)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(column.about.length).toBeGreaterThan(3)
    }
    for (const name of Object.keys(format.details?.columns ?? {})) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(Object.hasOwn(format.columns, name), `${name} is a column of each event already`).toBe(false)
    }
  })

  it.each(inputs)('reads %s as the golden file says', (name) => {
    const bytes = readFileSync(join(folder, name))
    const golden = join(folder, `${name}.golden`)
    const run = runLog(format, bytes, { ...CONTEXT, path: name, zone: zoneByName('Europe/Paris')! })
    const show = (v: unknown) => (v === null ? '-' : String(v))
    const actual = [
      `# ${run.events.length} events, ${run.continuations} continuation lines, ${run.noise} noise, ${run.unparsed.length} unparsed`,
      ...(run.year === null ? [] : [`# ${run.year}: ${run.yearReason}`]),
      ...run.events.map((e) =>
        [
          `${e.line}`,
          `${e.off}+${e.len}`,
          e.ts === null ? '-' : printInstant(e.ts),
          show(e.host),
          show(e.program),
          show(e.pid),
          `${show(e.facility)}.${show(e.severity)}`,
          JSON.stringify(e.message),
          ...(format.details ? [told(format.details.read(bytes.subarray(e.off, e.off + e.len)))] : []),
        ].join('\t'),
      ),
      ...run.unparsed.map((u) => `unparsed ${u.line}: ${JSON.stringify(u.text)}`),
      '',
    ].join('\n')
    if (process.env['UPDATE']) writeFileSync(golden, actual)
    expect(existsSync(golden), 'no golden file: UPDATE=1 writes it').toBe(true)
    expect(actual).toEqual(readFileSync(golden, 'utf8'))
    expect(run.events.length).toBeGreaterThan(0)
  })

  it.each(inputs)('covers every line of %s', (name) => {
    const { lines, covered } = checked(format, readFileSync(join(folder, name)))
    expect(covered).toBe(lines)
  })

  it.each(inputs)('reads %s the same in small blocks, and with CRLF', (name) => {
    const bytes = readFileSync(join(folder, name))
    const run = runLog(format, bytes, CONTEXT)
    for (const blockSize of [1, 100, 4096]) expect(runLog(format, bytes, CONTEXT, { blockSize })).toEqual(run)
    const crlf = runLog(format, utf8(bytes.toString('utf8').replaceAll('\n', '\r\n')), CONTEXT)
    expect(crlf.events.map((e) => [e.line, e.ts, e.program, e.pid])).toEqual(
      run.events.map((e) => [e.line, e.ts, e.program, e.pid]),
    )
  })

  it.each(inputs)('recognises %s by content alone', (name) => {
    expect(recognise(headOf(readFileSync(join(folder, name)), 'a.txt', true))?.id).toBe(id)
  })

  it.each(inputs)('survives %s when it is broken', (name) => {
    for (const bytes of broken(readFileSync(join(folder, name)))) {
      const { lines, covered } = checked(format, bytes)
      expect(covered).toBe(lines)
      for (const { off, len } of format.details ? runLog(format, bytes.subarray(0, 100_000), CONTEXT).events : [])
        format.details!.read(bytes.subarray(off, off + len))
      const head = headOf(bytes, 'a.txt', true)
      for (const other of logs.values()) score(other.recognise, head)
    }
  })
})
