/**
 * A view is a filter made ready: its SQL, its set of event ids where one is needed, its cubes, and for small results
 * its rows in order. Built when first asked for, shared by all who ask, dropped when others are wanted or the case
 * changes.
 */
import { Fault } from '../../shared/fault'
import type { Filter, Finding } from '../../shared/model'
import { type Cube, cubeTotal, fromWhere, makeCube, type Source } from './cube'
import type { Connection, Db } from './db'
import { EVENT_COLUMNS } from './event-rows'
import { eventSet } from './event-sets'
import { conditions, filterKey } from './filter'
import { emptyBits, type Mask, makeMask, maskJoin, SCRATCH, setBit } from './mask'
import { loadPlaces } from './places'
import { MAX_NEEDLE, needles } from './scan'
import { type ScanPool, scanPool } from './scan-pool'
import type { Places, ScanTask } from './scan-task'
import { type SharedJob, sharedJob } from './shared-job'

/** Results up to this many rows are kept in order, so that a page is a look-up. */
export const KEPT_ROWS = 500_000
/** As many sets as views: each view has at most one, and asking for a view touches its set. */
const VIEWS = 8
const LOCAL_CUBES = 8
/** Bytes a thread takes at a time. */
const TASK = 64 << 20

export interface View {
  readonly filter: Filter
  /** The SQL of the filter, with the set of ids joined. */
  readonly source: SharedJob<Source & { readonly mask: Mask | null; readonly plain: Source }>
  /** Over all of the time that the filter leaves. */
  readonly root: SharedJob<Cube>
  /** Over [lo, hi); the last few are kept. */
  cube(lo: number, hi: number, signal?: AbortSignal): Promise<Cube>
  /** Name of a table with the rows in order and their ordinal `ord`; null when there are too many for that. */
  readonly rows: SharedJob<string | null>
}

export interface Views {
  get(filter: Filter): View
  /** First and last instant of all events; null when none has a time. */
  readonly span: SharedJob<{ readonly lo: number; readonly hi: number } | null>
  /** Reads ahead what the first text filter needs. */
  warm(signal?: AbortSignal): Promise<void>
  invalidate(): void
  close(): Promise<void>
}

export interface ViewOptions {
  readonly db: Db
  readonly plainPath: (artifact: number) => string
  readonly sizeOf: (artifact: number) => number
  readonly findings?: () => readonly Finding[]
  readonly worker?: string | null
  /** Instead of KEPT_ROWS, for tests. */
  readonly keptRows?: number
}

interface Kept<T> {
  readonly value: T
  readonly drop: () => Promise<void>
}

/** Keeps the last few by key; what falls out is dropped. */
function lru<T>(limit: number) {
  const kept = new Map<string, Kept<T>>()
  return {
    get(key: string, make: () => Kept<T>): T {
      const known = kept.get(key) ?? make()
      kept.delete(key)
      kept.set(key, known)
      if (kept.size > limit) {
        const [oldest, old] = kept.entries().next().value!
        kept.delete(oldest)
        void old.drop()
      }
      return known.value
    },
    clear(): void {
      for (const one of kept.values()) void one.drop()
      kept.clear()
    },
  }
}

let serial = 0

export function makeViews({ db, plainPath, sizeOf, findings, worker, keptRows = KEPT_ROWS }: ViewOptions): Views {
  let pool: ScanPool | null = null
  let scratch: Promise<Connection> | null = null
  let closed = false
  // One connection makes what lies in the scratch database, so that the others stay free for pages.
  const maker = (): Promise<Connection> => {
    scratch ??= (async () => {
      const own = await db.connect()
      await own.run(`ATTACH IF NOT EXISTS ':memory:' AS ${SCRATCH}`)
      return own
    })()
    return scratch
  }
  /** Dropping waits for what still reads: those who asked before the case changed get their answer. */
  const later = (table: string) => {
    const drop = () => {
      if (!closed) void maker().then((own) => own.run(`DROP TABLE IF EXISTS ${table}`).catch(() => {}))
    }
    setTimeout(drop, 5_000).unref()
  }

  const makePlaces = () => sharedJob<readonly Places[]>(async (signal) => loadPlaces(await maker(), signal))
  let places = makePlaces()
  const makeSpan = () =>
    sharedJob(async (signal) => {
      const row = await db.one<{ lo: number | null; hi: number | null }>(
        'SELECT epoch_us(min(ts)) AS lo, epoch_us(max(ts)) AS hi FROM events',
        [],
        signal,
      )
      return row?.lo === null || row?.lo === undefined ? null : { lo: row.lo, hi: row.hi! }
    })
  let span = makeSpan()

  const bitsFor = async (): Promise<Int32Array> => {
    const row = await db.one<{ top: number | null }>('SELECT max(id) AS top FROM events')
    return emptyBits(row?.top ?? 0)
  }

  async function textBits(text: string, signal: AbortSignal): Promise<Int32Array> {
    const sought = needles(text)
    if (sought.some((needle) => needle.bytes.length > MAX_NEEDLE))
      throw new Fault('bad-use', `the text to look for is longer than ${MAX_NEEDLE} bytes`)
    const where = await places(signal)
    const bits = await bitsFor()
    if (sought.length === 0) return bits
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const tasks: ScanTask[] = []
    for (const one of where) {
      const path = plainPath(one.artifact)
      const end = Math.min(sizeOf(one.artifact), one.gaps.at(-1)!)
      for (let from = one.offs[0]!; from < end; from += TASK)
        tasks.push({ path, from, to: Math.min(end, from + TASK), needles: sought, places: one, bits, stop })
    }
    pool ??= scanPool(worker)
    await pool.run(tasks, signal)
    const [ids] = await db.columns(
      'SELECT event FROM summaries WHERE contains(lower(summary), lower(?))',
      [text],
      signal,
    )
    for (const id of ids as number[]) setBit(bits, id)
    return bits
  }

  async function entityBits(ref: NonNullable<Filter['entity']>, signal: AbortSignal): Promise<Int32Array> {
    const set = await eventSet(db, ref, findings)
    const bits = await bitsFor()
    const own = await maker()
    for (const { sql, params } of set.queries)
      await own.chunks(
        `SELECT id::UINTEGER FROM (${sql})`,
        params,
        ([ids], rows) => {
          for (let i = 0; i < rows; i++) setBit(bits, ids![i]!)
        },
        signal,
        true,
      )
    return bits
  }

  const sets = lru<SharedJob<Mask>>(VIEWS)
  const setOf = (filter: Filter): SharedJob<Mask> | null => {
    const { text, entity } = filter
    if (text === '' && !entity) return null
    const key = JSON.stringify([text.toLowerCase(), entity?.kind, entity?.id, entity?.host ?? null])
    return sets.get(key, () => {
      const job = sharedJob(async (signal) => {
        const both = await Promise.all([
          text === '' ? null : textBits(text, signal),
          entity ? entityBits(entity, signal) : null,
        ])
        const [first, second] = both.filter((bits) => bits !== null)
        if (second) for (let i = 0; i < first!.length; i++) first![i]! &= second[i] ?? 0
        return makeMask(await maker(), first!)
      })
      return { value: job, drop: async () => later((await job()).table) }
    })
  }

  function makeView(filter: Filter): Kept<View> {
    const set = setOf(filter)
    const source = sharedJob(async (signal) => {
      const plain: Source = { join: '', ...conditions(filter) }
      if (!set) return { ...plain, mask: null, plain }
      const mask = await set(signal)
      const { join, where } = maskJoin(mask)
      return { join, where: [...plain.where, where], params: plain.params, mask, plain }
    })
    const root = sharedJob(async (signal) => {
      const all = (await span(signal)) ?? { lo: 0, hi: 0 }
      const lo = Math.max(all.lo, filter.from ?? all.lo)
      const hi = Math.min(all.hi + 1, filter.to ?? all.hi + 1)
      // Without a common time the source gives nothing but events without one.
      return makeCube(db, await source(signal), lo, Math.max(lo + 1, hi), true, signal)
    })
    const cubes = lru<SharedJob<Cube>>(LOCAL_CUBES)
    const rows = sharedJob(async (signal) => {
      const cube = await root(signal)
      if (cubeTotal(cube) + cube.untimed > keptRows) return null
      const from = await source(signal)
      const table = `${SCRATCH}.rows_${++serial}`
      await (await maker()).run(
        `CREATE TABLE ${table} AS SELECT row_number() OVER (ORDER BY e.ts NULLS LAST, e.id) - 1 AS ord, ${EVENT_COLUMNS} ${fromWhere(from)} ORDER BY ord`,
        from.params,
        signal,
      )
      return table
    })
    let kept: Promise<string | null> | null = null
    const value: View = {
      filter,
      source,
      root,
      cube: (lo, hi, signal) =>
        cubes.get(`${lo}:${hi}`, () => ({
          value: sharedJob(async (stop) => makeCube(db, await source(stop), lo, hi, false, stop)),
          drop: async () => {},
        }))(signal),
      rows: (signal) => {
        kept = rows(signal)
        return kept
      },
    }
    const drop = async () => {
      const table = await kept?.catch(() => null)
      if (table) later(table)
    }
    return { value, drop }
  }

  const views = lru<View>(VIEWS)
  return {
    get: (filter) => {
      setOf(filter)
      return views.get(filterKey(filter), () => makeView(filter))
    },
    span: (signal) => span(signal),
    warm: async (signal) => {
      await places(signal)
      pool ??= scanPool(worker)
      await pool.run([], signal)
    },
    invalidate: () => {
      views.clear()
      sets.clear()
      places = makePlaces()
      span = makeSpan()
    },
    close: async () => {
      closed = true
      await pool?.close()
      pool = null
    },
  }
}
