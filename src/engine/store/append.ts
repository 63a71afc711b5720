/**
 * Packed columns into DuckDB tables: one data chunk per table, filled by memcpy and reset, never made anew (chunks that
 * wait for the garbage collector cost gigabytes).
 */
import { createRequire } from 'node:module'
import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, listValue } from '@duckdb/node-api'
import type * as Bindings from '@duckdb/node-bindings'
import { GROUP, type Packed } from '../parse/pack'

/** The binding that node-api itself uses, found from where node-api is: a second copy would not share its instances. */
// Not named `require`: the bundler declares one of its own.
const own = createRequire(import.meta.url)
const duck = createRequire(own.resolve('@duckdb/node-api'))('@duckdb/node-bindings') as typeof Bindings

/** Columns that only the appending side makes. */
export type Source = Packed | { readonly type: 'sequence'; readonly start: number }

const WIDTH = { i8: 1, bool: 1, i32: 4, i64: 8, f64: 8 } as const
const NO_ROW = new Uint8Array(GROUP / 8)

/** One value, 2048 times. */
function repeated(of: 'i8' | 'i32' | 'i64' | 'bool', value: number): Uint8Array {
  if (of === 'i32') return new Uint8Array(new Int32Array(GROUP).fill(value).buffer)
  if (of === 'i64') return new Uint8Array(new BigInt64Array(GROUP).fill(BigInt(value)).buffer)
  return new Uint8Array(GROUP).fill(value)
}

export interface TableAppender {
  /** Rows in the table's column order. */
  append(rows: number, columns: readonly Source[]): void
  flush(): void
  close(): void
}

export async function openAppender(raw: DuckDBConnection, table: string): Promise<TableAppender> {
  const appender: DuckDBAppender = await raw.createAppender(table)
  const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i))
  const chunk = DuckDBDataChunk.create(types)
  const constants = new Map<string, Uint8Array>()
  const sequence = new Int32Array(GROUP * 2)

  const copy = (vector: Bindings.Vector, data: Uint8Array, from: number, bytes: number) =>
    duck.copy_data_to_vector(vector, 0, data.buffer as ArrayBuffer, data.byteOffset + from, bytes)
  const mask = (vector: Bindings.Vector, valid: Uint8Array, from: number, rows: number) => {
    duck.vector_ensure_validity_writable(vector)
    const bytes = Math.ceil(rows / 64) * 8
    duck.copy_data_to_vector_validity(vector, 0, valid.buffer as ArrayBuffer, valid.byteOffset + from / 8, bytes)
  }
  const fill = (vector: Bindings.Vector, source: Source, from: number, rows: number, column: number): void => {
    switch (source.type) {
      case 'sequence':
        for (let i = 0; i < rows; i++) {
          const value = source.start + from + i
          const high = Math.floor(value / 4_294_967_296)
          sequence[2 * i] = value - high * 4_294_967_296
          sequence[2 * i + 1] = high
        }
        duck.copy_data_to_vector(vector, 0, sequence.buffer, 0, rows * 8)
        return
      case 'all': {
        if (source.value === null) {
          mask(vector, NO_ROW, 0, rows)
          return
        }
        if (source.of === 'text') {
          const bytes = new TextEncoder().encode(String(source.value))
          for (let i = 0; i < rows; i++) duck.vector_assign_string_element_len(vector, i, bytes)
          return
        }
        const key = `${source.of}${source.value}`
        let data = constants.get(key)
        if (!data) {
          data = repeated(source.of, Number(source.value))
          if (constants.size > 64) constants.clear()
          constants.set(key, data)
        }
        copy(vector, data, 0, rows * WIDTH[source.of])
        return
      }
      case 'text': {
        const { bytes, ends, valid } = source
        for (let i = 0; i < rows; i++) {
          const row = from + i
          if (valid && (valid[row >> 3]! & (1 << (row & 7))) === 0) continue
          const start = row === 0 ? 0 : ends[row - 1]!
          duck.vector_assign_string_element_len(vector, i, bytes.subarray(start, ends[row]!))
        }
        if (valid) mask(vector, valid, from, rows)
        return
      }
      case 'list': {
        const lists = source.lists.slice(from, from + rows)
        chunk.setColumnValues(
          column,
          lists.map((l) => (l === null ? null : listValue([...l]))),
        )
        return
      }
      case 'list16': {
        const { stops, members } = source
        const start = from === 0 ? 0 : stops[from - 1]!
        const count = stops[from + rows - 1]! - start
        // Offset and length of each list, 64 bits each.
        const entries = new Uint32Array(rows * 4)
        for (let i = 0, before = start; i < rows; i++) {
          const stop = stops[from + i]!
          entries[4 * i] = before - start
          entries[4 * i + 2] = stop - before
          before = stop
        }
        duck.list_vector_reserve(vector, count)
        duck.list_vector_set_size(vector, count)
        duck.copy_data_to_vector(vector, 0, entries.buffer, 0, rows * 16)
        const child = duck.list_vector_get_child(vector)
        duck.copy_data_to_vector(child, 0, members.buffer as ArrayBuffer, members.byteOffset + start * 2, count * 2)
        return
      }
      case 'id':
        copy(vector, new Uint8Array(source.data.buffer, source.data.byteOffset), from * 4, rows * 4)
        if (source.valid) mask(vector, source.valid, from, rows)
        return
      default: {
        const width = WIDTH[source.type]
        copy(vector, source.data, from * width, rows * width)
        if (source.valid) mask(vector, source.valid, from, rows)
      }
    }
  }
  return {
    append(rows, columns) {
      if (columns.length !== types.length)
        throw new Error(`${table} has ${types.length} columns, not ${columns.length}`)
      for (let from = 0; from < rows; from += GROUP) {
        const part = Math.min(GROUP, rows - from)
        chunk.reset()
        chunk.rowCount = part
        for (let c = 0; c < columns.length; c++)
          fill(duck.data_chunk_get_vector(chunk.chunk, c), columns[c]!, from, part, c)
        appender.appendDataChunk(chunk)
      }
    },
    flush: () => appender.flushSync(),
    close: () => appender.closeSync(),
  }
}
