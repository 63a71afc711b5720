/**
 * Scrolling by rows instead of by pixels. Browsers clamp an element's height at 33,554,428 px, about 1.5 million rows of
 * 22 px: past that a scrolled element cannot reach the end. Here a position is a row number with a fraction, the wheel
 * moves by rows, and the thumb of our own bar maps to the whole list however long it is. Pure.
 */
export const ROW = 22
const THUMB_MIN = 24

export interface Viewport {
  readonly total: number
  /** Height in pixels of the part that shows rows. */
  readonly height: number
}

/** Rows that fit entirely. */
export const fitting = (v: Viewport): number => Math.max(1, Math.floor(v.height / ROW))

/** The greatest position: the last row at the lower edge. */
export const limit = (v: Viewport): number => Math.max(0, v.total - v.height / ROW)

export const clamp = (position: number, v: Viewport): number => Math.max(0, Math.min(position, limit(v)))

/** Wheel travel in rows; `mode` is WheelEvent.deltaMode (0 pixels, 1 lines, 2 pages). */
export function wheelRows(delta: number, mode: number, v: Viewport): number {
  if (mode === 1) return delta
  if (mode === 2) return delta * fitting(v)
  return delta / ROW
}

export interface Slice {
  /** First and last row to draw. */
  readonly first: number
  readonly last: number
  /** Where the first row's upper edge lies, in pixels, at most 0. */
  readonly shift: number
}
export function slice(position: number, v: Viewport): Slice {
  const at = clamp(position, v)
  const first = Math.floor(at)
  const last = Math.min(v.total - 1, Math.ceil(at + v.height / ROW))
  return { first, last: Math.max(first, last), shift: -(at - first) * ROW }
}

/** The least move that brings a row wholly into view. */
export function reveal(position: number, row: number, v: Viewport): number {
  if (row < position) return clamp(row, v)
  const lowest = row + 1 - v.height / ROW
  return lowest > position ? clamp(lowest, v) : clamp(position, v)
}

/** A position with the row in the middle, unless it is already well in view. */
export function centre(position: number, row: number, v: Viewport): number {
  const rows = v.height / ROW
  if (row >= position + 1 && row <= position + rows - 2) return clamp(position, v)
  return clamp(row - rows / 2 + 0.5, v)
}

export interface Thumb {
  readonly top: number
  readonly size: number
}
/** null when everything is in view. */
export function thumb(position: number, v: Viewport): Thumb | null {
  const rows = v.height / ROW
  if (v.total <= rows || v.height <= THUMB_MIN) return null
  const size = Math.max(THUMB_MIN, (v.height * rows) / v.total)
  const most = limit(v)
  return { size, top: most === 0 ? 0 : (clamp(position, v) / most) * (v.height - size) }
}

/** The position for a thumb whose upper edge was dragged to `top`. */
export function dragged(top: number, v: Viewport): number {
  const bar = thumb(0, v)
  if (!bar) return 0
  return clamp((top / (v.height - bar.size)) * limit(v), v)
}
