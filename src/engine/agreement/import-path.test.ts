/**
 * What is compared is read from bytes in memory; an import reads the file in blocks, and lines of the usual form in the
 * compiled core. Each log of the corpus gives the same events both ways. Skipped where there is no corpus.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UTC } from '../../shared/time'
import type { Batch } from '../parse/batch'
import { logBatches, openDictionaries } from '../parse/log-sink'
import { runLogTask } from '../parse/log-task'
import type { Packed } from '../parse/pack'
import { runLog } from '../parse/run-log'
import { logs, messages } from '../registry'
import { bytesOf, corpusFiles, corpusFolder } from './corpus'
import { registered } from './registry'

const corpus = corpusFolder()
const dictionaries = openDictionaries()
let batches: Batch[] = []
const sink = logBatches(dictionaries, messages, (batch) => void batches.push(batch))
/** By number: the dictionary lasts from file to file. */
const names: string[] = []

/** The value of a packed column of numbers in each row. */
function column(c: Packed): (row: number) => number | null {
  if (c.type === 'all') return () => c.value as number | null
  const { data, valid } = c as Extract<Packed, { type: 'id' | 'i64' }>
  const view =
    c.type === 'i64'
      ? new BigInt64Array(data.buffer, data.byteOffset, data.byteLength >> 3)
      : c.type === 'i8'
        ? new Int8Array(data.buffer, data.byteOffset, data.byteLength)
        : new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2)
  return (row) => (valid && (valid[row >> 3]! & (1 << (row & 7))) === 0 ? null : Number(view[row]))
}

/** Events as one line each, in the order of the file. */
function imported(file: string, kind: string, size: number, year: number): { events: string[]; unparsed: number } {
  batches = []
  const context = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: 'UTC' }
  const task = { kind: 'log', parser: kind, file, context, firstYear: year, from: 0, to: size, split: false } as const
  const done = runLogTask(task, logs.get(kind)!, sink, { emit() {}, alive() {} })
  expect(done.fault).toBe(null)
  const events: string[] = []
  for (const batch of batches) {
    if (batch.names)
      for (const [i, end] of batch.names.ends.entries())
        names.push(Buffer.from(batch.names.bytes).toString('utf8', batch.names.ends[i - 1] ?? 0, end))
    const e = batch.events
    if (!e) continue
    const [off, len, ts, pid, facility, severity] = [e.off, e.len, e.ts, e.pid, e.facility, e.severity].map(column)
    const named = (c: Packed) => {
      const at = column(c)
      return (i: number) => (at(i) === null ? null : names[at(i)!])
    }
    const host = named(e.logHost)
    const program = named(e.program)
    for (let i = 0; i < e.rows; i++)
      events.push([off!(i), len!(i), ts!(i), host(i), program(i), pid!(i), facility!(i), severity!(i)].join(' '))
  }
  return { events, unparsed: done.unparsed }
}

const files = existsSync(corpus)
  ? corpusFiles(corpus).flatMap(({ file, folder, name }) => {
      const of = registered.folders.get(folder)
      const is = of?.ignore?.test(name) ? null : of?.files.find((f) => f.match.test(name))
      // Compressed files are decompressed before they are read.
      return is?.kind && logs.has(is.kind) && !/\.(?:gz|zst)$/.test(name) ? [[file, is.kind] as const] : []
    })
  : []

describe.skipIf(files.length === 0)('logs of the corpus (skipped where it is absent)', () => {
  it.each(files)('%s is imported as it is compared', (file, kind) => {
    const bytes = bytesOf(corpus, file)!
    const context = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
    const run = runLog(logs.get(kind)!, bytes, context, { year: 2024 })
    const whole = imported(join(corpus, file), kind, bytes.length, 2024)
    const plain = run.events.map((e) =>
      [e.off, e.len, e.ts, e.host, e.program, e.pid, e.facility, e.severity].join(' '),
    )
    expect(whole.unparsed).toBe(run.unparsed.length)
    expect(whole.events.length).toBe(plain.length)
    expect(whole.events.filter((e, i) => e !== plain[i]).slice(0, 3)).toEqual([])
  })
})
