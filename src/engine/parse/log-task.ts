/**
 * Reads a log, or a part of one, from its file in blocks of whole lines: memory stays flat however large the file, and
 * a line may be tens of megabytes long. A part owns the lines from its first event up to the first event of the next
 * part, so that parts read at once give what one pass over the file gives.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { UTC, zoneByName } from '../../shared/time'
import type { LogContext, LogFormat, LogReader } from '../define'
import { type Done, type Host, type LogTask, type Stopped, stoppedBy } from './batch'
import { facilityOf } from './log-facility'
import type { LogBatches } from './log-sink'

const BLOCK = 1 << 20
/** A line longer than this is not read, only counted. */
export const LONGEST_LINE = 64 << 20
const CUT = 4096
const LF = 10

const noReason = `line longer than ${LONGEST_LINE >> 20} MiB`

/** Past the line end at or after `at`; -1 when there is none before `stop`. */
function afterLineEnd(fd: number, at: number, stop: number): number {
  const buffer = Buffer.allocUnsafe(65_536)
  for (let pos = at; pos < stop; ) {
    const got = readSync(fd, buffer, 0, Math.min(buffer.length, stop - pos), pos)
    if (got <= 0) return -1
    const end = buffer.subarray(0, got).indexOf(LF)
    if (end >= 0) return pos + end + 1
    pos += got
  }
  return -1
}

const isHole = (b: Buffer, to: number): boolean => {
  for (let i = 0; i < to; i++) if (b[i] !== 0) return false
  return true
}

function readPart(fd: number, task: LogTask, reader: LogReader, sink: LogBatches, host: Host): number {
  let base = task.from
  let rollovers = -1
  if (task.split && base > 0) {
    const start = afterLineEnd(fd, base - 1, task.to)
    if (start < 0 || start >= task.to) return 0
    base = start
    sink.part('head')
  }
  let buffer = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(4096, task.to - base + 4096)))
  let held = 0
  // Where the first line that is held begins: before `base` when a hole at its start was left out.
  let begun = base
  const endOfPart = (): boolean => {
    if (rollovers >= 0) return sink.tailDone
    rollovers = reader.rollovers()
    if (!task.split || !sink.sawEvent) return true
    sink.part('tail')
    return false
  }
  const feed = (from: number, to: number, last: boolean): number => {
    sink.begin(buffer, base)
    return reader.read(buffer, from, to, sink, last)
  }
  const drop = (to: number): void => {
    buffer.copyWithin(0, to, held)
    held -= to
    base += to
    begun = base
  }
  for (;;) {
    if (held === buffer.length) {
      if (isHole(buffer, held)) {
        // NUL bytes where nothing was ever written (copytruncate): they can be gigabytes, and are no line.
        base += held
        held = 0
      } else if (buffer.length < LONGEST_LINE) {
        const wider = Buffer.allocUnsafe(buffer.length * 2)
        buffer.copy(wider, 0, 0, held)
        buffer = wider
      } else {
        const next = afterLineEnd(fd, base + held, Number.MAX_SAFE_INTEGER)
        const end = next < 0 ? sizeFrom(fd, base + held) : next - 1
        sink.giant(base, end - base, noReason)
        base = next < 0 ? end : next
        begun = base
        held = 0
        buffer = Buffer.allocUnsafe(BLOCK)
        if (base >= task.to && endOfPart()) break
      }
    }
    const got = readSync(fd, buffer, held, buffer.length - held, base + held)
    host.alive(base)
    const end = got <= 0
    held += Math.max(0, got)
    let whole = end ? held : buffer.subarray(0, held).lastIndexOf(LF) + 1
    // Lines that begin before the end of the part.
    while (whole > 0 && rollovers < 0 && base + whole > task.to) {
      const last = buffer.subarray(0, whole).indexOf(LF, Math.max(0, task.to - 1 - base)) + 1
      const cut = last === 0 ? whole : last
      if (begun < task.to) {
        feed(0, cut, true)
        drop(cut)
        whole -= cut
      }
      if (endOfPart()) return rollovers
    }
    if (rollovers >= 0) {
      // One line at a time: the next event ends it.
      let at = 0
      while (at < whole) {
        const to = buffer.subarray(0, whole).indexOf(LF, at) + 1 || whole
        feed(at, to, true)
        at = to
        if (sink.tailDone) return rollovers
      }
      drop(whole)
    } else if (whole > 0) {
      drop(feed(0, whole, end))
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
  const fd = openSync(task.file, 'r')
  try {
    sink.start(task.to - task.from)
    let stopped: Stopped = { fault: null, cancelled: false }
    let rollovers = 0
    try {
      rollovers = readPart(fd, task, format.open(context), sink, host)
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
      firstLine: lineAt(fd, first),
      lastLine: lineAt(fd, last),
      facts: null,
    }
  } finally {
    closeSync(fd)
  }
}
