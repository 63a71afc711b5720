/**
 * Where the events of each file begin: offset -> event, for the text filter. 4 bytes an event (8 when a file passes
 * 4 GiB), shared with the scanning threads, read once from the index.
 */
import type { Connection } from './db'
import type { Places } from './scan-task'

/** A line feed, perhaps after a carriage return: what may lie between two events without being a gap. */
const LINE_END = 2

interface Span {
  readonly grp: number
  readonly n: number
  readonly first: number
  readonly last: number
  readonly max_off: number
}

interface Filling {
  readonly span: Span
  readonly offs: Uint32Array | Float64Array
  readonly gaps: number[]
  place: number
  end: number
  regular: boolean
}

const shared = {
  u32: (n: number) => new Uint32Array(new SharedArrayBuffer(n * 4)),
  f64: (n: number) => new Float64Array(new SharedArrayBuffer(n * 8)),
}
const FOUR_GIB = 2 ** 32

function sharedList(values: readonly number[]): Float64Array {
  const list = shared.f64(values.length)
  list.set(values)
  return list
}

const WHERE = 'artifact > 0 AND len > 0 AND off IS NOT NULL'
/**
 * Log lines, and events made from rows, apart: correlation adds events to the lines of a file that was read long
 * before, and one of these must not put twenty million out of order.
 */
const GROUP = '(artifact * 2 + summarised::INTEGER)'

/** The places of every file that events rest on, in order of artifact. */
export async function loadPlaces(connection: Connection, signal?: AbortSignal): Promise<readonly Places[]> {
  const spans = await connection.all<Span>(
    `SELECT ${GROUP} AS grp, count(*) AS n, min(id) AS first, max(id) AS last, max(off) AS max_off FROM events WHERE ${WHERE} GROUP BY grp ORDER BY grp`,
    [],
    signal,
  )
  const fillings = new Map<number, Filling>()
  for (const span of spans) {
    const small = span.max_off < FOUR_GIB
    fillings.set(span.grp, {
      span,
      offs: small ? shared.u32(span.n) : shared.f64(span.n),
      gaps: [],
      place: 0,
      end: -1,
      // Ids that follow on need no list of their own; whether their order is the file's is seen while reading.
      regular: span.last - span.first + 1 === span.n,
    })
  }
  const wide = spans.some((s) => s.max_off >= FOUR_GIB)
  const ids = spans.some((s) => s.last >= FOUR_GIB)
  const columns = `${GROUP}, id::${ids ? 'DOUBLE' : 'UINTEGER'}, off::${wide ? 'DOUBLE' : 'UINTEGER'}, len`
  let one: Filling | undefined
  await connection.chunks(
    `SELECT ${columns} FROM events WHERE ${WHERE}`,
    [],
    ([grp, id, off, len], rows) => {
      for (let i = 0; i < rows; i++) {
        if (one?.span.grp !== grp![i]) one = fillings.get(grp![i]!)
        if (!one?.regular) continue
        const { place, offs, span } = one
        const at = off![i]!
        if (id![i] !== span.first + place || (place > 0 && at < offs[place - 1]!)) {
          one.regular = false
          continue
        }
        if (one.end >= 0 && at > one.end + LINE_END) one.gaps.push(one.end)
        offs[place] = at
        one.place++
        if (at + len![i]! > one.end) one.end = at + len![i]!
      }
    },
    signal,
  )
  const out: Places[] = []
  for (const one of fillings.values()) {
    if (one.regular && one.place === one.span.n)
      out.push({
        artifact: one.span.grp >> 1,
        offs: one.offs,
        firstId: one.span.first,
        ids: null,
        gaps: sharedList([...one.gaps, one.end]),
      })
    else out.push(await loadIrregular(connection, one, signal))
  }
  return out
}

/** Events whose ids are not in the order of their file: sorted here, with a list of ids. */
async function loadIrregular(connection: Connection, { span, offs }: Filling, signal?: AbortSignal): Promise<Places> {
  const ids = shared.f64(span.n)
  const gaps: number[] = []
  let place = 0
  let end = -1
  await connection.chunks(
    `SELECT id::DOUBLE, off::DOUBLE, len FROM events WHERE ${WHERE} AND ${GROUP} = ? ORDER BY off, id`,
    [span.grp],
    ([id, off, len], rows) => {
      for (let i = 0; i < rows; i++) {
        const at = off![i]!
        if (end >= 0 && at > end + LINE_END) gaps.push(end)
        offs[place] = at
        ids[place++] = id![i]!
        if (at + len![i]! > end) end = at + len![i]!
      }
    },
    signal,
  )
  return { artifact: span.grp >> 1, offs, firstId: 0, ids, gaps: sharedList([...gaps, end]) }
}
