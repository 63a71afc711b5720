/**
 * Rows as columns in the memory layout of DuckDB's vectors, so that they move between threads without a copy and into
 * the database by memcpy. Integers of 64 bits are written as two halves: a BigInt each would cost more than the row.
 */
import type { AnyRow, Column, Columns } from '../define'

/** Bit i set: row i has a value. A whole number of 256-byte groups (2048 rows); null when every row has one. */
export type Valid = Uint8Array | null

export type Packed =
  | { readonly type: 'i8' | 'i32' | 'i64' | 'f64' | 'bool'; readonly data: Uint8Array; readonly valid: Valid }
  /** 32-bit numbers of the worker's dictionary, which the engine maps to those of the index. */
  | { readonly type: 'id'; readonly data: Int32Array; readonly valid: Valid }
  | { readonly type: 'text'; readonly bytes: Uint8Array; readonly ends: Uint32Array; readonly valid: Valid }
  | { readonly type: 'list'; readonly lists: readonly (readonly string[] | null)[] }
  /** Lists of 16-bit numbers: those of row i end before stops[i]. */
  | { readonly type: 'list16'; readonly stops: Uint32Array; readonly members: Uint16Array }
  /** One value for all rows; null for none. */
  | {
      readonly type: 'all'
      readonly of: 'i8' | 'i32' | 'i64' | 'bool' | 'text'
      readonly value: number | string | null
    }

export interface PackedRows {
  readonly rows: number
  readonly columns: readonly Packed[]
}

export const GROUP = 2048
export const validBytes = (rows: number): number => Math.ceil(rows / GROUP) * (GROUP / 8)

/** Marks for `rows` rows where `has(i)`; null when all have. */
export function validOf(rows: number, missing: number, has: (row: number) => boolean): Valid {
  if (missing === 0) return null
  const out = new Uint8Array(validBytes(rows))
  for (let i = 0; i < rows; i++) if (has(i)) out[i >> 3]! |= 1 << (i & 7)
  return out
}

const TWO_32 = 4_294_967_296
/** Writes a whole number (up to 2^53) as 64 bits at index `i`. */
export function writeI64(halves: Int32Array, i: number, value: number): void {
  const high = Math.floor(value / TWO_32)
  halves[2 * i] = (value - high * TWO_32) | 0
  halves[2 * i + 1] = high
}

const bytesOf = (a: ArrayBufferView): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)

/** The buffers of a message, to be moved instead of copied. */
export function buffersOf(packed: readonly Packed[], into: ArrayBuffer[]): void {
  for (const p of packed) {
    if ('data' in p) into.push(p.data.buffer as ArrayBuffer)
    if ('bytes' in p) into.push(p.bytes.buffer as ArrayBuffer, p.ends.buffer as ArrayBuffer)
    if ('valid' in p && p.valid) into.push(p.valid.buffer as ArrayBuffer)
  }
}

const encoder = new TextEncoder()

/** Packs texts, null for none. */
export function packTexts(texts: readonly (string | null)[]): Packed {
  const ends = new Uint32Array(texts.length)
  let bytes = new Uint8Array(texts.length * 24 + 64)
  let used = 0
  let missing = 0
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    if (text === null) missing++
    else {
      if (used + text.length * 3 > bytes.length) {
        const wider = new Uint8Array(bytes.length * 2 + text.length * 3)
        wider.set(bytes)
        bytes = wider
      }
      used += encoder.encodeInto(text, bytes.subarray(used)).written
    }
    ends[i] = used
  }
  return {
    type: 'text',
    bytes: bytes.slice(0, used),
    ends,
    valid: validOf(texts.length, missing, (i) => texts[i] !== null),
  }
}

export function packI64(values: readonly (number | null)[]): Packed {
  const halves = new Int32Array(values.length * 2)
  let missing = 0
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v === null) missing++
    else writeI64(halves, i, v)
  }
  return { type: 'i64', data: bytesOf(halves), valid: validOf(values.length, missing, (i) => values[i] !== null) }
}

export function packI32(values: readonly (number | null)[]): Packed {
  const data = new Int32Array(values.length)
  let missing = 0
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!
    if (v === null) missing++
    else data[i] = v
  }
  return { type: 'i32', data: bytesOf(data), valid: validOf(values.length, missing, (i) => values[i] !== null) }
}

export function packIds(values: readonly number[]): Packed {
  let missing = 0
  for (const v of values) if (v < 0) missing++
  return { type: 'id', data: Int32Array.from(values), valid: validOf(values.length, missing, (i) => values[i]! >= 0) }
}

/** A value of a row as its column's type allows; null for what is none (a parser's NaN does not stop an import). */
function cellOf(column: Column, value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (column.type) {
    case 'text':
      return typeof value === 'string' ? value : String(value)
    case 'int':
    case 'time':
      return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) : null
    case 'real':
      return typeof value === 'number' && !Number.isNaN(value) ? value : null
    case 'bool':
      return typeof value === 'boolean' ? value : null
    case 'list':
      return Array.isArray(value) ? value.map(String) : null
  }
}

function packColumn(column: Column, values: readonly unknown[]): Packed {
  const rows = values.length
  switch (column.type) {
    case 'text':
      return packTexts(values as readonly (string | null)[])
    case 'int':
    case 'time':
      return packI64(values as readonly (number | null)[])
    case 'list':
      return { type: 'list', lists: values as readonly (readonly string[] | null)[] }
    default: {
      const data = column.type === 'real' ? new Float64Array(rows) : new Uint8Array(rows)
      let missing = 0
      for (let i = 0; i < rows; i++) {
        const v = values[i]
        if (v === null) missing++
        else data[i] = Number(v)
      }
      const valid = validOf(rows, missing, (i) => values[i] !== null)
      return { type: column.type === 'real' ? 'f64' : 'bool', data: bytesOf(data), valid }
    }
  }
}

/** Collects rows until `take`. */
export interface RowPacker {
  push(row: AnyRow): void
  readonly rows: number
  /** Characters of text held, to bound a batch. */
  readonly weight: number
  take(): PackedRows
}

export function rowPacker(columns: Columns): RowPacker {
  const names = Object.keys(columns)
  const kinds = Object.values(columns)
  let held: unknown[][] = names.map(() => [])
  let rows = 0
  let weight = 0
  return {
    push(row) {
      for (let c = 0; c < names.length; c++) {
        const v = cellOf(kinds[c]!, row[names[c]!])
        if (typeof v === 'string') weight += v.length
        held[c]!.push(v)
      }
      rows++
    },
    get rows() {
      return rows
    },
    get weight() {
      return weight
    },
    take() {
      const out = { rows, columns: kinds.map((kind, c) => packColumn(kind, held[c]!)) }
      held = names.map(() => [])
      rows = weight = 0
      return out
    },
  }
}
