/**
 * Ranges of addresses and who claimed them, as /proc/iomem and /proc/ioports list them; a range within another is
 * indented by two blanks. For other than root the kernel prints zeros (kptr_restrict).
 *   000a0000-000bffff : PCI Bus 0000:00
 *     000c0000-000c7fff : Video ROM
 */
import { int, type Line, type Out, optional, type RowOf, text } from '../define'

export const RANGE_COLUMNS = {
  start: text('First address, hexadecimal; zeros when the kernel hid it'),
  end: text('Last address, hexadecimal'),
  size: optional(int('Length; null when hidden or beyond 2^53', 'bytes')),
  depth: int('How many ranges it lies in', 'count'),
  device: text('Who claimed it'),
} as const
export type RangeRow = RowOf<typeof RANGE_COLUMNS>

const LINE = /^( *)([0-9a-f]{4,16})-([0-9a-f]{4,16}) : (.{0,1000})$/

/** A line as a row; null when it is none. Addresses of I/O ports have four digits, those of memory eight or more. */
export function rangeRow(text: string, digits: 'ports' | 'memory'): RangeRow | null {
  const m = text.length < 1200 ? LINE.exec(text) : null
  if (!m || m[2]!.length !== m[3]!.length || (m[2]!.length === 4) !== (digits === 'ports')) return null
  const size = Number(BigInt(`0x${m[3]}`) - BigInt(`0x${m[2]}`)) + 1
  const hidden = /^0+$/.test(m[3]!)
  return {
    start: m[2]!,
    end: m[3]!,
    size: hidden || size < 1 || !Number.isSafeInteger(size) ? null : size,
    depth: m[1]!.length >> 1,
    device: m[4]!.trim(),
  }
}

export const parseRanges =
  (digits: 'ports' | 'memory') =>
  (lines: Iterable<Line>, out: Out<RangeRow>): void => {
    for (const line of lines) {
      const row = rangeRow(line.text, digits)
      if (row) out.row(row, line)
      else out.unparsed(line, 'not a range of addresses')
    }
  }

export const looksLikeRanges = (lines: readonly string[], digits: 'ports' | 'memory'): boolean => {
  const some = lines.filter((l) => l.trim() !== '').slice(0, 60)
  return some.length > 0 && some.every((l) => rangeRow(l, digits) !== null)
}
