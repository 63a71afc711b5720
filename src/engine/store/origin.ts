/**
 * Columns of events that are packed into one: each column of a table costs the appending thread as much as the next, and so
 * does each mask of missing values, however little it says. Readers see the parts as columns of the view `events`.
 *   origin: from the lowest bit on severity (4 bits, 15 for none), facility (5, 31 for none), kind (4), by the examiner (1),
 *     has a summary (1), host (17), artifact (31)
 *   who: program and, above it, the host as logged, 32 bits each, one more than their id in words; 0 for none
 *   pid: -1 for none
 */
import type { Packed } from '../parse/pack'

const NO_SEVERITY = 15
const NO_FACILITY = 31
const FACILITY = 4
const KIND = 9
const HOST = 15
const ARTIFACT = 32
const HOSTS = 2 ** 17
const EXAMINER = 1 << 13
const SUMMARISED = 1 << 14

/** The parts, as columns of a view. (As generated columns they would be bound anew for every chunk appended.) */
export const PARTS = [
  `nullif(origin & ${NO_SEVERITY}, ${NO_SEVERITY})::TINYINT AS severity`,
  `nullif((origin >> ${FACILITY}) & ${NO_FACILITY}, ${NO_FACILITY})::TINYINT AS facility`,
  `((origin >> ${KIND}) & 15)::UTINYINT AS kind`,
  `(origin & ${EXAMINER}) <> 0 AS examiner`,
  `(origin & ${SUMMARISED}) <> 0 AS summarised`,
  `((origin >> ${HOST}) & ${HOSTS - 1})::INTEGER AS host`,
  `(origin >> ${ARTIFACT})::INTEGER AS artifact`,
  `(nullif(who & 4294967295, 0) - 1)::INTEGER AS program`,
  `(nullif(who >> 32, 0) - 1)::INTEGER AS log_host`,
  `nullif(pid, -1) AS pid`,
] as const

/** Severity of `e`, 15 for none: as it lies there, for counting. */
export const RAW_SEVERITY = `(e.origin & ${NO_SEVERITY})`
/** The artifact, where `origin` itself is at hand. */
export const ARTIFACT_OF = `(origin >> ${ARTIFACT})`
export const BY_EXAMINER = `origin = origin | ${EXAMINER}`
export const NOT_BY_EXAMINER = `origin = origin & ~${EXAMINER}::BIGINT`

/** SQL of the number, from SQL of its parts; severity and facility may be NULL. */
export const originSql = (of: {
  readonly artifact: string
  readonly host: string
  readonly kind: string
  readonly facility: string
  readonly severity: string
  readonly summarised: string
}): string =>
  `((${of.artifact})::BIGINT << ${ARTIFACT}) | ((${of.host})::BIGINT << ${HOST}) | ((${of.kind})::BIGINT << ${KIND})
    | (coalesce(${of.facility}, ${NO_FACILITY})::BIGINT << ${FACILITY}) | coalesce(${of.severity}, ${NO_SEVERITY})::BIGINT
    | CASE WHEN ${of.summarised} THEN ${SUMMARISED} ELSE 0 END`

/** Sets one part of each number; `none` where a row has no value. */
function put(halves: Int32Array, of: Packed, shift: number, mask: number, none: number): void {
  if (of.type === 'all') {
    const part = (of.value === null ? none : Number(of.value) & mask) << shift
    for (let i = 0; i < halves.length; i += 2) halves[i]! |= part
    return
  }
  if (of.type !== 'i8') throw new Error(`a part of an event's origin is a byte, not ${of.type}`)
  const { data, valid } = of
  for (let i = 0, at = 0; at < halves.length; i++, at += 2) {
    const has = valid === null || (valid[i >> 3]! & (1 << (i & 7))) !== 0
    halves[at]! |= (has ? data[i]! & mask : none) << shift
  }
}

/** SQL of `who`, from SQL of the ids, which may be NULL. */
export const whoSql = (logHost: string, program: string): string =>
  `((coalesce(${logHost}, -1)::BIGINT + 1) << 32) | (coalesce(${program}, -1)::BIGINT + 1)`

/** Both columns of one batch, 64 bits each; `ids` turns the thread's numbers into those of the index. */
export function packWho(rows: number, ids: Int32Array, logHost: Packed, program: Packed): Packed {
  const halves = new Int32Array(rows * 2)
  for (const [half, of] of [program, logHost].entries()) {
    if (of.type === 'all' && of.value === null) continue
    if (of.type !== 'id') throw new Error(`a name is the number of one, not ${of.type}`)
    const { data } = of
    for (let i = 0; i < rows; i++) {
      const id = data[i]!
      if (id >= 0) halves[2 * i + half] = ids[id]! + 1
    }
  }
  return { type: 'i64', data: new Uint8Array(halves.buffer), valid: null }
}

/** A column of numbers in which -1 stands for none. */
export function orMinusOne(rows: number, of: Packed): Packed {
  if (of.type !== 'i32' || of.valid === null) return of
  const { valid } = of
  const data = new Int32Array(of.data.buffer, of.data.byteOffset, rows)
  for (let i = 0; i < rows; i++) if ((valid[i >> 3]! & (1 << (i & 7))) === 0) data[i] = -1
  return { type: 'i32', data: of.data, valid: null }
}

/** The numbers of one batch, 64 bits each. Errors: a host number that has no room. */
export function packOrigin(
  rows: number,
  place: { readonly host: number; readonly artifact: number },
  of: { readonly kind: Packed; readonly facility: Packed; readonly severity: Packed; readonly summarised: boolean },
): Packed {
  if (place.host >= HOSTS) throw new Error(`a case holds at most ${HOSTS} hosts`)
  const base = (place.host << HOST) | (of.summarised ? SUMMARISED : 0)
  const halves = new Int32Array(rows * 2)
  for (let i = 0; i < rows; i++) {
    halves[2 * i] = base
    halves[2 * i + 1] = place.artifact
  }
  put(halves, of.kind, KIND, 15, 0)
  put(halves, of.facility, FACILITY, NO_FACILITY, NO_FACILITY)
  put(halves, of.severity, 0, NO_SEVERITY, NO_SEVERITY)
  return { type: 'i64', data: new Uint8Array(halves.buffer), valid: null }
}
