/**
 * The calls of ingest: artifacts in, rows of `index.duckdb` out. Parsing runs in worker threads; appending runs on the
 * thread that owns the database, a batch at a time, so that it stays responsive.
 *
 * Rows are appended in the order of the `parse` calls, whatever the workers' timing: the same evidence gives the same
 * ids, and an index that was deleted is rebuilt as it was.
 */
import type { Instant } from '../../shared/time'
import type { CaptureFacts } from '../define'
import type { YearNeighbours } from './year'

/** What is known of the capture, in a form that crosses threads (zone by name). See ParseContext. */
export interface JobContext {
  /** Path inside the bundle, POSIX. */
  readonly path: string
  readonly command: string | null
  /** Host name. */
  readonly host: string | null
  readonly capturedAt: Instant | null
  readonly bootedAt: Instant | null
  /** IANA name or `+hh:mm`; a name that ICU does not know is taken as UTC (the caller decided the zone, and why). */
  readonly zone: string
  /** For logs without a year: when the member was last changed, as the bundle says. */
  readonly mtime?: Instant | null
  /** For logs without a year: the year of the first line, when the analyst set it. */
  readonly year?: number | null
  /** For logs without a year: the files of the rotated chain beside it, where they are known already. */
  readonly neighbours?: YearNeighbours
}

/** One file to be parsed. `artifact`, `capture` and `host` are the numbers that its rows carry. */
export interface ArtifactJob {
  readonly artifact: number
  readonly capture: number
  readonly host: number
  /** Absolute path of plain bytes on disk (decompressed if need be); offsets in rows count from its start. */
  readonly file: string
  readonly kind: 'probe' | 'log'
  /** Id of the probe or log format. */
  readonly parser: string
  readonly context: JobContext
}

/** What became of a file. `rows + noise + unparsed` are all of its lines (records, for a binary file). */
export interface ParseOutcome {
  readonly artifact: number
  /**
   * failed: the parser threw, ran too long, or the file could not be read; `fault` says which.
   * cancelled: the signal was aborted. In both cases rows that came before stay.
   */
  readonly state: 'parsed' | 'failed' | 'cancelled'
  readonly fault: string | null
  /** Lines that are part of a row or an event, continuation lines included. */
  readonly rows: number
  readonly noise: number
  readonly unparsed: number
  readonly events: number
  /** Earliest and latest event; null when there is none. */
  readonly firstTs: Instant | null
  readonly lastTs: Instant | null
  /** For logs without a year: the year of the first line, and why; null for all else. */
  readonly year: number | null
  readonly yearReason: string | null
  /** What the file tells of its capture, when the probe has `facts`. */
  readonly facts: CaptureFacts | null
}

export interface IngestOptions {
  /** Worker threads; 0 parses on this thread (tests). Default: processors - 1, at least 2, at most 4. */
  readonly workers?: number
  /** The built worker; default `parse-worker.js` beside the running bundle. When it is absent, parsing is in-process. */
  readonly workerFile?: string
  /** Called as bytes of an artifact are done with, at most some times a second; `bytes` counts from its start. */
  readonly progress?: (artifact: number, bytes: number, size: number) => void
  /** Seconds without a sign of life from a parser before it is ended; grows with the size of the file. Default 60. */
  readonly patience?: number
}

/**
 * Writes events, event_ties, entities, words, unparsed, line_index, probe tables, sight tables and message tables.
 * The caller writes hosts, captures and artifacts. The connection must be used by nothing else until `close`.
 */
export interface Ingest {
  /** Queues a file. Settles when its rows are appended (not yet committed). Never rejects for bad input. */
  parse(job: ArtifactJob, signal?: AbortSignal): Promise<ParseOutcome>
  /** Commits what was appended. It also happens by itself every million rows or so. */
  commit(): Promise<void>
  /** Removes all rows of an artifact from these tables (to read it anew with another zone or year). */
  forget(artifact: number): Promise<void>
  /** Waits for queued files, commits, ends the workers. */
  close(): Promise<void>
}

// ---------------------------------------------------------------- years

/** Month (1-12) and day of a stamp without a year. */
export interface DayStamp {
  readonly month: number
  readonly day: number
  readonly weekday: number | null
}

/** What is known when the year of a file's first line is asked for (see year.ts). */
export interface YearQuestion {
  readonly path: string
  readonly first: DayStamp | null
  readonly last: DayStamp | null
  /**
   * How many times the year advanced from the first line to the last: counted over samples when the question is asked
   * before reading, exact when it is asked again afterwards.
   */
  readonly rollovers: number
  readonly exact: boolean
  /** Some stamps in order of the file (each with the rollovers before it): Feb 29 and weekdays exclude years. */
  readonly samples: readonly { readonly stamp: DayStamp; readonly rollovers: number }[]
  readonly capturedAt: Instant | null
  readonly mtime: Instant | null
}
export interface YearAnswer {
  /** Year of the first line. */
  readonly year: number
  /** One sentence: the evidence that told it, or that it is assumed. */
  readonly reason: string
}
