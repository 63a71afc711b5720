/** One file through one parser: what `vestigo parse` prints. Pure but for the definitions it looks up. */
import type { AnyRow, Columns, LogFormat, ParseContext } from '../engine/define'
import { headOf, recognise } from '../engine/parse/recognise'
import { runLog } from '../engine/parse/run-log'
import { runProbe } from '../engine/parse/run-probe'
import { whyNotRead } from '../engine/parse/why-not-read'
import { logs, probes } from '../engine/registry'
import { Fault } from '../shared/fault'
import { inertJson } from '../shared/inert'
import { type Instant, printInstant } from '../shared/time'
import { badUse, meant, nearest } from './argv'
import { rowJson } from './row-json'

export interface Unparsed {
  readonly line: number
  readonly text: string
  readonly reason: string | null
}
export interface ParsedInput {
  readonly kind: string
  readonly count: number
  /** Row `i` as JSON. */
  readonly json: (i: number) => string
  readonly noise: number
  readonly unparsed: readonly Unparsed[]
  /** The year of the first line of a log without years, and why. */
  readonly year: string | null
}

export interface ParseOptions {
  /** Adds `_line`, `_offset` and `_length` to each row. */
  readonly where: boolean
  readonly year: number | null
}

const time = (value: unknown): unknown => (typeof value === 'number' ? printInstant(value as Instant) : value)

/** Columns in their own order; instants as ISO 8601. */
const shown = (row: AnyRow, columns: Columns): AnyRow =>
  Object.fromEntries(
    Object.entries(columns).map(([name, c]) => [name, c.type === 'time' ? time(row[name]) : (row[name] ?? null)]),
  )

/** Columns that the event's text holds beyond what is kept of each; all null where it holds none. */
function detailsOf(log: LogFormat, event: Uint8Array): AnyRow {
  return log.details ? shown(log.details.read(event) ?? {}, log.details.columns) : {}
}

export const kinds = (): { readonly id: string; readonly title: string; readonly type: 'probe' | 'log' }[] =>
  [
    ...[...probes].map(([id, { title }]) => ({ id, title, type: 'probe' as const })),
    ...[...logs].map(([id, { title }]) => ({ id, title, type: 'log' as const })),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))

/** Errors: Fault `bad-use` for an unknown kind, `unreadable` when `auto` recognises nothing. */
export function parseInput(kind: string, bytes: Uint8Array, context: ParseContext, options: ParseOptions): ParsedInput {
  let id = kind.replaceAll('-', '_')
  if (kind === 'auto') {
    const head = headOf(bytes, context.path, true)
    const found = recognise(head)
    if (!found) {
      const why = whyNotRead(head) ?? 'nothing that a parser knows'
      throw new Fault('unreadable', `${context.path || 'standard input'}: ${why}`)
    }
    id = found.id
  }
  const at = (line: number, off: number, len: number) =>
    options.where ? { _line: line, _offset: off, _length: len } : undefined
  const probe = probes.get(id)
  if (probe) {
    const { rows, noise, unparsed } = runProbe(probe, bytes, context)
    const print = rowJson(probe.columns)
    return {
      kind: id,
      count: rows.length,
      json: (i) => print(rows[i]!.row, at(rows[i]!.line, rows[i]!.off, rows[i]!.len)),
      noise,
      unparsed,
      year: null,
    }
  }
  const log = logs.get(id)
  if (!log) {
    const near = nearest(id, [...probes.keys(), ...logs.keys(), 'auto'])
    throw badUse(`unknown kind "${kind}"${meant(near)}; vestigo parse --list names all`)
  }
  const run = runLog(log, bytes, context, { year: options.year })
  return {
    kind: id,
    count: run.events.length,
    json: (i) => {
      const { line, off, len, ...event } = run.events[i]!
      const details = detailsOf(log, bytes.subarray(off, off + len))
      return inertJson({ ...event, ts: time(event.ts), ...details, ...at(line, off, len) })
    },
    noise: run.noise,
    unparsed: run.unparsed.map(({ line, text }) => ({ line, text, reason: null })),
    year: run.year === null ? null : `${run.year}: ${run.yearReason ?? ''}`,
  }
}
