/**
 * Where log formats put their events: columns of 65,536 events in the core's memory, handed over when full. Nothing is
 * made per line but numbers; message text stays in the file. Lines of the most usual form never leave the core.
 */
import type { LogDay, LogSink, MessageKind } from '../define'
import { type Batch, WORD_KIND } from './batch'
import { copyOf } from './buffers'
import { ASK, type Core, DONE, EVENTS, FULL, openCore } from './core'
import { type Dictionary, openDictionary } from './dictionary'
import { messageRows, type Program } from './message-rows'
import { type Packed, type Valid, validBytes } from './pack'
import { takeLinks } from './thing-links'
import { coreThings } from './things'

const MOST_UNPARSED = 10_000
const MOST_NAMES = 1_000_000
/** Above this the dictionary of things starts anew: memory stays flat however many paths a log names. */
const MOST_THINGS = 400_000
const MOST_WEIGHT = 24 << 20
/** A message is read for things no further than this. */
const SCAN_LIMIT = 65_536

/** What lasts across the tasks of one worker. */
export interface Dictionaries {
  readonly names: Dictionary
  readonly things: Dictionary
  readonly core: Core
}
export function openDictionaries(): Dictionaries {
  const core = openCore()
  return { names: openDictionary(), things: coreThings(core), core }
}

export type Part = 'head' | 'body' | 'tail'

export interface LogBatches extends LogSink {
  /**
   * Begins a task; what an earlier one left is dropped. One sink serves all tasks of a thread: made anew for each, its
   * functions would be compiled anew as well, and that costs as much as reading 30 MB.
   */
  start(format: string, json?: boolean): void
  /** Room to read the file into: the core's own, of which `usual` can read. */
  block(): Buffer
  isBlock(buffer: Buffer): boolean
  /** The block whose positions the next calls speak of, and the offset of its start in the file. */
  begin(block: Buffer, base: number): void
  /** The day whose plain lines `usual` may read, as the format's reader tells it after a line of the block. */
  day(day: LogDay | null): void
  /**
   * Reads lines of block[from, to) for as long as they have the usual form of a BSD syslog line of that day: where the
   * first one begins that is for the format's own reader, or `to`.
   */
  usual(from: number, to: number): number
  /**
   * head: nothing counts until the first event (the part before owns those lines); body: all counts; tail: lines count
   * until the next event, which belongs to the next part.
   */
  part(part: Part): void
  readonly tailDone: boolean
  readonly sawEvent: boolean
  /** A line that no buffer holds, read past. */
  giant(off: number, length: number, reason: string): void
  /** Hands over what is left. */
  finish(): void
  totals(): {
    readonly rows: number
    readonly noise: number
    readonly unparsed: number
    readonly events: number
    readonly firstTs: number | null
    readonly lastTs: number | null
    readonly first: readonly [off: number, len: number] | null
    readonly last: readonly [off: number, len: number] | null
    readonly fault: string | null
  }
}

/** Of what is known of a program: the kinds that the core reads as the bytes stand (src/wasm/messages.ts). */
const NATIVE_KINDS = 0xfc
const BACKSLASH = 92

const NO_PROGRAM: Program = { about: 0, hint: 0, kinds: [] }

export function logBatches(
  dictionaries: Dictionaries,
  kinds: ReadonlyMap<string, MessageKind>,
  emit: (batch: Batch) => void,
): LogBatches {
  const { names, things, core } = dictionaries
  const { of } = core
  const messages = messageRows(kinds, core, things)
  // By number of the program's name.
  const programs: Program[] = []
  let nameless: Program = NO_PROGRAM
  /** Where all messages of the log are read by the same kinds. */
  let ofLog: Program | null = null
  let json = false

  let block: Buffer = Buffer.alloc(0)
  /** Address of the block's start, -1 when it lies elsewhere. */
  let address = -1
  let base = 0
  let part: Part = 'body'
  let tailDone = false
  let unparsed = { line: [] as number[], off: [] as number[], len: [] as number[], reason: [] as (string | null)[] }
  let noise = 0
  let unread = 0
  let events = 0
  let first: [number, number] | null = null
  let last: [number, number] | null = null

  const list = (at: number, length: number, reason: string | null): void => {
    if (unread++ < MOST_UNPARSED) {
      unparsed.line.push(of.linesOf())
      unparsed.off.push(at)
      unparsed.len.push(Math.min(length, 0x7fffffff))
      unparsed.reason.push(reason)
    }
    of.line(at)
  }
  const programOf = (id: number): Program => {
    if (ofLog) return ofLog
    if (id < 0) return nameless
    let known = programs[id]
    if (known === undefined) {
      known = programs[id] = messages.of(names.text(id))
      of.learnProgram(id, known.about)
    }
    return known
  }
  /** Where a message lies in the core, no more of it than is read for things. */
  const messageAt = (from: number, to: number): number =>
    address >= 0 ? address + from : core.place(block, from, Math.min(to, from + SCAN_LIMIT))
  const escapes = (from: number, to: number): boolean => block.subarray(from, to).includes(BACKSLASH)
  /** The kinds whose words a message holds read it; then it is scanned. */
  const ask = (program: Program, held: number, from: number, to: number): void => {
    messages.ask(program, held, block, from, to, of.countOf() - 1, json)
    // Placed anew: the kinds may have placed words of their own.
    const at = messageAt(from, to)
    of.scan(at, at + Math.min(to - from, SCAN_LIMIT), program.hint)
  }

  const column = (at: number, bytes: number): Uint8Array<ArrayBuffer> => copyOf(core.bytes().subarray(at, at + bytes))
  /** Marks that were just written for the events; null when none is missing. */
  const marked = (missing: number, n: number): Valid => (missing === 0 ? null : column(of.bitsAt.value, validBytes(n)))
  const eventColumns = (n: number): Batch['events'] => {
    const four = (at: number): Uint8Array<ArrayBuffer> => column(at, n * 4)
    const i32 = (at: number): Packed => ({ type: 'i32', data: four(at), valid: null })
    const id = (at: number): Packed => ({
      type: 'id',
      data: new Int32Array(four(at).buffer, 0, n),
      valid: marked(of.valid4(at, n), n),
    })
    const i8 = (at: number): Packed => ({ type: 'i8', data: column(at, n), valid: marked(of.valid1(at), n) })
    const off = column(of.offAt.value, n * 8)
    const len = four(of.lenAt.value)
    const offsets = new BigInt64Array(off.buffer, 0, n)
    const lengths = new Int32Array(len.buffer, 0, n)
    first ??= [Number(offsets[0]), lengths[0]!]
    last = [Number(offsets[n - 1]), lengths[n - 1]!]
    return {
      rows: n,
      ts: { type: 'i64', valid: marked(of.validTimes(), n), data: column(of.tsAt.value, n * 8) },
      kind: { type: 'all', of: 'i8', value: 0 },
      off: { type: 'i64', data: off, valid: null },
      len: { type: 'i32', data: len, valid: null },
      msg: i32(of.msgAt.value),
      logHost: id(of.hostAt.value),
      program: id(of.programAt.value),
      pid: { type: 'i32', data: four(of.pidAt.value), valid: marked(of.valid4(of.pidAt.value, n), n) },
      facility: i8(of.facilityAt.value),
      severity: i8(of.severityAt.value),
      summary: null,
    }
  }
  const takeIndex = (): [number, number][] => {
    const count = of.indexOf()
    const offs = new Float64Array(of.memory.buffer, of.indexOffAt(), count)
    const lines = new Int32Array(of.memory.buffer, of.indexLineAt(), count)
    return Array.from(offs, (off, i): [number, number] => [off, lines[i]!])
  }
  const seal = (): void => {
    const n = of.countOf()
    const batch: Batch = {
      links: takeLinks(core),
      messages: messages.take(),
      // After the rows, which may have brought new ones.
      names: names.fresh(),
      things: things.fresh(),
      events: n > 0 ? eventColumns(n) : null,
      rows: null,
      sights: [],
      unparsed: unparsed.line.length > 0 ? unparsed : null,
      index: takeIndex(),
    }
    events += n
    of.dropEvents()
    unparsed = { line: [], off: [], len: [], reason: [] }
    if (things.size > MOST_THINGS || things.weight > MOST_WEIGHT) things.reset()
    emit(batch)
  }
  return {
    start(format, inJson = false) {
      ofLog = messages.ofLog(format)
      json = inJson
      takeLinks(core)
      messages.take()
      of.begin()
      of.setDay(0, 0, -1)
      if (nameless === NO_PROGRAM) nameless = messages.of('')
      unparsed = { line: [], off: [], len: [], reason: [] }
      part = 'body'
      tailDone = false
      noise = unread = events = 0
      first = last = null
    },
    block: core.block,
    isBlock: (buffer) => core.addressOf(buffer) >= 0,
    begin(b, offset) {
      block = b
      base = offset
      address = core.addressOf(b)
    },
    day(day) {
      if (day && address >= 0) of.setDay(address + day.at, day.start, day.facility)
      else of.setDay(0, 0, -1)
    },
    usual(from, to) {
      if (address < 0 || part !== 'body') return from
      const end = address + to
      for (let at = address + from; ; ) {
        const why = of.rfc3164(at, end, base - address)
        if (why === DONE) return to
        at = of.lineFromOf()
        if (why === FULL) seal()
        else if (why === ASK) {
          at = of.nextOf()
          ask(programs[of.askedOf()]!, of.heldOf(), of.messageFromOf() - address, of.messageToOf() - address)
        } else return at - address
      }
    },
    part(next) {
      part = next
    },
    get tailDone() {
      return tailDone
    },
    get sawEvent() {
      return events + of.countOf() > 0
    },
    word(b, from, to) {
      const at = address >= 0 && b === block ? address + from : -1
      if (at >= 0) {
        const known = of.nameOf(at, to - from)
        if (known >= 0) return known
      }
      if (names.size >= MOST_NAMES) return -1
      const id = names.id(WORD_KIND, b, from, to)
      if (at >= 0) of.learnName(at, to - from, id)
      return id
    },
    event(from, to, message, at, hostId, programId, process, facilityNo, severityNo, messageTo = to, lines = 1) {
      if (part !== 'body') {
        if (part === 'tail') {
          tailDone = true
          return
        }
        part = 'body'
      }
      if (of.countOf() === EVENTS || !of.tiesRoom() || !of.roomy()) seal()
      const start = base + from
      const program = programOf(programId)
      const where = messageAt(message, messageTo)
      const size = Math.min(Math.max(0, messageTo - message), SCAN_LIMIT)
      const held = of.event(
        start,
        to - from,
        message - from,
        at,
        hostId,
        programId,
        process,
        facilityNo,
        severityNo,
        where,
        where + size,
        json && escapes(message, messageTo) ? program.about & ~NATIVE_KINDS : program.about,
      )
      if (lines > 1) of.more(lines - 1)
      if (held !== 0) ask(program, held, message, messageTo)
    },
    continuation(from, to) {
      if (part === 'head' || tailDone) return
      const start = base + from
      const n = of.countOf()
      if (n === 0) {
        // The event was handed over with the batch before.
        list(start, to - from, null)
        return
      }
      of.extend(start, to - from)
      const programId = new Int32Array(of.memory.buffer, of.programAt.value, n)[n - 1]!
      const at = messageAt(from, to)
      of.scan(at, at + Math.min(to - from, SCAN_LIMIT), programOf(programId).hint)
    },
    joined(from) {
      if (part === 'head' || tailDone) return
      of.line(base + from)
      of.row()
    },
    noise(from) {
      if (part === 'head' || tailDone) return
      of.line(base + from)
      noise++
    },
    unparsed(from, to) {
      if (part === 'head' || tailDone) return
      list(base + from, to - from, null)
    },
    giant(at, length, reason) {
      if (part === 'head' || tailDone) return
      list(at, length, reason)
    },
    finish() {
      if (of.countOf() > 0 || unparsed.line.length > 0 || of.indexOf() > 0) seal()
    },
    totals: () => {
      const firstTs = of.firstOf()
      const lastTs = of.lastOf()
      return {
        rows: of.rowsSoFar(),
        noise,
        unparsed: unread,
        events: events + of.countOf(),
        firstTs: Number.isNaN(firstTs) ? null : firstTs,
        lastTs: Number.isNaN(lastTs) ? null : lastTs,
        first,
        last,
        fault: messages.fault(),
      }
    },
  }
}
