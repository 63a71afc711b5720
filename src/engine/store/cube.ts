/**
 * Counts of filtered events per time slot and severity: what the histogram is drawn from, and what turns an ordinal
 * into a bounded range of time. One query each, then answers come from memory.
 */
import type { Instant } from '../../shared/time'
import type { Db, SqlParam } from './db'
import { RAW_SEVERITY } from './origin'

export const SLOTS = 16_384
/** Severities 0..7, and 8 for unknown. */
export const CLASSES = 9

/** The events that a filter leaves: `FROM events e <join> WHERE <where>`. */
export interface Source {
  readonly join: string
  readonly where: readonly string[]
  readonly params: readonly SqlParam[]
}

export const fromWhere = (source: Source, ...more: string[]): string => {
  const all = [...source.where, ...more]
  return `FROM events e ${source.join}${all.length > 0 ? ` WHERE ${all.join(' AND ')}` : ''}`
}

export interface Cube {
  /** Slots cover [lo, hi); the last may reach past hi. */
  readonly lo: number
  readonly hi: number
  /** Microseconds a slot; a power of two. */
  readonly width: number
  readonly slots: number
  /** counts[class * slots + slot] */
  readonly counts: Uint32Array
  /** Events before each slot, and at the end their total. */
  readonly before: Float64Array
  /** Events without a time, when counted over all; else 0. */
  readonly untimed: number
}

/**
 * Counts the events of [lo, hi). With `whole` all that the source gives, for speed and for those without a time: the
 * caller knows that no timed one lies outside.
 */
export async function makeCube(
  db: Pick<Db, 'chunks'>,
  source: Source,
  lo: number,
  hi: number,
  whole: boolean,
  signal?: AbortSignal,
): Promise<Cube> {
  // A power of two: shifting twenty million numbers costs half of dividing them.
  const shift = Math.max(0, Math.ceil(Math.log2(Math.max(1, hi - lo) / SLOTS)))
  const width = 2 ** shift
  const slots = Math.max(1, Math.ceil((hi - lo) / width))
  const counts = new Uint32Array(slots * CLASSES)
  const before = new Float64Array(slots + 1)
  const range = whole ? [] : ['e.ts >= make_timestamp(?)', 'e.ts < make_timestamp(?)']
  let untimed = 0
  await db.chunks(
    `SELECT coalesce(slot, -1), severity::INTEGER, n FROM (
       SELECT ((epoch_us(e.ts) - ?) >> ?)::INTEGER AS slot, ${RAW_SEVERITY}::UTINYINT AS severity, count(*)::INTEGER AS n
       ${fromWhere(source, ...range)} GROUP BY ALL)`,
    [lo, shift, ...source.params, ...(whole ? [] : [lo, hi])],
    ([slot, severity, n], rows) => {
      for (let i = 0; i < rows; i++) {
        const at = slot![i]!
        const c = severity![i]!
        if (at < 0) untimed += n![i]!
        else counts[(c >= 0 && c < CLASSES ? c : CLASSES - 1) * slots + at]! += n![i]!
      }
    },
    signal,
    true,
  )
  for (let at = 0; at < slots; at++) {
    let sum = 0
    for (let c = 0; c < CLASSES; c++) sum += counts[c * slots + at]!
    before[at + 1] = before[at]! + sum
  }
  return { lo, hi, width, slots, counts, before, untimed }
}

export const cubeTotal = (cube: Cube): number => cube.before[cube.slots]!
export const slotCount = (cube: Cube, slot: number): number => cube.before[slot + 1]! - cube.before[slot]!
export const slotStart = (cube: Cube, slot: number): Instant => (cube.lo + slot * cube.width) as Instant

/** The slot that holds the event of this ordinal (0 <= ordinal < total). */
export function slotOf(cube: Cube, ordinal: number): number {
  let lo = 0
  let hi = cube.slots
  while (hi - lo > 1) {
    const mid = (lo + hi) >>> 1
    if (cube.before[mid]! <= ordinal) lo = mid
    else hi = mid
  }
  return lo
}
