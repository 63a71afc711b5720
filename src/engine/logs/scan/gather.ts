/**
 * The loop of formats whose events are of several lines that need not follow each other. Lines are held back until their
 * event is whole: until a line ends it, or so many lines passed without one of its own.
 */
import type { LogReader, LogSink } from '../../define'

export interface Gathered {
  readonly from: number
  /** End of its last line so far. */
  to: number
  /** End of the lines that follow the first without another event's between. */
  runTo: number
  /** Whether the last line read was of this event. */
  run: boolean
  lines: number
  /** Number of its last line, counted by the loop. */
  last: number
}

export interface Gather<E extends Gathered> {
  /** One line: of an event in `open` (which it may change), or of a new one; `ends` when no other line of it follows. */
  line(
    b: Uint8Array,
    from: number,
    to: number,
    open: readonly E[],
    sink: LogSink,
  ): { readonly event: E; readonly ends: boolean } | 'noise' | 'unparsed'
  put(b: Uint8Array, event: E, lines: number, sink: LogSink): void
}

/** Lines after which an event is taken for whole. auditd writes what the kernel queued: records lie close together. */
const APART = 64
/** No event is of more lines than this. */
const MOST_LINES = 4096

/** Bytes that may be held back beyond a block. */
const MOST_HELD = 4 << 20

const NOISE = 0
const UNPARSED = 1

export function gatherer<E extends Gathered>(of: Gather<E>): LogReader {
  const open: E[] = []
  // Lines that are held back, in order: whose event they are of, or what they are.
  let held: (E | number)[] = []
  let froms: number[] = []
  let tos: number[] = []
  let head = 0
  let count = 0

  const release = (b: Uint8Array, all: boolean, sink: LogSink): void => {
    while (head < held.length) {
      const what = held[head]!
      const from = froms[head]!
      const to = tos[head]!
      if (what === NOISE) sink.noise(from, to)
      else if (what === UNPARSED) sink.unparsed(from, to)
      else {
        const event = what as E
        if (!all && open.includes(event)) {
          if (head > 8192) compact()
          return
        }
        if (from !== event.from) sink.joined(from, to)
        else {
          const whole = event.runTo === event.to
          of.put(b, event, whole ? event.lines : 1, sink)
          if (whole) {
            head += event.lines
            continue
          }
        }
      }
      head++
    }
    compact()
  }
  const compact = (): void => {
    held = held.slice(head)
    froms = froms.slice(head)
    tos = tos.slice(head)
    head = 0
  }
  const close = (event: E): void => {
    const at = open.indexOf(event)
    if (at >= 0) open.splice(at, 1)
  }
  return {
    read(b, start, to, sink, last = true) {
      let i = start
      let before: E | null = null
      while (i < to) {
        let end = b.indexOf(10, i)
        if (end < 0 || end > to) end = to
        const next = end + 1
        if (end > i && b[end - 1] === 13) end--
        let from = i
        while (from < end && b[from] === 0) from++
        let blank = from
        while (blank < end && (b[blank] === 32 || b[blank] === 9)) blank++
        count++
        const what = from === end && end > i ? 'unparsed' : blank === end ? 'noise' : of.line(b, from, end, open, sink)
        if (typeof what === 'string') {
          if (held.length === 0) {
            if (what === 'noise') sink.noise(from === end ? i : from, end)
            else sink.unparsed(from === end ? i : from, end)
          } else {
            held.push(what === 'noise' ? NOISE : UNPARSED)
            froms.push(from === end ? i : from)
            tos.push(end)
          }
          before = null
        } else {
          const { event, ends } = what
          const known = event.last > 0
          if (known) {
            event.to = end
            event.lines++
            if (event.run && before === event) event.runTo = end
            else event.run = false
          }
          event.last = count
          before = event
          held.push(event)
          froms.push(from)
          tos.push(end)
          if (ends || event.lines >= MOST_LINES) close(event)
          else if (!known) open.push(event)
          while (open.length > 0 && count - open[0]!.last > APART) open.shift()
          // Not the oldest may be the one that is done: it is looked at once in a while.
          if ((count & 63) === 0)
            for (let k = open.length - 1; k >= 0; k--) if (count - open[k]!.last > APART) open.splice(k, 1)
          release(b, false, sink)
        }
        i = next
      }
      // Lines of megabytes: what is held back must not grow past what a block holds.
      if (last || (head < held.length && to - froms[head]! > MOST_HELD)) {
        open.length = 0
        release(b, true, sink)
        return to
      }
      if (head >= held.length) return to
      const rest = froms[head]!
      open.length = 0
      held = []
      froms = []
      tos = []
      head = 0
      return rest
    },
    rollovers: () => 0,
  }
}
