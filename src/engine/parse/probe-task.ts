/**
 * Runs a probe over its file as a stream: rows leave in batches, so memory is the parser's own and one block. Every
 * line ends as row, noise or unparsed: what was handed out and not claimed is unparsed.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { UTC, zoneByName } from '../../shared/time'
import type { AnyRow, CaptureFacts, Line, Out, ParseContext, Probe } from '../define'
import { type Done, type Host, type ProbeTask, type Stopped, stoppedBy } from './batch'
import { isBlank } from './block-lines'
import { lineFeed } from './line-feed'
import type { Dictionaries } from './log-sink'
import { LONGEST_LINE } from './log-task'
import { type Position, probeRows } from './probe-rows'

/** A binary file is read whole, up to this. */
const MOST_BYTES = 1 << 30
/** Lines that a parser may have in hand without saying what they are; the oldest beyond are unparsed. */
const PENDING = 100_000
const FACT_ROWS = 100_000

const positionOf = (first: Line, last: Line): Position => ({
  line: first.no,
  off: first.from,
  len: last.to - first.from,
})

interface Counts {
  rows: number
  noise: number
  unparsed: number
}

/** Runs one probe task. What the probe throws becomes the fault; rows from before are handed over all the same. */
export function runProbeTask(task: ProbeTask, probe: Probe, dictionaries: Dictionaries, host: Host): Done {
  const context: ParseContext = { ...task.context, zone: zoneByName(task.context.zone) ?? UTC }
  const fd = openSync(task.file, 'r')
  const collected = probeRows(probe, context, dictionaries, (batch) => host.emit(batch))
  const forFacts: AnyRow[] = []
  const counts: Counts = { rows: 0, noise: 0, unparsed: 0 }
  const take = (row: AnyRow, at: Position): void => {
    if (probe.facts && forFacts.length < FACT_ROWS) forFacts.push(row)
    collected.row(row, at)
  }
  let stopped: Stopped = { fault: null, cancelled: false }
  try {
    if (probe.parseBytes) readBytes(fd, probe, context, take, collected.unparsed, counts)
    else if (probe.parse) readLines(fd, probe, context, take, collected.unparsed, counts, host)
  } catch (error) {
    stopped = stoppedBy(error, task.parser)
  } finally {
    closeSync(fd)
  }
  if (!stopped.cancelled) collected.finish()
  let facts: CaptureFacts | null = null
  try {
    if (probe.facts) facts = probe.facts(forFacts as never, context)
  } catch (error) {
    stopped = stoppedBy(error, task.parser)
  }
  return {
    ...counts,
    ...collected.totals(),
    ...stopped,
    stopped: stopped.fault !== null,
    rollovers: 0,
    firstLine: null,
    lastLine: null,
    facts,
  }
}

type Take = (row: AnyRow, at: Position) => void
type Unparsed = (at: Position, reason: string | null) => void

function readLines(
  fd: number,
  probe: Probe,
  context: ParseContext,
  take: Take,
  unparsed: Unparsed,
  counts: Counts,
  host: Host,
): void {
  const pending = new Map<number, Line>()
  const leave = (line: Line, reason: string | null): void => {
    counts.unparsed++
    unparsed(positionOf(line, line), reason)
  }
  const feed = lineFeed(
    fd,
    (at) => host.alive(at),
    (off, len, no) => {
      counts.unparsed++
      unparsed({ line: no, off, len }, `line longer than ${LONGEST_LINE >> 20} MiB`)
    },
  )
  function* lines(): Generator<Line> {
    for (const line of feed.lines()) {
      if (isBlank(line.text)) {
        counts.noise++
        continue
      }
      pending.set(line.no, line)
      if (pending.size > PENDING) {
        const [no, oldest] = pending.entries().next().value!
        pending.delete(no)
        leave(oldest, null)
      }
      yield line
    }
  }
  const out: Out<AnyRow> = {
    row(row, first, last = first) {
      if (first === last) {
        if (pending.delete(first.no)) counts.rows++
      } else for (let no = first.no; no <= last.no; no++) if (pending.delete(no)) counts.rows++
      take(row, positionOf(first, last))
    },
    noise(line) {
      if (pending.delete(line.no)) counts.noise++
    },
    unparsed(line, reason) {
      if (pending.delete(line.no)) leave(line, reason)
    },
  }
  const all = lines()
  // Without `return`: a parser that leaves its loop does not end the lines for those after.
  const rest: Iterable<Line> = { [Symbol.iterator]: () => ({ next: () => all.next() }) }
  try {
    probe.parse!(rest, out as never, context)
    for (const _ of rest) void _
  } finally {
    for (const line of pending.values()) leave(line, null)
  }
}

function readBytes(
  fd: number,
  probe: Probe,
  context: ParseContext,
  take: Take,
  unparsed: Unparsed,
  counts: Counts,
): void {
  const { size } = fstatSync(fd)
  if (size > MOST_BYTES) throw new Error(`binary file of ${size} bytes: more than ${MOST_BYTES} are not read`)
  const bytes = Buffer.allocUnsafe(size)
  let filled = 0
  while (filled < size) {
    const got = readSync(fd, bytes, filled, size - filled, filled)
    if (got <= 0) break
    filled += got
  }
  const out: Out<AnyRow> = {
    row(row, first, last = first) {
      counts.rows++
      take(row, positionOf(first, last))
    },
    noise() {
      counts.noise++
    },
    unparsed(line, reason) {
      counts.unparsed++
      unparsed(positionOf(line, line), reason)
    },
  }
  probe.parseBytes!(bytes.subarray(0, filled), out as never, context)
}
