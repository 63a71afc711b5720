/** The events of a batch, a column each, and what is counted of the lines. */
import { reserve } from './memory'

export const CAPACITY: i32 = 65536
/** What an unknown time is here; no column of times is asked for it before validity was looked at. */
const NO_TIME: i64 = i64.MIN_VALUE
const INDEX_EVERY: i64 = 4 << 20
const MOST_INDEX: i32 = 65536

export const ts = reserve(<usize>CAPACITY * 8)
export const off = reserve(<usize>CAPACITY * 8)
export const len = reserve(<usize>CAPACITY * 4)
export const msg = reserve(<usize>CAPACITY * 4)
export const host = reserve(<usize>CAPACITY * 4)
export const program = reserve(<usize>CAPACITY * 4)
export const pid = reserve(<usize>CAPACITY * 4)
export const facility = reserve(CAPACITY)
export const severity = reserve(CAPACITY)
/** Offsets (f64) of lines, and their numbers. */
const indexOff = reserve(<usize>MOST_INDEX * 8)
const indexLine = reserve(<usize>MOST_INDEX * 4)

export let count: i32 = 0
export let lines: i32 = 0
export let rows: i32 = 0
let index: i32 = 0
let nextIndex: i64 = 0

/** A line begins at this offset of the file. */
@inline
export function line(at: i64): void {
  if (at >= nextIndex && index < MOST_INDEX) {
    store<f64>(indexOff + index * 8, <f64>at)
    store<i32>(indexLine + index * 4, lines)
    index++
    nextIndex = at + INDEX_EVERY
  }
  lines++
}

/** Puts an event; its number in the batch. */
@inline
export function put(
  time: i64,
  at: i64,
  length: i32,
  message: i32,
  hostId: i32,
  programId: i32,
  process: i32,
  facilityNo: i32,
  severityNo: i32,
): i32 {
  line(at)
  rows++
  const n = count++
  store<i64>(ts + n * 8, time)
  store<i64>(off + n * 8, at)
  store<i32>(len + n * 4, length)
  store<i32>(msg + n * 4, message)
  store<i32>(host + n * 4, hostId)
  store<i32>(program + n * 4, programId)
  store<i32>(pid + n * 4, process)
  store<i8>(facility + n, <i8>facilityNo)
  store<i8>(severity + n, <i8>severityNo)
  return n
}
@inline
export function timeOf(micros: f64): i64 {
  return isNaN(micros) ? NO_TIME : <i64>micros
}

/** A line that was counted belongs to a row. */
export function row(): void {
  rows++
}

/** The last event has so many lines more. */
export function more(further: i32): void {
  lines += further
  rows += further
}

/** A further line [at, at + length) of the last event; its length grows up to there. */
export function extend(at: f64, length: i32): void {
  line(<i64>at)
  rows++
  const last = count - 1
  const whole = <i64>at + length - load<i64>(off + last * 8)
  store<i32>(len + last * 4, whole > 0x7fffffff ? 0x7fffffff : <i32>whole)
}

/** Which events have a value: a bit each in `bits`, lowest first. How many have none. */
export const bits = reserve(CAPACITY / 8)
function mark(i: i32, has: bool): i32 {
  const at = bits + (i >>> 3)
  const bit = <u8>1 << <u8>(i & 7)
  store<u8>(at, has ? load<u8>(at) | bit : load<u8>(at) & ~bit)
  return has ? 0 : 1
}
export function valid4(column: usize, rows: i32): i32 {
  let missing = 0
  for (let i = 0; i < rows; i += 8) {
    const at = column + i * 4
    // What is below zero is missing; bits behind the last row say nothing.
    const none = i32x4.bitmask(v128.load(at)) | (i32x4.bitmask(v128.load(at, 16)) << 4)
    store<u8>(bits + (i >>> 3), <u8>~none)
    missing += popcnt(rows - i >= 8 ? none : none & ((1 << (rows - i)) - 1))
  }
  return missing
}
/** 32-bit numbers as 64-bit ones, at `wide`. */
export const wide = reserve(<usize>CAPACITY * 8)
export function widen(column: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) store<i64>(wide + i * 8, load<i32>(column + i * 4))
}
export function valid1(column: usize): i32 {
  let missing = 0
  for (let i = 0; i < count; i += 16) {
    const none = i8x16.bitmask(v128.load(column + i))
    store<u16>(bits + (i >>> 3), <u16>~none)
    missing += popcnt(count - i >= 16 ? none : none & ((1 << (count - i)) - 1))
  }
  return missing
}
/** As `valid4`, for the times; the earliest and the latest are then in `first` and `last`. */
export let first: i64 = i64.MAX_VALUE
export let last: i64 = i64.MIN_VALUE
export function validTimes(): i32 {
  let missing = 0
  for (let i = 0; i < count; i++) {
    const t = load<i64>(ts + i * 8)
    missing += mark(i, t != NO_TIME)
    if (t == NO_TIME) continue
    if (t < first) first = t
    if (t > last) last = t
  }
  return missing
}

export function countOf(): i32 {
  return count
}
export function linesOf(): i32 {
  return lines
}
export function rowsSoFar(): i32 {
  return rows
}
export function firstOf(): f64 {
  return first == i64.MAX_VALUE ? NaN : <f64>first
}
export function lastOf(): f64 {
  return last == i64.MIN_VALUE ? NaN : <f64>last
}
export function indexOf(): i32 {
  return index
}
export function indexOffAt(): usize {
  return indexOff
}
export function indexLineAt(): usize {
  return indexLine
}
export function dropEvents(): void {
  count = index = 0
}
/** A file, or a part of one, begins. */
export function begin(): void {
  count = lines = rows = index = 0
  nextIndex = 0
  first = i64.MAX_VALUE
  last = i64.MIN_VALUE
}
