/** The name of a zone in bytes: `CET`, `PDT`. Names that stand for several zones say nothing. */
import { abbreviationOffset } from '../../../shared/zone-abbreviations'

/** What `pastZoneName` read: the offset in seconds, east positive; NaN when the name does not tell one. */
export const zoneName = { offset: Number.NaN }
let lastKey = -1

/** Past three to five capitals at `i`; `i` when there are none. */
export function pastZoneName(b: Uint8Array, i: number, to: number): number {
  let k = i
  let key = 0
  while (k < to && k - i < 6 && b[k]! >= 65 && b[k]! <= 90) key = key * 32 + b[k++]! - 64
  if (k - i < 3 || k - i > 5) return i
  if (key !== lastKey) {
    lastKey = key
    zoneName.offset = abbreviationOffset(String.fromCharCode(...b.subarray(i, k))) ?? Number.NaN
  }
  return k
}
