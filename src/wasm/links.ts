/** Ties of a batch's events to things, each tie once per event. */
import { reserve } from './memory'
import { ADDRESS, INTERFACE, idOf, ipv4Of, MOST, PATH, PORT, portOf, USER } from './things'

/** One event ties to no more than this: a line made of addresses does not flood the index. */
const MOST_TIES: i32 = 256
const CAPACITY: i32 = 1 << 21
const events = reserve(<usize>CAPACITY * 2)
const ids = reserve(<usize>CAPACITY * 4)
let count: i32 = 0
let first: i32 = 0
let event: u16 = 0

@inline
export function beginTies(number: i32): void {
  event = <u16>number
  first = count
}
@inline
export function tiesRoom(): bool {
  return count + MOST_TIES < CAPACITY
}

export function tie(id: i32): void {
  for (let i = first; i < count; i++) if (load<i32>(ids + i * 4) == id) return
  if (count - first >= MOST_TIES) return
  store<u16>(events + count * 2, event)
  store<i32>(ids + count * 4, id)
  count++
}
/** Whether the event ties to no more: what a message names beyond that is not even kept. */
@inline
export function tiedUp(): bool {
  return count - first >= MOST_TIES
}

export function tieIpv4(value: u32, from: usize, to: usize): void {
  if (!tiedUp()) tie(ipv4Of(ADDRESS, value, from, <i32>(to - from)))
}
export function tieAddress(from: usize, to: usize): void {
  if (!tiedUp()) tie(idOf(ADDRESS, from, <i32>(to - from)))
}
export function tiePort(port: i32): void {
  if (!tiedUp()) tie(portOf(port))
}
export function tieUser(from: usize, to: usize): void {
  if (!tiedUp()) tie(idOf(USER, from, <i32>(to - from)))
}
export function tiePath(from: usize, to: usize): void {
  if (!tiedUp()) tie(idOf(PATH, from, <i32>(to - from)))
}
export function tieInterface(from: usize, to: usize): void {
  if (!tiedUp()) tie(idOf(INTERFACE, from, <i32>(to - from)))
}

/**
 * The ties turned round, by counting: for each thing (in order of first mention) the events that name it, rising.
 * `things` and `stops` have one entry a thing; `members` holds the events, those of thing i before stops[i].
 */
const places = reserve(<usize>MOST * 4)
export const things = reserve(<usize>MOST * 4)
export const stops = reserve(<usize>MOST * 4)
export const members = reserve(<usize>CAPACITY * 2)
let distinct: i32 = 0

export function turnTies(): i32 {
  distinct = 0
  for (let i = 0; i < count; i++) {
    const place = places + load<u32>(ids + i * 4) * 4
    const n = load<u32>(place)
    if (n == 0) store<u32>(things + distinct++ * 4, load<u32>(ids + i * 4))
    store<u32>(place, n + 1)
  }
  let sum: u32 = 0
  for (let i = 0; i < distinct; i++) {
    const place = places + load<u32>(things + i * 4) * 4
    const n = load<u32>(place)
    store<u32>(place, sum)
    sum += n
    store<u32>(stops + i * 4, sum)
  }
  for (let i = 0; i < count; i++) {
    const place = places + load<u32>(ids + i * 4) * 4
    const to = load<u32>(place)
    store<u16>(members + to * 2, load<u16>(events + i * 2))
    store<u32>(place, to + 1)
  }
  for (let i = 0; i < distinct; i++) store<u32>(places + load<u32>(things + i * 4) * 4, 0)
  return distinct
}
export function tiesOf(): i32 {
  return count
}
export function thingsAt(): usize {
  return things
}
export function stopsAt(): usize {
  return stops
}
export function membersAt(): usize {
  return members
}
export function dropTies(): void {
  count = first = 0
}
