/**
 * Which of several sets of words a message holds, in one pass over its bytes: the first two bytes of every word are
 * looked up in a table, and the rest is compared where they fit. No string is made of a message that holds none.
 */

/** Bit n of the result: set n has a word in block[from, to). A set without words is always there. At most 31 sets. */
export type WordFilter = (block: Uint8Array, from: number, to: number) => number

interface Entry {
  readonly bytes: Uint8Array
  readonly bit: number
}

export function wordFilter(sets: readonly (readonly string[])[]): WordFilter {
  const encoder = new TextEncoder()
  const table = new Uint8Array(65_536)
  const lists: Entry[][] = [[]]
  let always = 0
  for (const [n, words] of sets.entries()) {
    if (words.length === 0) always |= 1 << n
    for (const word of words) {
      const bytes = encoder.encode(word)
      // One byte, or more starts than the table can number: the set is not filtered.
      if (bytes.length < 2 || (lists.length > 255 && table[(bytes[0]! << 8) | bytes[1]!] === 0)) {
        always |= 1 << n
        continue
      }
      const pair = (bytes[0]! << 8) | bytes[1]!
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
      const list = table[(b[i - 1]! << 8) | b[i]!]!
      if (list === 0) continue
      const entries = lists[list]!
      for (let e = 0; e < entries.length; e++) {
        const { bytes, bit } = entries[e]!
        if ((found & bit) !== 0 || i - 1 + bytes.length > to) continue
        let k = 2
        while (k < bytes.length && bytes[k] === b[i - 1 + k]) k++
        if (k === bytes.length) found |= bit
      }
    }
    return found
  }
}
