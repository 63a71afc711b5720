/** Walks a corpus: what each file is, how much of it is read, and how our values compare with every expected result. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant, UTC } from '../../shared/time'
import type { ParseContext } from '../define'
import { headOf, recognise } from '../parse/recognise'
import { type LogRun, runLog } from '../parse/run-log'
import { type Parsed, runProbe } from '../parse/run-probe'
import { logs, probes } from '../registry'
import { printPair } from './accepted'
import { bytesOf, type CorpusFile, corpusFiles, plainOf } from './corpus'
import type { Comparator, FileKind, Folder, Input, ReadOptions } from './define'
import { equal } from './rows'

export interface KindTally {
  files: number
  rows: number
  compared: number
  equal: number
  unparsed: number
  disagreements: string[]
  readonly notCarried: Set<string>
}
/** A disagreement as printed, and what it is about. */
export interface Unlisted {
  readonly file: string
  readonly field: string
  readonly line: string
}
export interface Agreement {
  readonly kinds: ReadonlyMap<string, KindTally>
  /** Disagreements that are not accepted. */
  readonly unlisted: readonly Unlisted[]
  /** Accepted disagreements that did not occur. */
  readonly stale: readonly string[]
  readonly listed: number
  /** Files taken for what they are not, exceptions, lines left over: sentences. */
  readonly faults: readonly string[]
  /** Log files in which lines stay unread. */
  readonly leftOver: readonly string[]
  readonly withoutComparator: readonly string[]
  /** Expected results of files that no parser reads, with the reason. */
  readonly notRead: readonly (readonly [expected: string, why: string])[]
  readonly logLines: number
  readonly logUnparsed: number
  readonly compared: number
  readonly equal: number
}

export interface Comparison {
  readonly comparators: ReadonlyMap<string, Comparator>
  readonly folders: ReadonlyMap<string, Folder>
  readonly accepted: ReadonlyMap<string, string>
  /** Called before a file is worked on, so that a caller can watch the time. */
  readonly onFile?: (file: string) => void
  /** Only files that match. Accepted disagreements of other files are then not called stale. */
  readonly only?: RegExp
}

/** From here on a file counts as taken for a kind with confidence. */
const CONFIDENT = 0.7
/** Share of the log lines in a known format that may stay unread. */
export const UNPARSED_LIMIT = 0.001
const CAPTURED = instant(Date.UTC(2025, 5, 1) * 1000)

const contextOf = (path: string, options: ReadOptions): ParseContext => ({
  path: options.path ?? path,
  command: null,
  host: null,
  capturedAt: options.capturedAt ?? CAPTURED,
  bootedAt: null,
  zone: options.zone ?? UTC,
})

/** What the file is taken for with its name taken away (or under the name that alone tells its kind). */
function recognitionFault(file: string, bytes: Uint8Array, is: FileKind): string | null {
  const bare = recognise(headOf(bytes, 'a.txt', true))
  const shown = bare ? `${bare.id} (${bare.confidence.toFixed(2)})` : 'nothing'
  if (is.kind === null)
    return bare && bare.confidence >= CONFIDENT ? `${file}: taken for ${shown}, is ${is.why ?? 'no known kind'}` : null
  if (is.as === undefined) return bare?.id === is.kind ? null : `${file}: taken for ${shown}, is ${is.kind}`
  if (bare && bare.id !== is.kind && bare.id !== is.alike && bare.confidence >= CONFIDENT)
    return `${file}: taken for ${shown} without its name, is ${is.kind}`
  const named = recognise(headOf(bytes, is.as, true))
  return named?.id === is.kind ? null : `${file}: taken for ${named?.id ?? 'nothing'} as ${is.as}, is ${is.kind}`
}

function inputOf(root: string, file: CorpusFile, expected: string, bytes: Uint8Array, is: FileKind | null): Input {
  const as = is?.as ?? 'a.txt'
  const text = () => readFileSync(join(root, expected), 'utf8')
  const probe = (kind = is?.kind ?? '', options: ReadOptions = {}): Parsed => {
    const found = probes.get(kind)
    if (!found) throw new Error(`${file.file}: "${kind}" is no probe`)
    return runProbe(found, bytes, contextOf(as, options))
  }
  return {
    file: file.file,
    expected,
    path: join(root, file.file),
    bytes,
    kind: is?.kind ?? null,
    text,
    json: <T>() => JSON.parse(text()) as T,
    probe,
    rows: (kind, options) => probe(kind, options).rows.map((r) => r.row),
    events: (options = {}) => readLog(is?.kind ?? '', bytes, contextOf(as, options), options.year).events,
    other: (name) => bytesOf(root, name),
  }
}
function readLog(kind: string, bytes: Uint8Array, context: ParseContext, year?: number): LogRun {
  const format = logs.get(kind)
  if (!format) throw new Error(`"${kind}" is no log format`)
  return runLog(format, bytes, context, { year: year ?? null })
}

/** Compares a whole corpus. Never throws for what a parser or comparator does: that is a fault in the result. */
export async function agreementOf(root: string, comparison: Comparison): Promise<Agreement> {
  const kinds = new Map<string, KindTally>()
  const tally = (kind: string): KindTally => {
    let t = kinds.get(kind)
    if (!t) {
      t = { files: 0, rows: 0, compared: 0, equal: 0, unparsed: 0, disagreements: [], notCarried: new Set() }
      kinds.set(kind, t)
    }
    return t
  }
  const faults: string[] = []
  const leftOver: string[] = []
  const unlisted: Unlisted[] = []
  const met = new Set<string>()
  const withoutComparator: string[] = []
  const notRead: (readonly [string, string])[] = []
  let listed = 0
  let logLines = 0
  let logUnparsed = 0
  const safely = async (file: string, what: string, body: () => void | Promise<void>) => {
    try {
      await body()
    } catch (error) {
      faults.push(`${file}: ${what} threw: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  for (const entry of corpusFiles(root)) {
    const { file, folder, name } = entry
    if (comparison.only && !comparison.only.test(file)) continue
    const of = comparison.folders.get(folder)
    const bytes = await plainOf(root, file)
    if (!bytes) {
      faults.push(`${file}: expected result without input`)
      continue
    }
    comparison.onFile?.(file)
    const ignored = of?.ignore?.test(name) ?? false
    const is = ignored ? null : (of?.files.find((f) => f.match.test(name)) ?? null)
    if (!is && !ignored) faults.push(`${file}: nothing says what it is (folders/${folder}.ts)`)
    if (is)
      await safely(file, 'recognition', () => {
        const fault = recognitionFault(file, bytes, is)
        if (fault) faults.push(fault)
      })
    if (is?.kind)
      await safely(file, is.kind, () => {
        const t = tally(is.kind!)
        t.files++
        const path = is.as ?? 'a.txt'
        if (logs.has(is.kind!)) {
          const run = readLog(is.kind!, bytes, contextOf(path, {}))
          t.rows += run.events.length
          t.unparsed += run.unparsed.length
          const lines = run.events.length + run.continuations + run.unparsed.length
          if (run.events.length === 0) faults.push(`${file}: not one event`)
          if (run.unparsed.length > 0)
            leftOver.push(
              `${file}: ${run.unparsed.length} of ${lines}, first line ${run.unparsed[0]!.line}${is.mixed ? ` (not counted: ${is.why})` : ''}`,
            )
          if (is.mixed) return
          logLines += lines
          logUnparsed += run.unparsed.length
          return
        }
        const { rows, unparsed } = runProbe(probes.get(is.kind!)!, bytes, contextOf(path, {}))
        t.rows += rows.length
        t.unparsed += unparsed.length
        if (unparsed.length > (is.left ?? 0))
          faults.push(
            `${file}: ${unparsed.length} lines unparsed, the first: ${unparsed[0]!.line}: ${unparsed[0]!.text.slice(0, 100)}`,
          )
      })
    for (const expected of entry.expected) {
      const read = is === null || is.kind !== null
      const all = [...comparison.comparators.values()].filter((c) => c.expects.test(expected) && (read || c.unread))
      if (all.length === 0) {
        if (read) withoutComparator.push(expected)
        else notRead.push([expected, is.why ?? 'no parser'])
      }
      for (const comparator of all)
        await safely(expected, comparator.title, async () => {
          const { pairs, notCarried } = await comparator.compare(inputOf(root, entry, expected, bytes, is))
          const t = tally(comparator.kind ?? is?.kind ?? folder)
          for (const field of notCarried ?? []) t.notCarried.add(field)
          for (const pair of pairs) {
            t.compared++
            if (equal(pair.theirs, pair.ours)) {
              t.equal++
              continue
            }
            const line = printPair(file, pair)
            t.disagreements.push(line)
            met.add(line)
            if (comparison.accepted.has(line)) listed++
            else unlisted.push({ file, field: pair.field, line })
          }
        })
    }
  }
  const all = [...kinds.values()]
  return {
    kinds,
    unlisted,
    stale: comparison.only ? [] : [...comparison.accepted.keys()].filter((line) => !met.has(line)),
    listed,
    faults,
    leftOver,
    withoutComparator,
    notRead,
    logLines,
    logUnparsed,
    compared: all.reduce((n, t) => n + t.compared, 0),
    equal: all.reduce((n, t) => n + t.equal, 0),
  }
}
