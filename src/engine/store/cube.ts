/**
 * Counts of filtered events per time slot and severity: what the histogram is drawn from, and what turns an ordinal
 * into a bounded range of time. One query each, then answers come from memory.
 */
import type { Instant } from '../../shared/time'
import type { Db, SqlParam } from './db'

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
  /** Microseconds a slot. */
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
  db: Pick<Db, 'columns'>,
  source: Source,
  lo: number,
  hi: number,
  whole: boolean,
  signal?: AbortSignal,
): Promise<Cube> {
  const width = Math.max(1, Math.ceil((hi - lo) / SLOTS))
  const slots = Math.max(1, Math.ceil((hi - lo) / width))
  const counts = new Uint32Array(slots * CLASSES)
  const before = new Float64Array(slots + 1)
  const range = whole ? [] : ['e.ts >= make_timestamp(?)', 'e.ts < make_timestamp(?)']
  const [slot, severity, n] = (await db.columns(
    `SELECT ((epoch_us(e.ts) - ?) // ?)::INTEGER AS slot, e.severity, count(*)::INTEGER ${fromWhere(source, ...range)} GROUP BY ALL`,
    [lo, width, ...source.params, ...(whole ? [] : [lo, hi])],
    signal,
  )) as [(number | null)[], (number | null)[], number[]]
  let untimed = 0
  for (let i = 0; i < n.length; i++) {
    const s = severity[i]
    const at = slot[i]
    if (at === null || at === undefined) untimed += n[i]!
    else counts[(s === null || s === undefined || s < 0 || s > 7 ? 8 : s) * slots + at]! += n[i]!
  }
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
