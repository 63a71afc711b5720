/**
 * One piece of a text search: a byte range of one file, and which events its hits belong to. Runs in a worker, or in
 * the caller's thread; everything it shares is memory, so no answer has to be sent.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { BLOCK, MAX_NEEDLE, makeScanner, type Needle, type Scanner } from './scan'

/** Where an artifact's events begin in its file, in order of offset. */
export interface Places {
  readonly artifact: number
  /** Offset of each event's line, ascending. Uint32 when all of the file lies below 4 GiB. */
  readonly offs: Uint32Array | Float64Array
  /** Event id of the first place; the others follow on. Unused when `ids` is there. */
  readonly firstId: number
  /** Event ids by place, where they do not follow on. */
  readonly ids: Float64Array | null
  /** Starts of stretches that belong to no event (noise, unparsed lines, the rest of the file), ascending. */
  readonly gaps: Float64Array
}

export interface ScanTask {
  readonly path: string
  /** Hits that begin in [from, to). */
  readonly from: number
  readonly to: number
  readonly needles: readonly Needle[]
  readonly places: Places
  /** One bit an event id; shared. */
  readonly bits: Int32Array
  /** Not 0: give up. Shared. */
  readonly stop: Int32Array
}

/** The greatest index with list[index] <= at, looking forward from `from` in growing steps; -1 when there is none. */
export function floorFrom(list: Uint32Array | Float64Array, from: number, at: number): number {
  let lo = from
  if (lo < 0 || lo >= list.length || list[lo]! > at) lo = -1
  let step = 1
  let hi = lo + step
  while (hi < list.length && list[hi]! <= at) {
    lo = hi
    step *= 2
    hi = lo + step
  }
  if (hi > list.length) hi = list.length
  while (hi - lo > 1) {
    const mid = (lo + hi) >>> 1
    if (list[mid]! <= at) lo = mid
    else hi = mid
  }
  return lo
}

export interface Marker {
  /** Sets the bit of each event that a hit lies in. Hits may come in any order; ascending ones are cheap. */
  hit(at: number): void
  /** Writes what is still held back. */
  flush(): void
}

/** Further than this from the last hit, the place is searched for rather than walked to. */
const WALK = 8

export function marker({ offs, ids, firstId, gaps }: Places, bits: Int32Array): Marker {
  const count = offs.length
  let index = -1
  let gap = -1
  let start = 0
  let next = 0
  // One word at a time is gathered here: two workers may meet in a word at the edge of their ranges, so each write is
  // atomic, and atomic writes are dear.
  let word = -1
  let held = 0
  const flush = () => {
    if (held !== 0) Atomics.or(bits, word, held)
    held = 0
  }
  const mark = (place: number) => {
    const id = ids ? ids[place]! : firstId + place
    if (id >>> 5 !== word) {
      flush()
      word = id >>> 5
    }
    held |= 1 << (id & 31)
  }
  const hit = (at: number) => {
    if (at >= start && at < next) return
    if (index >= 0 && offs[index]! <= at) {
      let steps = 0
      while (steps < WALK && index + 1 < count && offs[index + 1]! <= at) {
        index++
        steps++
      }
      if (steps === WALK) index = floorFrom(offs, index, at)
    } else index = floorFrom(offs, index, at)
    if (index < 0) return
    const off = offs[index]!
    gap = floorFrom(gaps, gap, at)
    if (gap >= 0 && gaps[gap]! > off) return
    // Several events may rest on one line (the four times of a file in a bodyfile).
    for (let k = index; k >= 0 && offs[k] === off; k--) mark(k)
    start = off
    next = index + 1 < count ? offs[index + 1]! : at + 1
    const end = gap + 1 < gaps.length ? gaps[gap + 1]! : next
    if (end < next) next = end
  }
  return { hit, flush }
}

/** Makes a runner with a scanner and open files of its own. */
export function taskRunner(plain = false) {
  let scanner: Scanner | null = null
  let file: { path: string; fd: number } | null = null
  const close = () => {
    if (file) closeSync(file.fd)
    file = null
  }
  return {
    /** Scans one block and tells where the next begins; `task.to` or more when all is done. */
    step(task: ScanTask, from: number, { hit }: Marker): number {
      scanner ??= makeScanner(plain)
      if (file?.path !== task.path) {
        close()
        file = { path: task.path, fd: openSync(task.path, 'r') }
      }
      const starts = Math.min(BLOCK, task.to - from)
      const want = starts + MAX_NEEDLE
      let length = 0
      while (length < want) {
        const got = readSync(file.fd, scanner.block, length, want - length, from + length)
        if (got === 0) break
        length += got
      }
      for (const needle of task.needles) scanner.find(needle, starts, length, (at) => hit(from + at))
      return length < starts ? task.to : from + starts
    },
    /** The whole task; leaves early when told to stop. */
    run(task: ScanTask): void {
      const marks = marker(task.places, task.bits)
      for (let at = task.from; at < task.to && Atomics.load(task.stop, 0) === 0; ) at = this.step(task, at, marks)
      marks.flush()
    },
    close,
  }
}
