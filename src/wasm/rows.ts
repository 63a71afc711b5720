/**
 * Typed rows of messages that are read here: a table a kind, a column a row of numbers, -1 for unknown. Numbers of
 * columns are those of the kind's `columns`, in their order (messages/<id>.ts).
 */
import { tieInterface, tieIpv4, tiePort, tieUser } from './links'
import { reserve } from './memory'
import { idOf, ipv4Of, WORD } from './things'

/** As many as a batch has events: one event is of one kind. */
const ROWS: usize = 65536
const MOST_COLUMNS: usize = 10
const KINDS: usize = 6
export const SSH: i32 = 0
export const PAM: i32 = 1
export const FIREWALL: i32 = 2
export const CRON: i32 = 3
export const SUDO: i32 = 4
export const SESSION: i32 = 5

const cells = reserve(KINDS * MOST_COLUMNS * ROWS * 4)
const events = reserve(KINDS * ROWS * 4)
const counts = reserve(KINDS * 4)
/** The cell that column 0 of the row under way has. */
let row: usize = 0

/** A row of `columns` unknown cells for an event. */
export function beginRow(kind: i32, columns: i32, event: i32): void {
  const n = load<u32>(counts + kind * 4)
  store<u32>(counts + kind * 4, n + 1)
  store<u32>(events + (<usize>kind * ROWS + n) * 4, event)
  row = cells + (<usize>kind * MOST_COLUMNS * ROWS + n) * 4
  for (let c = 0; c < columns; c++) store<i32>(row + <usize>c * ROWS * 4, -1)
}
@inline
export function setCell(column: i32, value: i32): void {
  store<i32>(row + <usize>column * ROWS * 4, value)
}
export function setText(column: i32, from: usize, to: usize): void {
  setCell(column, idOf(WORD, from, <i32>(to - from)))
}
/** A word of ours, as `lit` keeps it. */
export function setLit(column: i32, word: usize): void {
  setCell(column, idOf(WORD, word + 4, load<u32>(word)))
}
export function setUser(column: i32, from: usize, to: usize): void {
  setText(column, from, to)
  tieUser(from, to)
}
export function setInterface(column: i32, from: usize, to: usize): void {
  setText(column, from, to)
  tieInterface(from, to)
}
/** An IPv4 address in its one canonical form, with its 32 bits. */
export function setIpv4(column: i32, value: u32, from: usize, to: usize): void {
  setCell(column, ipv4Of(WORD, value, from, <i32>(to - from)))
  tieIpv4(value, from, to)
}
export function setPort(column: i32, port: i32): void {
  setCell(column, port)
  if (port > 0) tiePort(port)
}

export function rowsOf(kind: i32): i32 {
  return load<u32>(counts + kind * 4)
}
export function cellsAt(kind: i32, column: i32): usize {
  return cells + (<usize>kind * MOST_COLUMNS + column) * ROWS * 4
}
export function rowEventsAt(kind: i32): usize {
  return events + <usize>kind * ROWS * 4
}
export function dropRows(): void {
  memory.fill(counts, 0, KINDS * 4)
}
