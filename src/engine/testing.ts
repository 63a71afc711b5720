/** What the suites that walk the registry share: a context to parse in, and input broken in ways that repeat. */
import { instant, UTC } from '../shared/time'
import type { ParseContext } from './define'

export const CONTEXT: ParseContext = {
  path: 'a.txt',
  command: null,
  host: 'host1',
  capturedAt: instant(Date.UTC(2025, 2, 4, 12) * 1000),
  bootedAt: instant(Date.UTC(2025, 2, 1, 8) * 1000),
  zone: UTC,
}

/** Small deterministic generator, so that a failure repeats: a function from `below` to 0..below-1. */
export function random(seed: number): (below: number) => number {
  let s = seed >>> 0
  return (below) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * below)
  }
}

/** A dozen truncations, then a dozen copies with a fiftieth of the bytes made random. */
export function* damaged(bytes: Uint8Array, r: (below: number) => number): Generator<Uint8Array> {
  for (let i = 0; i < 12; i++) yield bytes.subarray(0, r(bytes.length + 1))
  for (let i = 0; i < 12; i++) {
    const copy = Uint8Array.from(bytes)
    for (let k = 0; k < 1 + bytes.length / 50; k++) copy[r(copy.length)] = r(256)
    yield copy
  }
}

/** Whether a message kind's filter lets a message through, plainly (see `words` of MessageKind). */
export const holdsWord = (words: readonly string[], message: string): boolean =>
  words.some((word) => (word.startsWith('^') ? message.startsWith(word.slice(1)) : message.includes(word)))
