/** Values on their way into and out of DuckDB: whole numbers stay exact, times are instants, nothing is a bigint. */
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api'

/** What a query may bind. Whole numbers go in as BIGINT (never DOUBLE, which would defeat the zone maps). */
export type SqlParam = string | number | boolean | null | Uint8Array | readonly string[] | readonly number[]
/** What a query gives back: BIGINT and HUGEINT as number, TIMESTAMP as microseconds, STRUCT as object, LIST as array. */
export type SqlValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly SqlValue[]
  | { readonly [name: string]: SqlValue }
export type SqlRow = Readonly<Record<string, SqlValue>>

const typeOf = (value: SqlParam): DuckDBType => {
  if (value === null) return SQLNULL
  if (typeof value === 'string') return VARCHAR
  if (typeof value === 'boolean') return BOOLEAN
  if (typeof value === 'number') return Number.isInteger(value) ? BIGINT : DOUBLE
  if (value instanceof Uint8Array) return BLOB
  return LIST(typeof value[0] === 'number' ? BIGINT : VARCHAR)
}

const toDuck = (value: SqlParam): DuckDBValue => {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value)
  return new DuckDBListValue(value.map((item) => toDuck(item)))
}

export function bindings(params: readonly SqlParam[]): { values: DuckDBValue[]; types: DuckDBType[] } {
  return { values: params.map(toDuck), types: params.map(typeOf) }
}

export function fromDuck(value: DuckDBValue): SqlValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object') return value
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return Number(value.micros)
  if (value instanceof DuckDBListValue) return value.items.map(fromDuck)
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes)
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, fromDuck(item)]))
  return String(value)
}
