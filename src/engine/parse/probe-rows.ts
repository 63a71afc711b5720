/** Collects a probe's rows with their events and sights, and hands them over in batches. */
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { AnyRow, Columns, EventDraft, ParseContext, Probe } from '../define'
import { FACETS, type Facet } from '../facets'
import { EVENT_KINDS } from '../store/schema'
import { isAside } from './aside'
import { type Batch, WORD_KIND } from './batch'
import type { Dictionaries } from './log-sink'
import { type PackedRows, packI32, packI64, packIds, packTexts, rowPacker } from './pack'
import { takeLinks } from './thing-links'

const ROWS = 16_384
const WEIGHT = 4 << 20
const MOST_UNPARSED = 10_000

export interface Position {
  /** 1-based; null for records of a binary file. */
  readonly line: number | null
  readonly off: number
  readonly len: number
}
/** Rows with the place that each was read from: line, off, len, then the columns. */
interface PlacedRows {
  push(row: AnyRow, at: Position): void
  readonly rows: number
  readonly weight: number
  take(): PackedRows
}
function placedRows(columns: Columns): PlacedRows {
  const packer = rowPacker(columns)
  let places: Position[] = []
  return {
    push(row, at) {
      places.push(at)
      packer.push(row)
    },
    get rows() {
      return packer.rows
    },
    get weight() {
      return packer.weight
    },
    take() {
      const at = places
      places = []
      const { rows, columns: packed } = packer.take()
      return {
        rows,
        columns: [
          packI32(at.map((p) => p.line)),
          packI64(at.map((p) => p.off)),
          packI32(at.map((p) => p.len)),
          ...packed,
        ],
      }
    },
  }
}

export interface ProbeRows {
  row(row: AnyRow, at: Position): void
  unparsed(at: Position, reason: string | null): void
  finish(): void
  totals(): { readonly events: number; readonly firstTs: number | null; readonly lastTs: number | null }
}

export function probeRows(
  probe: Probe,
  context: ParseContext,
  dictionaries: Dictionaries,
  emit: (batch: Batch) => void,
): ProbeRows {
  const { names, things, core } = dictionaries
  core.of.dropTies()
  const rows = placedRows(probe.columns)
  const sights = new Map<Facet, PlacedRows>()
  const aside = isAside(context.path, context.command)
  let drafts: { draft: EventDraft; at: Position }[] = []
  let unparsed = { line: [] as number[], off: [] as number[], len: [] as number[], reason: [] as (string | null)[] }
  let listed = 0
  let weight = 0
  let events = 0
  let firstTs = Number.POSITIVE_INFINITY
  let lastTs = Number.NEGATIVE_INFINITY

  const eventColumns = (): Batch['events'] => {
    if (drafts.length === 0) return null
    const of = <T>(pick: (d: EventDraft, at: Position) => T): T[] => drafts.map(({ draft, at }) => pick(draft, at))
    return {
      rows: drafts.length,
      ts: packI64(of((d) => d.ts)),
      kind: { type: 'i8', data: Uint8Array.from(of((d) => EVENT_KINDS.indexOf(d.kind))), valid: null },
      off: packI64(of((_, at) => at.off)),
      len: packI32(of((_, at) => at.len)),
      msg: { type: 'all', of: 'i32', value: null },
      logHost: { type: 'all', of: 'i32', value: null },
      program: packIds(of((d) => (d.program ? names.textId(WORD_KIND, d.program) : -1))),
      pid: packI32(of((d) => d.pid ?? null)),
      facility: { type: 'all', of: 'i8', value: null },
      severity: packI8(of((d) => d.severity ?? null)),
      summary: packTexts(of((d) => d.summary)),
    }
  }
  const seal = (): void => {
    const columns = eventColumns()
    events += drafts.length
    drafts = []
    const taken = rows.rows > 0 ? rows.take() : null
    const seen = [...sights]
      .filter(([, packer]) => packer.rows > 0)
      .map(([facet, packer]) => ({ facet, rows: packer.take() }))
    const linked = takeLinks(core)
    const batch: Batch = {
      names: names.fresh(),
      things: things.fresh(),
      events: columns,
      links: linked,
      messages: [],
      rows: taken,
      sights: seen,
      unparsed: unparsed.line.length > 0 ? unparsed : null,
      index: [],
    }
    unparsed = { line: [], off: [], len: [], reason: [] }
    weight = 0
    if (things.size > 400_000 || things.weight > 24 << 20) things.reset()
    emit(batch)
  }
  return {
    row(row, at) {
      const place = { line: at.line, off: at.off, len: Math.min(at.len, 0x7fffffff) }
      rows.push(row, place)
      for (const draft of probe.events?.(row as never, context) ?? []) {
        // A draft without a time would be an event that no window shows.
        if (!Number.isFinite(draft.ts)) continue
        core.of.beginTies(drafts.length)
        drafts.push({ draft, at: place })
        if (draft.ts < firstTs) firstTs = draft.ts
        if (draft.ts > lastTs) lastTs = draft.ts
        weight += draft.summary.length
        for (const [kind, value] of draft.entities ?? [])
          if (value !== '') core.of.tie(things.textId(ENTITY_KINDS.indexOf(kind), value))
      }
      for (const { of, ...sight } of aside ? [] : (probe.sights?.(row as never, context) ?? [])) {
        let packer = sights.get(of)
        if (!packer) {
          packer = placedRows(FACETS[of])
          sights.set(of, packer)
        }
        packer.push(sight, place)
      }
      if (rows.rows >= ROWS || drafts.length >= ROWS * 2 || rows.weight + weight > WEIGHT || !core.of.tiesRoom()) seal()
    },
    unparsed(at, reason) {
      if (listed++ >= MOST_UNPARSED) return
      unparsed.line.push((at.line ?? 1) - 1)
      unparsed.off.push(at.off)
      unparsed.len.push(Math.min(at.len, 0x7fffffff))
      unparsed.reason.push(reason)
    },
    finish() {
      if (rows.rows > 0 || drafts.length > 0 || unparsed.line.length > 0) seal()
    },
    totals: () => ({
      events: events + drafts.length,
      firstTs: firstTs === Number.POSITIVE_INFINITY ? null : firstTs,
      lastTs: lastTs === Number.NEGATIVE_INFINITY ? null : lastTs,
    }),
  }
}

function packI8(values: readonly (number | null)[]) {
  const { data, valid } = packI32(values) as { data: Uint8Array; valid: Uint8Array | null }
  const wide = new Int32Array(data.buffer, data.byteOffset, values.length)
  return { type: 'i8' as const, data: Uint8Array.from(wide, (v) => v & 255), valid }
}
