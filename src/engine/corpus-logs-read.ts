/** Reads the corpus of logs and compares with other people's readings of them; for the tests. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { instant, printInstant, UTC } from '../shared/time'
import { headOf, recognise } from './parse/recognise'
import { type LogEvent, type LogRun, runLog } from './parse/run-log'
import { logs } from './registry'

export const CORPUS = process.env['VESTIGO_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus')
export const THERE = existsSync(join(CORPUS, 'syslog'))
export const CAPTURED = instant(Date.UTC(2025, 5, 1) * 1000)

export const bytesOf = (file: string): Uint8Array => {
  const raw = readFileSync(join(CORPUS, file))
  return file.endsWith('.gz') ? gunzipSync(raw) : raw
}
export const kindOf = (bytes: Uint8Array) => recognise(headOf(bytes, 'a.txt', true))
export function read(file: string, id: string, zone = UTC, year: number | null = null): LogRun {
  const context = { path: 'a.txt', command: null, host: null, capturedAt: CAPTURED, bootedAt: null, zone }
  return runLog(logs.get(id)!, bytesOf(file), context, { year })
}
/** The reading of a file by the format that it is recognised as. */
export const readAs = (file: string, zone = UTC, year: number | null = null): LogRun =>
  read(file, kindOf(bytesOf(file))?.id ?? 'rfc3164', zone, year)
export const json = <T>(file: string): T => JSON.parse(readFileSync(join(CORPUS, file), 'utf8')) as T

export const compared: string[] = []

/** Disagreements by where they are, each with the reason why the expectation is not followed. */
export type Known = readonly (readonly [where: RegExp, reason: string])[]

/** Compares value with value. What differs must be on the list, and each line of the list must be needed. */
export function agree(
  name: string,
  pairs: Iterable<readonly [where: string, ours: unknown, theirs: unknown]>,
  known: Known = [],
) {
  let equal = 0
  let listed = 0
  const other: string[] = []
  const needed = new Set<RegExp>()
  for (const [where, ours, theirs] of pairs) {
    if (ours === theirs) {
      equal++
      continue
    }
    const line = known.find(([pattern]) => pattern.test(where))
    if (line) {
      needed.add(line[0])
      listed++
    } else other.push(`${where}: ${JSON.stringify(ours)} but expected ${JSON.stringify(theirs)}`)
  }
  const all = equal + listed + other.length
  compared.push(`${name.padEnd(44)} ${equal} of ${all} equal${listed ? `, ${listed} listed` : ''}`)
  expect(other.slice(0, 40)).toEqual([])
  expect(equal).toBeGreaterThan(0)
  for (const [pattern, reason] of known) expect(needed.has(pattern), `no longer needed: ${reason}`).toBe(true)
}

/** A CSV line with quotes. */
export function cells(line: string): string[] {
  const out: string[] = []
  for (const m of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    out.push(m[1]?.replaceAll('""', '"') ?? m[2] ?? '')
  return out
}
export const rows = (file: string): string[][] =>
  readFileSync(join(CORPUS, file), 'utf8').trimEnd().split(/\r?\n/).slice(1).map(cells)
export const clock = (e: LogEvent): string => (e.ts === null ? '' : printInstant(e.ts).slice(11, 19))
export const byLine = (run: LogRun): Map<number, LogEvent> => new Map(run.events.map((e) => [e.line, e]))
