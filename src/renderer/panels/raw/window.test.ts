import { expect, it } from 'vitest'
import type { RawLine, RawSlice } from '../../../shared/model'
import { append, hold, isMarked, MOST, prepend } from './window'

const line = (off: number): RawLine => ({ no: null, off, len: 9, text: 'x'.repeat(9) })
const slice = (from: number, lines: number): RawSlice => ({
  artifact: {} as RawSlice['artifact'],
  lines: Array.from({ length: lines }, (_, i) => line(from + i * 10)),
  from,
  to: from + lines * 10,
  size: 1_000_000,
})

it('grows at both ends without repeating a line', () => {
  let held = hold(slice(1000, 5))
  held = append(held, slice(1040, 3))
  held = prepend(held, slice(980, 3))
  expect(held.lines.map((l) => l.off)).toEqual([980, 990, 1000, 1010, 1020, 1030, 1040, 1050, 1060])
  expect([held.from, held.to]).toEqual([980, 1070])
})
it('lets go of the far end, and says from where to read on', () => {
  const down = append(hold(slice(0, MOST)), slice(MOST * 10, 100))
  expect([down.lines.length, down.from, down.to]).toEqual([MOST, 1000, MOST * 10 + 1000])
  const up = prepend(hold(slice(1000, MOST)), slice(0, 100))
  expect([up.lines.length, up.from, up.to]).toEqual([MOST, 0, MOST * 10])
  expect(up.lines.at(-1)?.off).toBe(up.to - 10)
})
it('marks every line that the record touches', () => {
  expect([990, 1000, 1010, 1020].map((off) => isMarked(line(off), 1003, 12))).toEqual([false, true, true, false])
  expect(isMarked(line(0), 0, 0)).toBe(false)
})
