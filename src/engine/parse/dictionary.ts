/**
 * Names kept once: bytes with a kind -> a small number, in order of first mention. Each worker has its own; the engine
 * thread maps a worker's numbers to those of the index.
 */

/** Entries that were added since the last call of `fresh`, packed for the other thread. */
export interface Fresh {
  /** Number of the first of them; the others follow. 0 after a reset: numbers from before are void. */
  readonly base: number
  readonly kinds: Uint8Array
  /** End of each entry in `bytes`. */
  readonly ends: Uint32Array
  readonly bytes: Uint8Array
}

export interface Dictionary {
  id(kind: number, bytes: Uint8Array, from: number, to: number): number
  /** The same from text. */
  textId(kind: number, text: string): number
  kind(id: number): number
  /** The entry's bytes as text. */
  text(id: number): string
  /** Entries added since the last call; null when there are none. */
  fresh(): Fresh | null
  readonly size: number
  /** Bytes held. */
  readonly weight: number
  /** Forgets all; numbers begin at 0 again. */
  reset(): void
}

/** 32-bit hash of bytes, four at a step. */
export function hashBytes(seed: number, b: Uint8Array, from: number, to: number): number {
  let h = seed ^ (to - from)
  let i = from
  for (; i + 3 < to; i += 4) {
    h = Math.imul(h ^ (b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)), 0x9e3779b1)
    h ^= h >>> 15
  }
  let rest = 0
  for (; i < to; i++) rest = (rest << 8) | b[i]!
  h = Math.imul(h ^ rest, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

const grow = (old: Uint8Array, need: number): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(Math.max(old.length * 2, need))
  out.set(old)
  return out
}

export function openDictionary(): Dictionary {
  let slots = new Int32Array(4096)
  let mask = slots.length - 1
  let hashes = new Int32Array(2048)
  let ends = new Uint32Array(2048)
  let kinds = new Uint8Array(2048)
  let arena = new Uint8Array(65_536)
  let size = 0
  let used = 0
  let told = 0
  const words = new Uint8Array(4096)
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()

  const widen = () => {
    slots = new Int32Array(slots.length * 2)
    mask = slots.length - 1
    for (let id = 0; id < size; id++) {
      let at = hashes[id]! & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = id + 1
    }
  }
  const add = (kind: number, hash: number, b: Uint8Array, from: number, to: number): number => {
    if (size === hashes.length) {
      const h = new Int32Array(size * 2)
      h.set(hashes)
      hashes = h
      const e = new Uint32Array(size * 2)
      e.set(ends)
      ends = e
      kinds = grow(kinds, size * 2)
    }
    const length = to - from
    if (used + length > arena.length) arena = grow(arena, used + length)
    for (let i = 0; i < length; i++) arena[used + i] = b[from + i]!
    used += length
    hashes[size] = hash
    ends[size] = used
    kinds[size] = kind
    size++
    return size - 1
  }
  const id = (kind: number, b: Uint8Array, from: number, to: number): number => {
    const hash = hashBytes(kind, b, from, to)
    const length = to - from
    let at = hash & mask
    for (let slot = slots[at]!; slot !== 0; at = (at + 1) & mask, slot = slots[at]!) {
      const known = slot - 1
      if (hashes[known] !== hash || kinds[known] !== kind) continue
      const start = known === 0 ? 0 : ends[known - 1]!
      if (ends[known]! - start !== length) continue
      let i = 0
      while (i < length && arena[start + i] === b[from + i]) i++
      if (i === length) return known
    }
    const made = add(kind, hash, b, from, to)
    slots[at] = made + 1
    if (size * 2 > slots.length) widen()
    return made
  }
  return {
    id,
    textId(kind, text) {
      if (text.length * 3 > words.length) {
        const bytes = encoder.encode(text)
        return id(kind, bytes, 0, bytes.length)
      }
      return id(kind, words, 0, encoder.encodeInto(text, words).written)
    },
    kind: (known) => kinds[known]!,
    text: (known) => decoder.decode(arena.subarray(known === 0 ? 0 : ends[known - 1]!, ends[known]!)),
    fresh() {
      if (told === size) return null
      const from = told === 0 ? 0 : ends[told - 1]!
      const shifted = ends.slice(told, size)
      for (let i = 0; i < shifted.length; i++) shifted[i] = shifted[i]! - from
      const out = { base: told, kinds: kinds.slice(told, size), ends: shifted, bytes: arena.slice(from, used) }
      told = size
      return out
    },
    get size() {
      return size
    },
    get weight() {
      return used + size * 25
    },
    reset() {
      slots.fill(0)
      size = used = told = 0
    },
  }
}

/**
 * Numbers of the index by name, for the engine thread: 64 bits of a keyed hash stand for the name, so that millions of
 * different paths cost 12 bytes each. The key is random, so nobody can prepare two names that meet; by chance two of
 * ten million do with a probability of about 3 in a million.
 */
export interface HashIds {
  /** The number, or -1 when the name is new: then `at` of the next `put` is its place. */
  get(kind: number, bytes: Uint8Array, from: number, to: number): number
  /** Gives the name that `get` just missed its number. */
  put(id: number): void
  readonly size: number
}

export function openHashIds(seed: readonly [number, number]): HashIds {
  let high = new Int32Array(8192)
  let low = new Int32Array(8192)
  let ids = new Int32Array(8192)
  let mask = 8191
  let size = 0
  let missHigh = 0
  let missLow = 0
  const place = (h: number, l: number): number => {
    let at = l & mask
    while (ids[at] !== 0 && (high[at] !== h || low[at] !== l)) at = (at + 1) & mask
    return at
  }
  return {
    get(kind, b, from, to) {
      missHigh = hashBytes(seed[0] ^ (kind * 0x01000193), b, from, to)
      missLow = hashBytes(seed[1] + kind, b, from, to)
      return ids[place(missHigh, missLow)]! - 1
    },
    put(id) {
      const at = place(missHigh, missLow)
      high[at] = missHigh
      low[at] = missLow
      ids[at] = id + 1
      size++
      if (size * 2 <= ids.length) return
      const old = { high, low, ids }
      high = new Int32Array(ids.length * 2)
      low = new Int32Array(ids.length * 2)
      ids = new Int32Array(old.ids.length * 2)
      mask = ids.length - 1
      for (let i = 0; i < old.ids.length; i++) {
        if (old.ids[i] === 0) continue
        const to = place(old.high[i]!, old.low[i]!)
        high[to] = old.high[i]!
        low[to] = old.low[i]!
        ids[to] = old.ids[i]!
      }
    },
    get size() {
      return size
    },
  }
}
