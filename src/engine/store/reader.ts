/** The reading side of the store in one place: what the engine answers `histogram`, `events`, `rows`, ... with. */
import type { EngineContract } from '../../shared/contract'
import type * as m from '../../shared/model'
import type { LogFormat, MessageKind, Probe } from '../define'
import type { Db } from './db'

/** What one contract call takes and gives, with a signal: the latest wins, the one before is aborted by its caller. */
type Answer<K extends keyof EngineContract> = EngineContract[K] extends { readonly _call?: (args: infer A) => infer R }
  ? (args: A, signal?: AbortSignal) => Promise<R>
  : never

/** The definitions that give tables their titles and columns; `registry.ts` is one. */
export interface Catalogue {
  readonly probes: ReadonlyMap<string, Probe>
  readonly logs: ReadonlyMap<string, LogFormat>
  readonly messages: ReadonlyMap<string, MessageKind>
}

export interface ReaderOptions {
  readonly db: Db
  readonly catalogue: Catalogue
  /** Path of an artifact's plain (decompressed) bytes; throws when it has none. */
  readonly plainPath: (artifact: number) => string
  /** Names of findings for links, from whoever runs the rules. */
  readonly findings?: () => readonly m.Finding[]
  /** Path of the scan worker's script; null scans in this thread. Default: `scan-worker.js` beside this file when it is there. */
  readonly worker?: string | null
}

/** Made by `createReader(options: ReaderOptions): Reader`. */
export interface Reader {
  readonly histogram: Answer<'histogram'>
  readonly events: Answer<'events'>
  readonly locate: Answer<'locate'>
  readonly programs: Answer<'programs'>
  readonly tables: Answer<'tables'>
  readonly rows: Answer<'rows'>
  readonly inspect: Answer<'inspect'>
  readonly raw: Answer<'raw'>
  readonly unparsed: Answer<'unparsed'>
  readonly artifacts: Answer<'artifacts'>
  /** The proof of a byte range: excerpt of at most 4 KiB, path and hash. */
  proof(at: { artifact: number; line?: number | null; off: number; len: number }, says: string): Promise<m.Proof>
  /** All rows of the filtered timeline in order, page by page, for exports; stops after `limit`. */
  eachEvent(filter: m.Filter, limit: number, signal?: AbortSignal): AsyncIterable<readonly m.EventRow[]>
  /** Reads ahead what the first text filter needs (under a second for 20 million events); call it when the case is idle. */
  warm(signal?: AbortSignal): Promise<void>
  /** Drops everything cached: call it after an import, a zone override, or correlation. */
  invalidate(): void
  /** Stops the workers and closes files; not the database. */
  close(): Promise<void>
}
