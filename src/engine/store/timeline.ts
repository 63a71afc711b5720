/**
 * The timeline over `events`: buckets, pages by ordinal in order of (ts, id), and ordinals of instants. Events without
 * a time come after all others, in order of id.
 *
 * A page never sorts the table: the counts before each slot of time turn an ordinal into a range of time that holds
 * few events, and only that range is read. Slots that hold many are divided again.
 */

import { type Cursor, type EventPage, type EventRow, type Filter, type Histogram, NO_FILTER } from '../../shared/model'
import { type Instant, instant } from '../../shared/time'
import type { LogFormat } from '../define'
import { CLASSES, type Cube, cubeTotal, fromWhere, slotCount, slotOf, slotStart } from './cube'
import type { Db, SqlParam } from './db'
import { EVENT_COLUMNS, eventRows, formatList, type StoredEvent, wordList } from './event-rows'
import type { Files } from './files'
import { hasBit } from './mask'
import type { View, Views } from './views'

/** A slot with more events than this is divided before it is read. */
const HEAVY = 8192
/** A range with more events than this, the filter aside, is joined to the set in SQL rather than sifted here. */
const SIFTED = 65_536
export const MAX_PAGE = 5000

interface Stretch {
  readonly lo: number
  readonly hi: number
  /** Ordinal of its first event. */
  readonly first: number
  readonly n: number
}

export interface Timeline {
  histogram(
    args: { filter: Filter; from: Instant; to: Instant; buckets: number },
    signal?: AbortSignal,
  ): Promise<Histogram>
  events(args: { filter: Filter; first: number; count: number }, signal?: AbortSignal): Promise<EventPage>
  locate(
    args: { filter: Filter; ts?: Instant; event?: number },
    signal?: AbortSignal,
  ): Promise<{ ordinal: number; total: number }>
  programs(args: Record<string, never>, signal?: AbortSignal): Promise<readonly { name: string; events: number }[]>
  each(filter: Filter, limit: number, signal?: AbortSignal): AsyncIterable<readonly EventRow[]>
  /** Rows by id, in order of time. */
  byId(ids: readonly number[]): Promise<EventRow[]>
  clear(): void
}

const range = ['e.ts >= make_timestamp(?)', 'e.ts < make_timestamp(?)']

/** The smallest power of two that is at least n. */
const powerFrom = (n: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, n))))

/** `heavy` and `sifted` stand in for HEAVY and SIFTED in tests. */
export function makeTimeline(
  db: Db,
  views: Views,
  files: Files,
  { heavy = HEAVY, sifted = SIFTED }: { heavy?: number; sifted?: number } = {},
  logs: ReadonlyMap<string, LogFormat> = new Map(),
): Timeline {
  const words = wordList(db)
  const formats = formatList(db, logs)

  /** A cube whose slots are fine enough for a bucket of `want` microseconds. */
  async function cubeFor(view: View, from: number, to: number, want: number, signal?: AbortSignal): Promise<Cube> {
    const root = await view.root(signal)
    if (root.width === 1 || root.width * 2 <= want) return root
    // Aligned, and four times as wide as asked for, so that panning and zooming nearby need no further query.
    const size = powerFrom(4 * (to - from))
    const lo = Math.floor(from / (size / 2)) * (size / 2)
    return size >= root.hi - root.lo && root.width <= want ? root : view.cube(lo, lo + size, signal)
  }

  async function histogram(
    { filter, from, to, buckets }: { filter: Filter; from: Instant; to: Instant; buckets: number },
    signal?: AbortSignal,
  ): Promise<Histogram> {
    const view = views.get(filter)
    const most = Math.max(1, Math.min(Math.floor(buckets), 8192))
    const end = Math.max(to, from + 1)
    const root = await view.root(signal)
    const cube = await cubeFor(view, from, end, Math.max(1, (end - from) / most), signal)
    const { width } = cube
    let k = Math.max(1, Math.floor((end - from) / width / most))
    let start = from as number
    let n = Number.POSITIVE_INFINITY
    for (; n > most; k++) {
      const step = k * width
      start = cube.lo + Math.floor((from - cube.lo) / step) * step
      n = Math.ceil((end - start) / step)
    }
    k--
    const step = k * width
    const series: { severity: number; counts: number[] }[] = []
    let total = 0
    for (let c = 0; c < CLASSES; c++) {
      const counts = new Array<number>(n).fill(0)
      let sum = 0
      for (let b = 0; b < n; b++) {
        const first = Math.round((start - cube.lo) / width) + b * k
        for (let slot = Math.max(0, first); slot < Math.min(cube.slots, first + k); slot++) {
          const more = cube.counts[c * cube.slots + slot]!
          counts[b]! += more
          sum += more
        }
      }
      if (sum > 0) series.push({ severity: c, counts })
      total += sum
    }
    return { from: instant(start), step, buckets: n, series, total, untimed: root.untimed }
  }

  /** Ranges of time that hold the ordinals [first, end) of a cube, none of them heavy where time can still be divided. */
  async function* stretches(
    view: View,
    cube: Cube,
    base: number,
    first: number,
    end: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Stretch> {
    for (let slot = slotOf(cube, first - base); slot < cube.slots && base + cube.before[slot]! < end; ) {
      const at = base + cube.before[slot]!
      const n = slotCount(cube, slot)
      if (n === 0) {
        slot++
      } else if (n > heavy && cube.width > 1) {
        const lo = slotStart(cube, slot)
        const inner = await view.cube(lo, lo + cube.width, signal)
        yield* stretches(view, inner, at, Math.max(first, at), Math.min(end, at + n), signal)
        slot++
      } else {
        let last = slot + 1
        while (last < cube.slots && base + cube.before[last]! < end && slotCount(cube, last) <= heavy) last++
        yield { lo: slotStart(cube, slot), hi: slotStart(cube, last), first: at, n: base + cube.before[last]! - at }
        slot = last
      }
    }
  }

  /** Events in a range of time, all of them: an estimate from above, from the counts without a filter. */
  async function crowd(lo: number, hi: number, signal?: AbortSignal): Promise<number> {
    const all = await views.get(NO_FILTER).root(signal)
    const at = (t: number, up: boolean) => {
      const slot = (t - all.lo) / all.width
      return all.before[Math.min(all.slots, Math.max(0, up ? Math.ceil(slot) : Math.floor(slot)))]!
    }
    return at(hi, true) - at(lo, false)
  }

  /** `count` stored rows of a stretch from its `skip`-th on. */
  async function readStretch(
    view: View,
    { lo, hi }: Stretch,
    skip: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<StoredEvent[]> {
    const source = await view.source(signal)
    const { mask, plain } = source
    if (mask && (await crowd(lo, hi, signal)) <= sifted) {
      const column = await db.columns(
        `SELECT e.id ${fromWhere(plain, ...range)} ORDER BY e.ts, e.id`,
        [...plain.params, lo, hi],
        signal,
      )
      const ids = (column[0] as number[]).filter((id) => hasBit(mask.bits, id)).slice(skip, skip + count)
      return db.all<StoredEvent>(
        `SELECT ${EVENT_COLUMNS} FROM events e WHERE ${range.join(' AND ')} AND e.id IN (SELECT unnest(?::BIGINT[])) ORDER BY e.ts, e.id`,
        [lo, hi, ids],
        signal,
      )
    }
    return db.all<StoredEvent>(
      `SELECT ${EVENT_COLUMNS} ${fromWhere(source, ...range)} ORDER BY e.ts, e.id LIMIT ? OFFSET ?`,
      [...source.params, lo, hi, count, skip],
      signal,
    )
  }

  async function stored(view: View, first: number, count: number, signal?: AbortSignal): Promise<StoredEvent[]> {
    const table = await view.rows(signal)
    if (table)
      return db.all<StoredEvent>(
        `SELECT * EXCLUDE (ord) FROM ${table} WHERE ord >= ? AND ord < ? ORDER BY ord`,
        [first, first + count],
        signal,
      )
    const root = await view.root(signal)
    const timed = cubeTotal(root)
    const out: StoredEvent[] = []
    const end = Math.min(first + count, timed)
    if (first < end)
      for await (const stretch of stretches(view, root, 0, first, end, signal)) {
        const skip = Math.max(0, first - stretch.first)
        const want = Math.min(stretch.n - skip, count - out.length)
        if (want > 0) out.push(...(await readStretch(view, stretch, skip, want, signal)))
        if (out.length >= count) break
      }
    if (out.length < count && first + count > timed && root.untimed > 0) {
      const source = await view.source(signal)
      out.push(
        ...(await db.all<StoredEvent>(
          `SELECT ${EVENT_COLUMNS} ${fromWhere(source, 'e.ts IS NULL')} ORDER BY e.id LIMIT ? OFFSET ?`,
          [...source.params, count - out.length, Math.max(0, first - timed)],
          signal,
        )),
      )
    }
    return out
  }

  async function events(
    { filter, first, count }: { filter: Filter; first: number; count: number },
    signal?: AbortSignal,
  ): Promise<EventPage> {
    const view = views.get(filter)
    const root = await view.root(signal)
    const total = cubeTotal(root) + root.untimed
    const from = Math.max(0, Math.min(Math.floor(first), total))
    const want = Math.max(0, Math.min(Math.floor(count), MAX_PAGE, total - from))
    const rows = want === 0 ? [] : await eventRows(db, await stored(view, from, want, signal), words, files, formats)
    return { rows, first: from, total }
  }

  /** How many filtered events come before (ts, id). */
  async function ordinalOf(view: View, { ts, id }: Cursor, signal?: AbortSignal): Promise<number> {
    const table = await view.rows(signal)
    const count = async (sql: string, params: readonly SqlParam[]) =>
      (await db.one<{ n: number }>(sql, params, signal))?.n ?? 0
    if (table) return count(`SELECT count(*) AS n FROM ${table} WHERE us < ? OR (us = ? AND id < ?)`, [ts, ts, id])
    let cube = await view.root(signal)
    let base = 0
    for (;;) {
      if (ts < cube.lo) return base
      const slot = Math.floor((ts - cube.lo) / cube.width)
      if (slot >= cube.slots) return base + cubeTotal(cube)
      const lo = slotStart(cube, slot)
      base += cube.before[slot]!
      if (slotCount(cube, slot) === 0) return base
      if (slotCount(cube, slot) > heavy && cube.width > 1) {
        cube = await view.cube(lo, lo + cube.width, signal)
        continue
      }
      const source = await view.source(signal)
      return (
        base +
        (await count(`SELECT count(*) AS n ${fromWhere(source, ...range, '(e.ts < make_timestamp(?) OR e.id < ?)')}`, [
          ...source.params,
          lo,
          ts + 1,
          ts,
          id,
        ]))
      )
    }
  }

  async function locate(
    { filter, ts, event }: { filter: Filter; ts?: Instant; event?: number },
    signal?: AbortSignal,
  ): Promise<{ ordinal: number; total: number }> {
    const view = views.get(filter)
    const root = await view.root(signal)
    const timed = cubeTotal(root)
    const total = timed + root.untimed
    if (event === undefined) return { ordinal: await ordinalOf(view, { ts: ts ?? instant(0), id: -1 }, signal), total }
    const row = await db.one<{ us: number | null }>(
      'SELECT epoch_us(ts) AS us FROM events WHERE id = ?',
      [event],
      signal,
    )
    if (!row) return { ordinal: total, total }
    if (row.us !== null) return { ordinal: await ordinalOf(view, { ts: instant(row.us), id: event }, signal), total }
    const source = await view.source(signal)
    const before = await db.one<{ n: number }>(
      `SELECT count(*) AS n ${fromWhere(source, 'e.ts IS NULL', 'e.id < ?')}`,
      [...source.params, event],
      signal,
    )
    return { ordinal: timed + (before?.n ?? 0), total }
  }

  return {
    histogram,
    events,
    locate,
    programs: (_, signal) =>
      db.all(
        `SELECT w.word AS name, sum(n) AS events FROM (SELECT program, count(*) AS n FROM events WHERE program IS NOT NULL GROUP BY 1) JOIN words w ON w.id = program GROUP BY 1 ORDER BY events DESC, name`,
        [],
        signal,
      ),
    async *each(filter, limit, signal) {
      for (let first = 0; first < limit; ) {
        const page = await events({ filter, first, count: Math.min(MAX_PAGE, limit - first) }, signal)
        if (page.rows.length === 0) return
        yield page.rows
        first += page.rows.length
      }
    },
    byId: async (ids) =>
      eventRows(
        db,
        await db.all<StoredEvent>(
          `SELECT ${EVENT_COLUMNS} FROM events e WHERE e.id IN (SELECT unnest(?::BIGINT[])) ORDER BY e.ts NULLS LAST, e.id`,
          [ids],
        ),
        words,
        files,
        formats,
      ),
    clear: () => {
      words.clear()
      formats.clear()
    },
  }
}
