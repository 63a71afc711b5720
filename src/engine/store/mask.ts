/**
 * A set of events as one bit an id, where SQL can reach it: a table of 64-bit words in an attached in-memory database
 * that all connections see. Events join it on `id >> 6`; a join on small whole numbers is an array look-up, so a set of
 * millions costs no more than a set of ten. (A BIT parameter is copied for each 2048 rows; a table of ids is hashed.)
 */
import { BIGINT, type DuckDBConnection, DuckDBDataChunk, UBIGINT } from '@duckdb/node-api'
import type { Connection } from './db'

export interface Mask {
  /** Shared memory; bit `id & 31` of word `id >> 5`. */
  readonly bits: Int32Array
  readonly count: number
  /** Name of its table of (k, w). */
  readonly table: string
}

export const SCRATCH = 'scratch'

/** Room for ids 0..maxId, in whole 64-bit words. */
export const emptyBits = (maxId: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(Math.ceil((maxId + 1) / 64) * 8))

export const hasBit = (bits: Int32Array, id: number): boolean => (bits[id >>> 5]! & (1 << (id & 31))) !== 0
export const setBit = (bits: Int32Array, id: number): void => {
  bits[id >>> 5]! |= 1 << (id & 31)
}

export function countBits(bits: Int32Array): number {
  let total = 0
  for (let i = 0; i < bits.length; i++) {
    let v = bits[i]!
    if (v === 0) continue
    v -= (v >>> 1) & 0x55555555
    v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
    total += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return total
}

/** Joins `e` (events) to the mask, and the condition that its bit is set. */
export const maskJoin = (mask: Mask): { join: string; where: string } => ({
  join: `JOIN ${mask.table} mask ON mask.k = (e.id >> 6)`,
  where: '((mask.w >> (e.id & 63)::UBIGINT) & 1) = 1',
})

let serial = 0

async function load(raw: DuckDBConnection, name: string, bits: Int32Array): Promise<void> {
  const words = new BigUint64Array(bits.buffer)
  const appender = await raw.createAppender(name, 'main', SCRATCH)
  // One chunk, used again: a chunk each would be freed by nobody in time.
  const chunk = DuckDBDataChunk.create([BIGINT, UBIGINT], 2048)
  const keys: bigint[] = []
  const values: bigint[] = []
  const flush = () => {
    if (keys.length === 0) return
    chunk.reset()
    chunk.setColumns([keys, values])
    appender.appendDataChunk(chunk)
    keys.length = 0
    values.length = 0
  }
  for (let k = 0; k < words.length; k++) {
    if (words[k] === 0n) continue
    keys.push(BigInt(k))
    values.push(words[k]!)
    if (keys.length === 2048) flush()
  }
  flush()
  appender.flushSync()
  appender.closeSync()
}

/** Puts bits where SQL can join them. */
export async function makeMask(connection: Connection, bits: Int32Array): Promise<Mask> {
  const name = `mask_${++serial}`
  const table = `${SCRATCH}.${name}`
  await connection.run(`CREATE TABLE ${table} (k BIGINT, w UBIGINT)`)
  await connection.use((raw) => load(raw, name, bits))
  return { bits, count: countBits(bits), table }
}
