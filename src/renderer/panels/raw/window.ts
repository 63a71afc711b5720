/** The lines of a file that are held: a stretch that grows at either end and is cut at the other. Pure. */
import type { RawLine, RawSlice } from '../../../shared/model'

export interface Held {
  readonly lines: readonly RawLine[]
  readonly from: number
  readonly to: number
  readonly size: number
}
/** Lines held at most; what goes is at the far end from where one reads. */
export const MOST = 1200

export const hold = (s: RawSlice): Held => ({ lines: s.lines, from: s.from, to: s.to, size: s.size })

/** Joins what follows; a slice that does not begin where the held one ends is ignored. */
export function append(held: Held, s: RawSlice): Held {
  const fresh = s.lines.filter((l) => l.off >= held.to)
  if (fresh.length === 0) return { ...held, to: Math.max(held.to, s.to), size: s.size }
  const lines = [...held.lines, ...fresh]
  const cut = lines.slice(Math.max(0, lines.length - MOST))
  return { lines: cut, from: cut[0]?.off ?? held.from, to: s.to, size: s.size }
}
export function prepend(held: Held, s: RawSlice): Held {
  const fresh = s.lines.filter((l) => l.off < held.from)
  if (fresh.length === 0) return { ...held, from: Math.min(held.from, s.from), size: s.size }
  const lines = [...fresh, ...held.lines]
  const cut = lines.slice(0, MOST)
  const next = lines[MOST]
  return { lines: cut, from: s.from, to: next ? next.off : held.to, size: s.size }
}

export const isMarked = (line: RawLine, off: number, len: number): boolean =>
  len > 0 && line.off < off + len && line.off + Math.max(1, line.len) > off
