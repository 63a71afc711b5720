/**
 * Which of several sets of words a message holds, in one pass over its bytes: each two bytes are looked up in a table of
 * the words' beginnings, small enough for the processor's first cache, and the words are compared where it has an entry.
 * No string is made of a message that holds none.
 */

/** Bit n of the result: set n has a word in block[from, to). A set without words is always there. At most 31 sets. */
export type WordFilter = (block: Uint8Array, from: number, to: number) => number

const SIZE = 4096
const slot = (first: number, second: number): number => ((first << 5) ^ second) & (SIZE - 1)

interface Entry {
  readonly bytes: Uint8Array
  readonly bit: number
}

export function wordFilter(sets: readonly (readonly string[])[]): WordFilter {
  const encoder = new TextEncoder()
  const table = new Uint8Array(SIZE)
  const lists: Entry[][] = [[]]
  let always = 0
  for (const [n, words] of sets.entries()) {
    if (words.length === 0) always |= 1 << n
    for (const word of words) {
      const bytes = encoder.encode(word)
      const pair = bytes.length < 2 ? 0 : slot(bytes[0]!, bytes[1]!)
      // One byte, or more beginnings than the table can number: the set is not filtered.
      if (bytes.length < 2 || (lists.length > 255 && table[pair] === 0)) {
        always |= 1 << n
        continue
      }
      if (table[pair] === 0) {
        table[pair] = lists.length
        lists.push([])
      }
      lists[table[pair]!]!.push({ bytes, bit: 1 << n })
    }
  }
  return (b, from, to) => {
    let found = always
    for (let i = from + 1; i < to; i++) {
      const list = table[slot(b[i - 1]!, b[i]!)]!
      if (list === 0) continue
      const entries = lists[list]!
      for (let e = 0; e < entries.length; e++) {
        const { bytes, bit } = entries[e]!
        if ((found & bit) !== 0 || i - 1 + bytes.length > to) continue
        let k = 0
        while (k < bytes.length && bytes[k] === b[i - 1 + k]) k++
        if (k === bytes.length) found |= bit
      }
    }
    return found
  }
}
