/**
 * The loops that touch every byte of a log, in AssemblyScript: compiled to one WebAssembly module when the project is
 * built (scripts/lib/wasm.mjs) and driven by src/engine/parse/core.ts. Addresses are positions in the module's memory.
 */
import { PATH_CHAR, TOKEN, USER_CHAR, WORD_HALVES } from './classes'
import * as events from './events'
import { reserve } from './memory'
import { message } from './messages'
import { openArena } from './things'

export {
  begin,
  bits as bitsAt,
  countOf,
  dropEvents,
  extend,
  facility as facilityAt,
  firstOf,
  host as hostAt,
  indexLineAt,
  indexOf,
  indexOffAt,
  lastOf,
  len as lenAt,
  linesOf,
  more,
  msg as msgAt,
  off as offAt,
  pid as pidAt,
  program as programAt,
  row,
  rowsSoFar,
  severity as severityAt,
  ts as tsAt,
  valid1,
  valid4,
  validTimes,
  wide as wideAt,
  widen,
} from './events'
export { filterAt, holds } from './filter'
export { learnVerdict } from './firewall'
export { beginTies, dropTies, membersAt, stopsAt, thingsAt, tie, tiesOf, tiesRoom, turnTies } from './links'
export {
  askedOf,
  heldOf,
  learnName,
  learnProgram,
  nameOf,
  lineFromOf,
  messageFromOf,
  messageToOf,
  nextOf,
  rfc3164,
  setDay,
} from './rfc3164'
export { cellsAt, dropRows, rowEventsAt, rowsOf } from './rows'
export { scan } from './scan'
export {
  arenaAt,
  endsAt,
  forget,
  idOf,
  ipv4Of,
  kindsAt,
  portOf,
  roomFor as room,
  roomy,
  seedHash,
  sizeOf,
  tell,
  usedOf,
} from './things'
export { learnWord } from './words'

/** Lines are read here: BLOCK_BYTES from `blockAt`, at a page's start, with as much before it for the start of a line. */
export const BLOCK_BYTES: i32 = 1 << 22
const block = reserve(<usize>BLOCK_BYTES * 2 + 65536, 4096)
export function blockAt(): usize {
  return block + BLOCK_BYTES
}
/** What comes from elsewhere is copied here, at most SCRATCH_BYTES; 64 bytes on both sides may be read. */
export const SCRATCH_BYTES: i32 = 1 << 17
const scratch = reserve(SCRATCH_BYTES + 128)
export function scratchAt(): usize {
  return scratch + 64
}
export function tokenAt(): usize {
  return TOKEN
}
export function pathCharAt(): usize {
  return PATH_CHAR
}
export function userCharAt(): usize {
  return USER_CHAR
}
export function wordHalvesAt(): usize {
  return WORD_HALVES
}

export function line(at: f64): void {
  events.line(<i64>at)
}

/** Puts an event that was read outside; what `message` returns. Its message stands at [from, to). */
export function event(
  at: f64,
  length: i32,
  start: i32,
  micros: f64,
  host: i32,
  program: i32,
  pid: i32,
  facility: i32,
  severity: i32,
  from: usize,
  to: usize,
  about: u32,
): u32 {
  const number = events.put(events.timeOf(micros), <i64>at, length, start, host, program, pid, facility, severity)
  return message(from, to, about, number)
}

openArena()
