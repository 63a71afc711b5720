/** Binary files of records of one size, where the file does not say which of several layouts it has. */
import type { Line } from '../define'

const utf8 = new TextDecoder('utf-8')

/** Text up to its NUL; null when it holds what no terminal or host has. */
export function recordText(bytes: Uint8Array, from: number, length: number): string | null {
  let end = from
  while (end < from + length && bytes[end] !== 0) {
    if (bytes[end]! < 32 || bytes[end] === 127) return null
    end++
  }
  return end === from ? '' : utf8.decode(bytes.subarray(from, end))
}

export const isHole = (bytes: Uint8Array, from: number, size: number): boolean => {
  for (let i = from; i < from + size; i++) if (bytes[i] !== 0) return false
  return true
}

/** A record as a line: its number from 1, and its bytes. */
export const recordAt = (index: number, from: number, to: number): Line => ({ text: '', no: index + 1, from, to })

/** 1990 to 2106, in seconds. */
export const likelySeconds = (seconds: number): boolean => seconds >= 631_152_000 && seconds <= 4_294_967_295

/**
 * The layout in which most records that are not empty make sense; of those that fit alike the first. Null when none fits
 * four of five, or when all is empty.
 */
export function fittingLayout<L extends { readonly size: number }>(
  bytes: Uint8Array,
  layouts: readonly L[],
  sense: (bytes: Uint8Array, from: number, layout: L) => boolean,
): { readonly layout: L; readonly share: number } | null {
  let best: { layout: L; share: number } | null = null
  for (const layout of layouts) {
    let filled = 0
    let good = 0
    for (let from = 0; from + layout.size <= bytes.length && filled < 200; from += layout.size) {
      if (isHole(bytes, from, layout.size)) continue
      filled++
      if (sense(bytes, from, layout)) good++
    }
    const share = filled === 0 ? 0 : good / filled
    if (share >= 0.8 && share > (best?.share ?? 0)) best = { layout, share }
  }
  return best
}
