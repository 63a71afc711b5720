/**
 * Names kept once: bytes with a kind become a small number, in order of first mention. IPv4 addresses are found by
 * their 32 bits and ports by their number, without hashing text.
 */
import { reserve, same, upTo } from './memory'

export const ADDRESS: i32 = 0
export const PORT: i32 = 1
export const USER: i32 = 2
export const PATH: i32 = 3
export const INTERFACE: i32 = 4
/** Text of a message's typed row. */
export const WORD: i32 = 8

/** Entries at most; a batch is handed over, and the numbers begin anew, long before (parse/log-sink.ts). */
export const MOST: i32 = 1 << 20
const FIRST_SLOTS: u32 = 4096
const slots = reserve(<usize>MOST * 2 * 4)
const hashes = reserve(<usize>MOST * 4)
const kinds = reserve(<usize>MOST)
const ends = reserve(<usize>MOST * 4)
/** Address -> number of the ADDRESS and of the WORD (each plus one), by open addressing; three u32 a slot. */
const IPS: i32 = 1 << 19
const ipSlots = reserve(<usize>IPS * 2 * 4)
const ipEntries = reserve(<usize>IPS * 12)
const ports = reserve(65536 * 4)
let arena: usize = 0
/**
 * A log's batch is handed over before its names take more: the memory grows only while a probe's rows are read, so that
 * views of it hold while a log is.
 */
export const LOG_BYTES: u32 = 40 << 20

let mask: u32 = FIRST_SLOTS - 1
let ipMask: u32 = FIRST_SLOTS - 1
let ipCount: i32 = 0
export let size: i32 = 0
export let used: u32 = 0
let told: i32 = 0
let seed: u64 = 0

/** Called once all else is reserved: what follows the arena's start is the arena's. */
export function openArena(): void {
  arena = reserve(LOG_BYTES + (4 << 20))
}
/** Whoever knows the seed can prepare names that meet in one slot. */
export function seedHash(high: u32, low: u32): void {
  seed = (<u64>high << 32) | low
}

function hashOf(kind: i32, at: usize, length: i32): u32 {
  let h = (seed ^ <u64>length) + <u64>kind * 0x9e3779b97f4a7c15
  let p = at
  let n = length
  while (n >= 8) {
    h = (h ^ load<u64>(p)) * 0xff51afd7ed558ccd
    h ^= h >>> 32
    p += 8
    n -= 8
  }
  if (n > 0) {
    h = (h ^ (load<u64>(p) << (64 - n * 8))) * 0xc4ceb9fe1a85ec53
    h ^= h >>> 29
  }
  h *= 0xff51afd7ed558ccd
  return <u32>(h >>> 32)
}

function widen(): void {
  mask = mask * 2 + 1
  memory.fill(slots, 0, (<usize>mask + 1) * 4)
  for (let i = 0; i < size; i++) {
    let at = load<u32>(hashes + i * 4) & mask
    while (load<u32>(slots + at * 4) != 0) at = (at + 1) & mask
    store<u32>(slots + at * 4, i + 1)
  }
}

/** The number of these bytes; up to seven bytes behind them may be read. */
export function idOf(kind: i32, at: usize, length: i32): i32 {
  const hash = hashOf(kind, at, length)
  let slot = hash & mask
  for (let entry = load<u32>(slots + slot * 4); entry != 0; entry = load<u32>(slots + slot * 4)) {
    const known = entry - 1
    if (load<u32>(hashes + known * 4) == hash && load<u8>(kinds + known) == <u8>kind) {
      const start = known == 0 ? 0 : load<u32>(ends + (known - 1) * 4)
      if (load<u32>(ends + known * 4) - start == <u32>length && same(arena + start, at, length)) return known
    }
    slot = (slot + 1) & mask
  }
  return add(kind, hash, slot, at, length)
}

function add(kind: i32, hash: u32, slot: u32, at: usize, length: i32): i32 {
  if (size == MOST) abort('more names than a batch can hold')
  upTo(arena + used + length + 64)
  memory.copy(arena + used, at, length)
  used += length
  store<u32>(hashes + size * 4, hash)
  store<u32>(ends + size * 4, used)
  store<u8>(kinds + size, <u8>kind)
  store<u32>(slots + slot * 4, size + 1)
  const made = size++
  if (<u32>size * 2 > mask) widen()
  return made
}

@inline
function ipHash(value: u32): u32 {
  let h = value * 0x9e3779b1
  h ^= h >>> 16
  h *= 0x85ebca6b
  return h ^ (h >>> 13)
}

function ipWiden(): void {
  ipMask = ipMask * 2 + 1
  memory.fill(ipSlots, 0, (<usize>ipMask + 1) * 4)
  for (let i = 0; i < ipCount; i++) {
    let at = ipHash(load<u32>(ipEntries + i * 12)) & ipMask
    while (load<u32>(ipSlots + at * 4) != 0) at = (at + 1) & ipMask
    store<u32>(ipSlots + at * 4, i + 1)
  }
}

/** Entry of an address; 0 when there is no room for more, which only costs the shortcut. */
function ipEntry(value: u32): usize {
  let slot = ipHash(value) & ipMask
  for (let n = load<u32>(ipSlots + slot * 4); n != 0; n = load<u32>(ipSlots + slot * 4)) {
    const entry = ipEntries + (n - 1) * 12
    if (load<u32>(entry) == value) return entry
    slot = (slot + 1) & ipMask
  }
  if (ipCount == IPS) return 0
  const entry = ipEntries + ipCount * 12
  store<u32>(entry, value)
  store<u64>(entry, 0, 4)
  store<u32>(ipSlots + slot * 4, ++ipCount)
  if (<u32>ipCount * 2 > ipMask && ipMask < <u32>IPS * 2 - 1) ipWiden()
  return entry
}

/** The number of an address (`kind` ADDRESS or WORD) in its one canonical form. */
export function ipv4Of(kind: i32, value: u32, at: usize, length: i32): i32 {
  const entry = ipEntry(value)
  if (entry == 0) return idOf(kind, at, length)
  const place = entry + (kind == ADDRESS ? 4 : 8)
  const known = load<u32>(place)
  if (known != 0) return known - 1
  const made = idOf(kind, at, length)
  store<u32>(place, made + 1)
  return made
}

const decimal = reserve(16)
export function portOf(port: i32): i32 {
  const known = load<u32>(ports + port * 4)
  if (known != 0) return known - 1
  let n = port
  let start: usize = decimal + 8
  do {
    start--
    store<u8>(start, <u8>(48 + (n % 10)))
    n /= 10
  } while (n > 0)
  const made = idOf(PORT, start, <i32>(decimal + 8 - start))
  store<u32>(ports + port * 4, made + 1)
  return made
}

/** Whether a log's event may still come: one message holds fewer names than the rest, and fewer bytes of them. */
@inline
export function roomy(): bool {
  return size < MOST - 65536 && used < LOG_BYTES
}

export function sizeOf(): i32 {
  return size
}
export function usedOf(): u32 {
  return used
}
export function kindsAt(): usize {
  return kinds
}
export function endsAt(): usize {
  return ends
}
export function arenaAt(): usize {
  return arena
}
/** First entry that was not told yet; all are told afterwards. */
export function tell(): i32 {
  const from = told
  told = size
  return from
}

export function forget(): void {
  memory.fill(slots, 0, (<usize>mask + 1) * 4)
  memory.fill(ipSlots, 0, (<usize>ipMask + 1) * 4)
  memory.fill(ports, 0, 65536 * 4)
  size = told = ipCount = 0
  used = 0
}

/** Where the next name will stand, with room for so many bytes. */
export function roomFor(bytes: u32): usize {
  upTo(arena + used + bytes + 128)
  return arena + used
}
