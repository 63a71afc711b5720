/**
 * Builds the tables with which the core tells which of several sets of words a message holds, in one pass over its bytes
 * (the layout stands in src/wasm/filter.ts). No string is made of a message that holds none.
 */

const PAIRS = 4096
const OFFSETS = PAIRS
const ALWAYS = OFFSETS + 512
const FIRST = ALWAYS + 4
export const FILTER_BYTES = 16_384

const slot = (first: number, second: number): number => ((first << 5) ^ second) & (PAIRS - 1)

/** Added to the number of a set where the word counts at the start of the message only. */
const AT_START = 128

/**
 * Bit n of what the filter says: set n has a word in the message. A set is not filtered, and always there, when it has no
 * words, one of a single byte, or more than the tables hold. A word after `^` counts at the start of the message only.
 * At most 31 sets.
 */
export function wordFilter(sets: readonly (readonly string[])[]): Uint8Array {
  const encoder = new TextEncoder()
  const out = new Uint8Array(FILTER_BYTES)
  const view = new DataView(out.buffer)
  const lists = new Map<number, { readonly bytes: Uint8Array; readonly set: number }[]>()
  let always = 0
  let room = FILTER_BYTES - FIRST - 64
  for (const [n, words] of sets.entries()) {
    if (words.length === 0) always |= 1 << n
    for (const word of words) {
      const start = word.startsWith('^')
      const bytes = encoder.encode(start ? word.slice(1) : word)
      const pair = bytes.length < 2 ? 0 : slot(bytes[0]!, bytes[1]!)
      room -= bytes.length + (lists.has(pair) ? 2 : 3)
      if (bytes.length < 2 || bytes.length > 255 || room < 0 || (lists.size > 254 && !lists.has(pair))) {
        always |= 1 << n
        continue
      }
      const list = lists.get(pair)
      const entry = { bytes, set: start ? n + AT_START : n }
      if (list) list.push(entry)
      else lists.set(pair, [entry])
    }
  }
  view.setUint32(ALWAYS, always, true)
  let at = FIRST
  let number = 0
  for (const [pair, entries] of lists) {
    out[pair] = ++number
    view.setUint16(OFFSETS + number * 2, at, true)
    for (const { bytes, set } of entries) {
      out[at] = bytes.length
      out[at + 1] = set
      out.set(bytes, at + 2)
      at += bytes.length + 2
    }
    // The list ends with a length of 0.
    at++
  }
  return out
}
