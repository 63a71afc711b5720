/** What passes between a parser (in its worker) and the thread that owns the index. */
import type { CaptureFacts } from '../define'
import type { Growing } from '../evidence/growing'
import type { MessageCells } from './cell-rows'
import type { Fresh } from './dictionary'
import { buffersOf, type Packed, type PackedRows } from './pack'
import type { JobContext } from './types'

/** Kinds in a worker's dictionary of things: those of ENTITY_KINDS, and words that message kinds hold. */
export const WORD_KIND = 8

/** Rows of `events` in one artifact; `null` columns hold nothing. Names and ids as in the table. */
export interface EventColumns {
  readonly rows: number
  readonly ts: Packed
  readonly kind: Packed
  readonly off: Packed
  readonly len: Packed
  readonly msg: Packed
  readonly logHost: Packed
  readonly program: Packed
  readonly pid: Packed
  readonly facility: Packed
  readonly severity: Packed
  /** For events that are not lines of a log: what to show of them. */
  readonly summary: Packed | null
}
/**
 * Ties of events (by their number in the batch, rising) to things (by their number in the worker's dictionary): the
 * events of thing i are those of `members` from stops[i - 1] up to stops[i].
 */
export interface Links {
  readonly things: Uint32Array
  readonly stops: Uint32Array
  readonly members: Uint16Array
}
/** Lines by number within the task, from 0. */
export interface UnparsedLines {
  readonly line: readonly number[]
  readonly off: readonly number[]
  readonly len: readonly number[]
  readonly reason: readonly (string | null)[]
}
export interface Batch {
  /** New host and program names, and new things, since the worker's batch before. */
  readonly names: Fresh | null
  readonly things: Fresh | null
  readonly events: EventColumns | null
  readonly links: Links | null
  /** A kind may be there twice: rows that the core read, and rows that `match` gave. */
  readonly messages: readonly MessageCells[]
  /** Rows of the probe's table: line, off, len, then its columns. */
  readonly rows: PackedRows | null
  /** Rows of sight tables: line, off, len, then the facet's columns. */
  readonly sights: readonly { readonly facet: string; readonly rows: PackedRows }[]
  readonly unparsed: UnparsedLines | null
  /** Line numbers (within the task, from 0) at offsets. */
  readonly index: readonly (readonly [off: number, line: number])[]
}

/** A log, or a part of a large one. */
export interface LogTask {
  readonly kind: 'log'
  readonly parser: string
  readonly file: string
  readonly context: JobContext
  readonly firstYear: number
  /** Lines that begin in [from, to); `to` is the size of the file for the last part. */
  readonly from: number
  readonly to: number
  /** Whether the part may begin and end in the midst of an event's lines. */
  readonly split: boolean
  /** Set while the file is still being written. */
  readonly growing?: Growing['state']
}
export interface ProbeTask {
  readonly kind: 'probe'
  readonly parser: string
  readonly file: string
  readonly context: JobContext
}
export type Task = LogTask | ProbeTask

/** The end of a task. Counts are lines. */
export interface Done {
  /** The first exception. When it ended the reading, `stopped`; one in a message kind does not. */
  readonly fault: string | null
  readonly stopped: boolean
  readonly cancelled: boolean
  readonly rows: number
  readonly noise: number
  readonly unparsed: number
  readonly events: number
  readonly firstTs: number | null
  readonly lastTs: number | null
  readonly rollovers: number
  /** Text of the first and last event's line (cut), for the year between two parts. */
  readonly firstLine: string | null
  readonly lastLine: string | null
  readonly facts: CaptureFacts | null
}

/** What a task needs from where it runs. */
export interface Host {
  /** Hands a batch over; in a worker it waits while too many are on their way. */
  emit(batch: Batch): void
  /** Tells that the parser lives; `bytes` of the file are done with. Throws `Cancelled` when nobody wants the rest. */
  alive(bytes: number): void
}
export class Cancelled extends Error {}

/** Why a parser ended before its file did. */
export interface Stopped {
  readonly fault: string | null
  readonly cancelled: boolean
}
export const stoppedBy = (error: unknown, parser: string): Stopped =>
  error instanceof Cancelled
    ? { fault: null, cancelled: true }
    : { fault: `${parser}: ${error instanceof Error ? error.message : String(error)}`, cancelled: false }

/** The end of a task of which nothing is known. */
export const ended = (fault: string | null, cancelled: boolean): Done => ({
  fault,
  stopped: fault !== null,
  cancelled,
  rows: 0,
  noise: 0,
  unparsed: 0,
  events: 0,
  firstTs: null,
  lastTs: null,
  rollovers: 0,
  firstLine: null,
  lastLine: null,
  facts: null,
})

/** The buffers that a batch may move. */
export function transferList(batch: Batch): ArrayBuffer[] {
  const out: ArrayBuffer[] = []
  const { events } = batch
  if (events) {
    const { rows: _, ...columns } = events
    buffersOf(
      Object.values(columns).filter((c) => c !== null),
      out,
    )
  }
  if (batch.links) for (const of of Object.values(batch.links)) out.push((of as Uint32Array).buffer as ArrayBuffer)
  for (const m of batch.messages) {
    out.push(m.event.buffer as ArrayBuffer)
    buffersOf(m.rows.columns, out)
  }
  if (batch.rows) buffersOf(batch.rows.columns, out)
  for (const s of batch.sights) buffersOf(s.rows.columns, out)
  return out
}
