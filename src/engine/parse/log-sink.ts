/**
 * Where log formats put their events: typed arrays of 65,536 events, handed over when full. Nothing is made per line
 * but numbers; message text stays in the file.
 */
import { newBlock, scanEntities } from '../correlate/entity-scan'
import { HINT_NONE, hintOf } from '../correlate/entity-tables'
import type { LogSink, MessageKind } from '../define'
import { type Batch, WORD_KIND } from './batch'
import { type Dictionary, openDictionary } from './dictionary'
import { messageRows } from './message-rows'
import { type Packed, type Valid, validBytes, writeI64 } from './pack'
import { thingLinks } from './thing-links'

const EVENTS = 65_536
const INDEX_EVERY = 4 << 20
const MOST_UNPARSED = 10_000
const MOST_NAMES = 1_000_000
/** Above this the dictionary of things starts anew: memory stays flat however many paths a log names. */
const MOST_THINGS = 400_000
const MOST_WEIGHT = 24 << 20

/** What lasts across the tasks of one worker. */
export interface Dictionaries {
  readonly names: Dictionary
  readonly things: Dictionary
}
export const openDictionaries = (): Dictionaries => ({ names: openDictionary(), things: openDictionary() })

export type Part = 'head' | 'body' | 'tail'

export interface LogBatches extends LogSink {
  /**
   * Begins a task of about so many bytes; what an earlier one left is dropped. One sink serves all tasks of a thread:
   * made anew for each, its functions would be compiled anew as well, and that costs as much as reading 30 MB.
   */
  start(bytes: number): void
  /** The block whose positions the next calls speak of, and the offset of its start in the file. */
  begin(block: Buffer, base: number): void
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

const view = (a: ArrayBufferView): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)

export function logBatches(
  dictionaries: Dictionaries,
  kinds: ReadonlyMap<string, MessageKind>,
  emit: (batch: Batch) => void,
): LogBatches {
  let capacity = 64
  const { names, things } = dictionaries
  const links = thingLinks(things, 4096)
  const messages = messageRows(kinds, things, {
    tie: links.tie,
    address: links.ipv4,
    user: links.user,
    interface: links.interface,
    port: links.port,
    rest: (from, to) => scanEntities(block, from, to, HINT_NONE, links),
  })
  // By number of the program's name: what its messages are scanned for, and which kinds read them.
  const hints: number[] = []
  const readers: (ReturnType<typeof messages.of> | undefined)[] = []
  const nameless = messages.of('')

  let block: Buffer = Buffer.alloc(0)
  let base = 0
  let part: Part = 'body'
  let tailDone = false
  let n = 0
  let ts = new Float64Array(capacity)
  let off = new Float64Array(capacity)
  let len = new Int32Array(capacity)
  let msg = new Int32Array(capacity)
  let host = new Int32Array(capacity)
  let program = new Int32Array(capacity)
  let pid = new Int32Array(capacity)
  let facility = new Int8Array(capacity)
  let severity = new Int8Array(capacity)
  let unparsed = { line: [] as number[], off: [] as number[], len: [] as number[], reason: [] as (string | null)[] }
  let index: [number, number][] = []
  let nextIndex = 0
  let lines = 0
  let rows = 0
  let noise = 0
  let unread = 0
  let events = 0
  let firstTs = Number.POSITIVE_INFINITY
  let lastTs = Number.NEGATIVE_INFINITY
  let first: [number, number] | null = null
  let last: [number, number] | null = null

  const line = (at: number): void => {
    if (at >= nextIndex) {
      index.push([at, lines])
      nextIndex = at + INDEX_EVERY
    }
    lines++
  }
  const list = (at: number, length: number, reason: string | null): void => {
    if (unread++ >= MOST_UNPARSED) return
    unparsed.line.push(lines)
    unparsed.off.push(at)
    unparsed.len.push(Math.min(length, 0x7fffffff))
    unparsed.reason.push(reason)
  }
  /** -1 is unknown: its bit stays clear. */
  const known = (values: Int32Array | Int8Array): Valid => {
    let valid: Valid = null
    for (let i = 0; i < n; i++) {
      if (values[i]! >= 0) continue
      if (valid === null) {
        valid = new Uint8Array(validBytes(n)).fill(255)
      }
      valid[i >> 3]! &= ~(1 << (i & 7))
    }
    return valid
  }
  const renew = (): void => {
    len = new Int32Array(capacity)
    msg = new Int32Array(capacity)
    host = new Int32Array(capacity)
    program = new Int32Array(capacity)
    pid = new Int32Array(capacity)
    facility = new Int8Array(capacity)
    severity = new Int8Array(capacity)
  }
  const seal = (): void => {
    const linked = links.take()
    const rowsOfMessages = messages.take()
    let columns: Batch['events'] = null
    if (n > 0) {
      const ts64 = new Int32Array(2 * n)
      const off64 = new Int32Array(2 * n)
      let validTs: Valid = null
      for (let i = 0; i < n; i++) {
        const t = ts[i]!
        if (!Number.isNaN(t)) {
          writeI64(ts64, i, t)
          if (t < firstTs) firstTs = t
          if (t > lastTs) lastTs = t
        } else {
          validTs ??= new Uint8Array(validBytes(n)).fill(255)
          validTs[i >> 3]! &= ~(1 << (i & 7))
        }
        writeI64(off64, i, off[i]!)
      }
      const i32 = (a: Int32Array, valid: Valid): Packed => ({ type: 'i32', data: view(a), valid })
      columns = {
        rows: n,
        ts: { type: 'i64', data: view(ts64), valid: validTs },
        kind: { type: 'all', of: 'i8', value: 0 },
        off: { type: 'i64', data: view(off64), valid: null },
        len: i32(len, null),
        msg: i32(msg, null),
        logHost: { type: 'id', data: host, valid: known(host) },
        program: { type: 'id', data: program, valid: known(program) },
        pid: i32(pid, known(pid)),
        facility: { type: 'i8', data: view(facility), valid: known(facility) },
        severity: { type: 'i8', data: view(severity), valid: known(severity) },
        summary: { type: 'all', of: 'text', value: null },
      }
      last = [off[n - 1]!, len[n - 1]!]
      renew()
      events += n
      n = 0
    }
    const batch: Batch = {
      names: names.fresh(),
      things: things.fresh(),
      events: columns,
      links: linked,
      messages: rowsOfMessages,
      rows: null,
      sights: [],
      unparsed: unparsed.line.length > 0 ? unparsed : null,
      index,
    }
    unparsed = { line: [], off: [], len: [], reason: [] }
    index = []
    if (things.size > MOST_THINGS || things.weight > MOST_WEIGHT) things.reset()
    emit(batch)
  }
  return {
    start(bytes) {
      // Not more than a file of short lines needs: most files are small.
      const wanted = Math.min(EVENTS, Math.max(64, Math.ceil(bytes / 24)))
      links.take()
      messages.take()
      unparsed = { line: [], off: [], len: [], reason: [] }
      index = []
      part = 'body'
      tailDone = false
      n = lines = rows = noise = unread = events = nextIndex = 0
      firstTs = Number.POSITIVE_INFINITY
      lastTs = Number.NEGATIVE_INFINITY
      first = last = null
      if (wanted === capacity) return
      capacity = wanted
      ts = new Float64Array(capacity)
      off = new Float64Array(capacity)
      renew()
    },
    begin(b, offset) {
      block = b
      base = offset
      newBlock()
    },
    part(next) {
      part = next
    },
    get tailDone() {
      return tailDone
    },
    get sawEvent() {
      return events + n > 0
    },
    word: (b, from, to) => (names.size < MOST_NAMES ? names.id(WORD_KIND, b, from, to) : -1),
    event(from, to, message, at, hostId, programId, process, facilityNo, severityNo, messageTo = to, linesOfIt = 1) {
      if (part !== 'body') {
        if (part === 'tail') {
          tailDone = true
          return
        }
        part = 'body'
      }
      if (n === capacity) seal()
      const start = base + from
      line(start)
      lines += linesOfIt - 1
      rows += linesOfIt
      const i = n++
      ts[i] = at
      off[i] = start
      len[i] = to - from
      msg[i] = message - from
      host[i] = hostId
      program[i] = programId
      pid[i] = process
      facility[i] = facilityNo
      severity[i] = severityNo
      if (first === null) first = [start, to - from]
      links.begin(i)
      let hint = 0
      let reader = nameless
      if (programId >= 0) {
        const known = readers[programId]
        if (known === undefined) {
          const name = names.text(programId)
          hints[programId] = hintOf(name)
          reader = readers[programId] = messages.of(name)
        } else reader = known
        hint = hints[programId]!
      }
      if (reader === null || !messages.look(reader, block, message, messageTo, i))
        scanEntities(block, message, messageTo, hint, links)
    },
    continuation(from, to) {
      if (part === 'head' || tailDone) return
      const start = base + from
      if (n === 0) {
        // The event was handed over with the batch before; only a sink of no capacity gets here.
        list(start, to - from, null)
        line(start)
        return
      }
      line(start)
      rows++
      const whole = base + to - off[n - 1]!
      len[n - 1] = Math.min(whole, 0x7fffffff)
      const programId = program[n - 1]!
      scanEntities(block, from, to, programId >= 0 ? hints[programId]! : 0, links)
    },
    joined(from) {
      if (part === 'head' || tailDone) return
      line(base + from)
      rows++
    },
    noise(from) {
      if (part === 'head' || tailDone) return
      line(base + from)
      noise++
    },
    unparsed(from, to) {
      if (part === 'head' || tailDone) return
      list(base + from, to - from, null)
      line(base + from)
    },
    giant(at, length, reason) {
      if (part === 'head' || tailDone) return
      list(at, length, reason)
      line(at)
    },
    finish() {
      if (n > 0 || unparsed.line.length > 0 || index.length > 0) seal()
    },
    totals: () => ({
      rows,
      noise,
      unparsed: unread,
      events: events + n,
      firstTs: firstTs === Number.POSITIVE_INFINITY ? null : firstTs,
      lastTs: lastTs === Number.NEGATIVE_INFINITY ? null : lastTs,
      first,
      last,
      fault: messages.fault(),
    }),
  }
}
