/**
 * Reads a log, or a part of one, from its file in blocks of whole lines: memory stays flat however large the file, and
 * a line may be tens of megabytes long. A part owns the lines from its first event up to the first event of the next
 * part, so that parts read at once give what one pass over the file gives.
 */
import { readSync } from 'node:fs'
import { UTC, zoneByName } from '../../shared/time'
import type { LogContext, LogFormat, LogReader } from '../define'
import { type Done, type Host, type LogTask, type Stopped, stoppedBy } from './batch'
import { BLOCK } from './core'
import { facilityOf } from './log-facility'
import type { LogBatches } from './log-sink'
import { type BlockFile, openBlocks } from './read-file'

/** A line longer than this is not read, only counted. */
export const LONGEST_LINE = 64 << 20
const CUT = 4096
const LF = 10

const noReason = `line longer than ${LONGEST_LINE >> 20} MiB`

/** Past the line end at or after `at`; -1 when there is none before `stop`. */
function afterLineEnd({ fd, until }: BlockFile, at: number, stop: number): number {
  const buffer = Buffer.allocUnsafe(65_536)
  for (let pos = at; pos < stop; ) {
    const want = Math.min(buffer.length, stop - pos)
    until(pos + want)
    const got = readSync(fd, buffer, 0, want, pos)
    if (got <= 0) return -1
    const end = buffer.subarray(0, got).indexOf(LF)
    if (end >= 0) return pos + end + 1
    pos += got
  }
  return -1
}

const isHole = (b: Buffer, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (b[i] !== 0) return false
  return true
}

function readPart(file: BlockFile, task: LogTask, reader: LogReader, sink: LogBatches, host: Host): number {
  const { fd } = file
  let base = task.from
  let rollovers = -1
  if (task.split && base > 0) {
    const start = afterLineEnd(file, base - 1, task.to)
    if (start < 0 || start >= task.to) return 0
    base = start
    sink.part('head')
  }
  // Lines are held in buffer[held, end), end to end with what is read next at `half`: where it begins a page of memory
  // and the file is read from a multiple of one, it can come from the disk without a copy in the system's cache.
  let buffer = sink.block()
  let half = buffer.length / 2
  let from = half
  let to = half
  // Where the first line that is held begins: before `base` when a hole at its start was left out.
  let begun = base
  const endOfPart = (): boolean => {
    if (rollovers >= 0) return sink.tailDone
    rollovers = reader.rollovers()
    if (!task.split || !sink.sawEvent) return true
    sink.part('tail')
    return false
  }
  /** Reads up to `stop`; how far it came (see LogReader). */
  const feed = (stop: number, last: boolean): number => {
    sink.begin(buffer, base - from)
    const { day } = reader
    if (!day) return reader.read(buffer, from, stop, sink, last)
    for (let at = sink.usual(from, stop); at < stop; at = sink.usual(at, stop)) {
      const end = buffer.indexOf(LF, at)
      const next = end < 0 || end >= stop ? stop : end + 1
      reader.read(buffer, at, next, sink, last)
      sink.day(day())
      at = next
    }
    return stop
  }
  const drop = (stop: number): void => {
    base += stop - from
    begun = base
    from = stop
  }
  const lay = (into: Buffer): void => {
    const start = into.length / 2 - (to - from)
    buffer.copy(into, start, from, to)
    buffer = into
    half = into.length / 2
    from = start
    to = half
  }
  for (;;) {
    let end = false
    const held = to - from
    if (held > half) {
      if (isHole(buffer, from, to)) {
        // NUL bytes where nothing was ever written (copytruncate): they can be gigabytes, and are no line.
        base += held
        from = to = half
      } else if (half < LONGEST_LINE) lay(Buffer.allocUnsafe(buffer.length * 2))
      else {
        const next = afterLineEnd(file, base + held, Number.MAX_SAFE_INTEGER)
        const stop = next < 0 ? sizeFrom(fd, base + held) : next - 1
        sink.giant(base, stop - base, noReason)
        base = next < 0 ? stop : next
        begun = base
        from = to = half
        if (base >= task.to && endOfPart()) break
      }
      continue
    }
    lay(half > BLOCK && held <= BLOCK ? sink.block() : buffer)
    const got = file.read(buffer, half, base + held)
    if (got.skipped > 0) {
      // A page was read from its start, and with it bytes that are held: what stands before them moves up.
      if (held > got.skipped) buffer.copyWithin(from + got.skipped, from, half - got.skipped)
      from += got.skipped
    }
    host.alive(base)
    end = got.bytes <= 0
    to = half + got.skipped + Math.max(0, got.bytes)
    const whole = end ? to : buffer.subarray(from, to).lastIndexOf(LF) + 1 + from
    // Lines that begin before the end of the part.
    while (whole > from && rollovers < 0 && base + whole - from > task.to) {
      const ahead = Math.max(0, task.to - 1 - base)
      const last = buffer.subarray(from, whole).indexOf(LF, ahead) + 1
      const cut = last === 0 ? whole : from + last
      if (begun < task.to) {
        feed(cut, true)
        drop(cut)
      }
      if (endOfPart()) return rollovers
    }
    if (rollovers >= 0) {
      // One line at a time: the next event ends it.
      while (from < whole) {
        const next = buffer.subarray(0, whole).indexOf(LF, from) + 1 || whole
        feed(next, true)
        drop(next)
        if (sink.tailDone) return rollovers
      }
    } else if (whole > from) {
      drop(feed(whole, end))
    }
    if (end) break
  }
  if (rollovers < 0) rollovers = reader.rollovers()
  return rollovers
}

function sizeFrom(fd: number, at: number): number {
  const buffer = Buffer.allocUnsafe(1 << 20)
  for (let pos = at; ; ) {
    const got = readSync(fd, buffer, 0, buffer.length, pos)
    if (got <= 0) return pos
    pos += got
  }
}

function lineAt(fd: number, range: readonly [number, number] | null): string | null {
  if (!range) return null
  const buffer = Buffer.alloc(Math.min(CUT, range[1]))
  const got = readSync(fd, buffer, 0, buffer.length, range[0])
  return buffer.toString('utf8', 0, got)
}

/** Runs one log task. What the format throws becomes the fault. `sink` is the thread's. */
export function runLogTask(task: LogTask, format: LogFormat, sink: LogBatches, host: Host): Done {
  const { zone, ...known } = task.context
  const context: LogContext = {
    path: known.path,
    command: known.command,
    host: known.host,
    capturedAt: known.capturedAt,
    bootedAt: known.bootedAt,
    zone: zoneByName(zone) ?? UTC,
    firstYear: task.firstYear,
    facility: facilityOf(known.path),
  }
  const wanted = () => host.alive(task.from)
  const file = openBlocks(task.file, (buffer) => sink.isBlock(buffer), task.growing, wanted)
  try {
    sink.start(task.parser, format.json)
    let stopped: Stopped = { fault: null, cancelled: false }
    let rollovers = 0
    try {
      rollovers = readPart(file, task, format.open(context), sink, host)
    } catch (error) {
      stopped = stoppedBy(error, task.parser)
    }
    // What was read before stays.
    if (!stopped.cancelled) sink.finish()
    const { first, last, fault, ...totals } = sink.totals()
    return {
      ...totals,
      fault: stopped.fault ?? fault,
      stopped: stopped.fault !== null,
      cancelled: stopped.cancelled,
      rollovers,
      firstLine: lineAt(file.fd, first),
      lastLine: lineAt(file.fd, last),
      facts: null,
    }
  } finally {
    file.close()
  }
}
