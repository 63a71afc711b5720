/** Times of a file as events, written as mactime does: m modified, a accessed, c changed (the inode), b born. */
import type { Instant } from '../../shared/time'
import type { EventDraft } from '../define'

export interface FileTimes {
  readonly modified: Instant | null
  readonly accessed: Instant | null
  readonly changed: Instant | null
  readonly born: Instant | null
}

/** One event for each moment: times of one file that are equal are one event. */
export function fileEvents(path: string, { modified: m, accessed: a, changed: c, born: b }: FileTimes): EventDraft[] {
  const out: EventDraft[] = []
  const add = (ts: Instant, isM: boolean, isA: boolean, isC: boolean, isB: boolean) =>
    out.push({
      ts,
      kind: 'file',
      summary: `${isM ? 'm' : '.'}${isA ? 'a' : '.'}${isC ? 'c' : '.'}${isB ? 'b' : '.'} ${path}`,
      entities: [['path', path]],
    })
  if (m !== null) add(m, true, a === m, c === m, b === m)
  if (a !== null && a !== m) add(a, false, true, c === a, b === a)
  if (c !== null && c !== m && c !== a) add(c, false, false, true, b === c)
  if (b !== null && b !== m && b !== a && b !== c) add(b, false, false, false, true)
  return out
}
