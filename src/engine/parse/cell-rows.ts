/**
 * Rows of message tables kept as numbers as they come: texts as numbers of the dictionary, unknown as -1 or NaN. No
 * row object outlives its message, so a million rows leave nothing for the garbage collector.
 */
import type { AnyRow, Columns } from '../define'
import { WORD_KIND } from './batch'
import type { Dictionary } from './dictionary'
import { type Packed, type PackedRows, validOf, writeI64 } from './pack'

/** Rows of a message table; `event` is the number in the batch. */
export interface MessageCells {
  readonly id: string
  readonly event: Uint32Array
  readonly rows: PackedRows
}

export interface CellRows {
  readonly rows: number
  push(row: AnyRow, event: number): void
  take(): Omit<MessageCells, 'id'>
}

type Cells = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
const FIRST = 1024

export function cellRows(columns: Columns, things: Dictionary): CellRows {
  const names = Object.keys(columns)
  const types = Object.values(columns).map((c) => c.type)
  const wide = types.map((t) => t === 'int' || t === 'time' || t === 'real')
  let room = FIRST
  const make = (c: number): Cells => (wide[c] ? new Float64Array(room).fill(Number.NaN) : new Int32Array(room).fill(-1))
  let cells: Cells[] = types.map((_, c) => make(c))
  let lists: (readonly string[] | null)[][] = types.map(() => [])
  let events = new Uint32Array(room)
  let rows = 0

  const grow = (): void => {
    const old = cells
    const oldEvents = events
    room *= 2
    cells = types.map((_, c) => {
      const wider = make(c)
      wider.set(old[c]! as never)
      return wider
    })
    events = new Uint32Array(room)
    events.set(oldEvents)
  }
  const keep = (event: number): void => {
    events[rows++] = event
    if (rows === room) grow()
  }
  const pack = (c: number): Packed => {
    const type = types[c]!
    if (type === 'list') return { type: 'list', lists: lists[c]! }
    const from = cells[c]!
    let missing = 0
    if (wide[c]) {
      for (let i = 0; i < rows; i++) if (Number.isNaN(from[i]!)) missing++
      const valid = validOf(rows, missing, (i) => !Number.isNaN(from[i]!))
      if (type === 'real') return { type: 'f64', data: new Uint8Array(from.slice(0, rows).buffer), valid }
      const halves = new Int32Array(rows * 2)
      for (let i = 0; i < rows; i++) if (!Number.isNaN(from[i]!)) writeI64(halves, i, from[i]!)
      return { type: 'i64', data: new Uint8Array(halves.buffer), valid }
    }
    for (let i = 0; i < rows; i++) if (from[i]! < 0) missing++
    const valid = validOf(rows, missing, (i) => from[i]! >= 0)
    if (type === 'text') return { type: 'id', data: from.slice(0, rows) as Int32Array, valid }
    return { type: 'bool', data: Uint8Array.from(from.subarray(0, rows), (v) => (v > 0 ? 1 : 0)), valid }
  }
  return {
    get rows() {
      return rows
    },
    push(row, event) {
      for (let c = 0; c < names.length; c++) {
        const v = row[names[c]!]
        if (types[c] === 'list') lists[c]!.push(Array.isArray(v) ? v.map(String) : null)
        else if (v === null || v === undefined) continue
        else if (types[c] === 'text') cells[c]![rows] = things.textId(WORD_KIND, String(v))
        else if (types[c] === 'bool') cells[c]![rows] = v ? 1 : 0
        else if (types[c] === 'real') cells[c]![rows] = Number(v)
        else if (Number.isFinite(v) && Math.abs(v as number) <= Number.MAX_SAFE_INTEGER)
          cells[c]![rows] = Math.trunc(v as number)
      }
      keep(event)
    },
    take() {
      const out = {
        event: events.slice(0, rows),
        rows: { rows, columns: types.map((_, c) => pack(c)) },
      }
      for (let c = 0; c < cells.length; c++) cells[c]!.fill(wide[c] ? Number.NaN : -1, 0, rows)
      lists = types.map(() => [])
      rows = 0
      return out
    },
  }
}
