/**
 * The compiled core (src/wasm): one instance a thread, with the memory in which logs are read, names are kept once and
 * events are gathered. Addresses are positions in that memory. It needs WebAssembly's vector instructions, which V8
 * has on every x86-64 with SSE4.1 and every ARM64.
 */
import { randomInt } from 'node:crypto'
import { workerData } from 'node:worker_threads'
import binary from 'virtual:core'
import { PATH_CHAR, SEP, TOKEN, USER_CHAR } from '../correlate/entity-tables'
import { KEYS, WORDS } from '../correlate/entity-words'

/** What a call of `rfc3164` stopped for (src/wasm/rfc3164.ts). */
export const DONE = 0
export const ODD = 1
export const ASK = 2
export const FULL = 3
/** Events of one batch. */
export const EVENTS = 65_536
/** Half of the block: as much room before what is read as for it. */
export const BLOCK = 1 << 22
const SCRATCH = 1 << 17

/** As src/wasm/index.ts exports them; addresses and counts are 32-bit numbers, offsets and times doubles. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  rfc3164(from: number, to: number, base: number): number
  setDay(at: number, start: number, facility: number): void
  lineFromOf(): number
  nextOf(): number
  messageFromOf(): number
  messageToOf(): number
  heldOf(): number
  askedOf(): number
  /** The number of a name that was learnt, or -1. */
  nameOf(at: number, length: number): number
  learnName(at: number, length: number, id: number): void
  learnProgram(id: number, about: number): void
  learnVerdict(at: number, length: number, verdict: number, verdictLength: number): void
  learnWord(key: boolean, at: number, length: number, meaning: number): void
  filterAt(number: number): number
  holds(number: number, from: number, to: number): number
  begin(): void
  line(at: number): void
  event(
    at: number,
    length: number,
    start: number,
    micros: number,
    host: number,
    program: number,
    pid: number,
    facility: number,
    severity: number,
    from: number,
    to: number,
    about: number,
  ): number
  extend(at: number, length: number): void
  more(lines: number): void
  row(): void
  scan(from: number, to: number, hint: number): void
  countOf(): number
  linesOf(): number
  rowsSoFar(): number
  firstOf(): number
  lastOf(): number
  indexOf(): number
  indexOffAt(): number
  indexLineAt(): number
  valid4(column: number, rows: number): number
  widen(column: number, rows: number): void
  wideAt: { readonly value: number }
  valid1(column: number): number
  validTimes(): number
  bitsAt: { readonly value: number }
  tsAt: { readonly value: number }
  offAt: { readonly value: number }
  lenAt: { readonly value: number }
  msgAt: { readonly value: number }
  hostAt: { readonly value: number }
  programAt: { readonly value: number }
  pidAt: { readonly value: number }
  facilityAt: { readonly value: number }
  severityAt: { readonly value: number }
  dropEvents(): void
  beginTies(event: number): void
  tie(id: number): void
  tiesOf(): number
  tiesRoom(): number
  turnTies(): number
  thingsAt(): number
  stopsAt(): number
  membersAt(): number
  dropTies(): void
  rowsOf(kind: number): number
  rowEventsAt(kind: number): number
  cellsAt(kind: number, column: number): number
  dropRows(): void
  idOf(kind: number, at: number, length: number): number
  kindsAt(): number
  endsAt(): number
  arenaAt(): number
  sizeOf(): number
  usedOf(): number
  room(bytes: number): number
  roomy(): number
  tell(): number
  forget(): void
  seedHash(high: number, low: number): void
  blockAt(): number
  scratchAt(): number
  tokenAt(): number
  pathCharAt(): number
  userCharAt(): number
  wordHalvesAt(): number
}

export interface Core {
  readonly of: Exports
  /** The whole memory as bytes; void once the memory has grown, so never kept across a call that adds names. */
  bytes(): Uint8Array
  /** Room for the start of a line, then as much to read into, each BLOCK bytes; the second half begins a page. */
  block(): Buffer
  /** Address of these bytes in the memory: where they lie, or where they were copied to. Void with the next call. */
  place(bytes: Uint8Array, from: number, to: number): number
  /** `from` as an address when the bytes lie in the memory, else -1. */
  addressOf(bytes: Uint8Array): number
}

// The engine compiles with Node's types only, which do not describe WebAssembly.
interface Wasm {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}
const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly
let compiled: object | null = null
/** The compiled module, for other threads: they get it as `core` in their workerData. */
export function coreModule(): object {
  const given = (workerData as { readonly core?: object } | null)?.core
  compiled ??= given ?? new wasm.Module(Buffer.from(binary, 'base64'))
  return compiled
}

/**
 * Bytes of words by their halves: a byte is one when the entry of its low half and that of its high half share a bit.
 * High halves with the same set of low halves share a bit.
 */
function wordHalves(): Uint8Array {
  const out = new Uint8Array(32)
  const sets = new Map<string, number>()
  for (let h = 0; h < 16; h++) {
    const members = Array.from({ length: 16 }, (_, l) => (TOKEN[h * 16 + l] === SEP ? '0' : '1')).join('')
    if (!members.includes('1')) continue
    let bit = sets.get(members)
    if (bit === undefined) {
      bit = 1 << sets.size
      sets.set(members, bit)
      for (let l = 0; l < 16; l++) if (members[l] === '1') out[l]! |= bit
    }
    out[16 + h] = bit
  }
  if (sets.size > 8) throw new Error('the bytes of words need more than eight sets')
  return out
}

export function openCore(): Core {
  const abort = () => {
    throw new Error('the core has no room for what one batch holds')
  }
  const of = new wasm.Instance(coreModule(), { env: { abort } }).exports as Exports
  let whole = new Uint8Array(of.memory.buffer)
  const bytes = (): Uint8Array => {
    // A memory that grew has another buffer; the old one is empty.
    if (whole.length === 0) whole = new Uint8Array(of.memory.buffer)
    return whole
  }
  const scratch = of.scratchAt()
  bytes().set(TOKEN, of.tokenAt())
  bytes().set(PATH_CHAR, of.pathCharAt())
  bytes().set(USER_CHAR, of.userCharAt())
  bytes().set(wordHalves(), of.wordHalvesAt())
  for (const [key, lists] of [
    [false, WORDS],
    [true, KEYS],
  ] as const)
    for (const [meaning, list] of Object.entries(lists))
      for (const word of list.split(' ')) {
        bytes().set(Buffer.from(word), scratch)
        of.learnWord(key, scratch, word.length, Number(meaning))
      }
  of.seedHash(randomInt(2 ** 32), randomInt(2 ** 32))
  const addressOf = (b: Uint8Array): number => (b.buffer === of.memory.buffer ? b.byteOffset : -1)
  return {
    of,
    bytes,
    block: () => Buffer.from(of.memory.buffer, of.blockAt() - BLOCK, 2 * BLOCK),
    addressOf,
    place(b, from, to) {
      const here = addressOf(b)
      if (here >= 0) return here + from
      const length = to - from
      // What is longer is laid where it will stand if it turns out to be new.
      const at = length <= SCRATCH ? scratch : of.room(length)
      bytes().set(from === 0 && to === b.length ? b : b.subarray(from, to), at)
      return at
    },
  }
}
