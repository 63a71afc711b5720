/**
 * Text search over the bytes of a file: needles, and where they are in a block. ASCII letters match without regard to
 * case. A needle with other letters is looked for in four spellings (as typed, lower case, upper case, first letter
 * upper); a mixture of cases within such letters is not found.
 */
import { type WasmScan, wasmScanner } from './scan-wasm'

export interface Needle {
  /** Bytes with ASCII letters in lower case. */
  readonly bytes: Uint8Array
  /** 0x20 where `bytes` has an ASCII letter, else 0. */
  readonly folds: Uint8Array
  /** Places of its two rarest bytes. */
  readonly p1: number
  readonly p2: number
}

/** From common to rare in logs: a byte's rank is its place here; bytes left out are rarest. */
const COMMON = ' e0123a4t5o6i7n8s9r.lcdumpg:fb-h/y=[]w_vk"\'(),xj'

function compile(text: string): Needle {
  const bytes = new TextEncoder().encode(text)
  const folds = new Uint8Array(bytes.length)
  const rank = (at: number): number => {
    const place = COMMON.indexOf(String.fromCharCode(bytes[at]!))
    return place < 0 ? COMMON.length : place
  }
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]!
    if (b >= 65 && b <= 90) bytes[i] = b | 0x20
    if (bytes[i]! >= 97 && bytes[i]! <= 122) folds[i] = 0x20
  }
  const places = [...bytes.keys()].sort((a, b) => rank(b) - rank(a) || a - b)
  return { bytes, folds, p1: places[0]!, p2: places[1] ?? places[0]! }
}

/** The spellings to look for; none for an empty text or one with a line feed (no line holds that). */
export function needles(text: string): readonly Needle[] {
  if (text === '' || text.includes('\n')) return []
  const lower = text.toLowerCase()
  const upper = text.toUpperCase()
  const spellings = [lower, upper, upper.slice(0, 1) + lower.slice(1), text]
  if (/^[\x00-\x7f]*$/.test(text)) return [compile(lower)]
  const out = new Map<string, Needle>()
  for (const spelling of spellings) {
    const needle = compile(spelling)
    out.set(Buffer.from(needle.bytes).toString('hex'), needle)
  }
  return [...out.values()]
}

/**
 * Horspool's search, both cases in the skip table; for processors without vector instructions, and what the tests
 * hold the fast loop against. Calls `hit` with each place in [from, to) where the needle begins.
 */
export function horspool(
  block: Uint8Array,
  from: number,
  to: number,
  { bytes, folds }: Needle,
  hit: (at: number) => void,
): void {
  const last = bytes.length - 1
  const skip = new Int32Array(256).fill(bytes.length)
  for (let k = 0; k < last; k++) {
    skip[bytes[k]!] = last - k
    if (folds[k]) skip[bytes[k]! ^ 0x20] = last - k
  }
  const tail = bytes[last]!
  const fold = folds[last]!
  const end = to + last
  let at = from + last
  while (at < end) {
    const b = block[at]!
    if ((b | fold) === tail) {
      let k = last - 1
      let j = at - 1
      while (k >= 0 && (block[j]! | folds[k]!) === bytes[k]!) {
        k--
        j--
      }
      if (k < 0) hit(at - last)
    }
    at += skip[b]!
  }
}

/** Bytes of a file that are looked at in one go. */
export const BLOCK = 4 << 20
/** Longest needle, in bytes: what may follow a block so that a hit across its end is seen. */
export const MAX_NEEDLE = 4096
const CAP = 1 << 16

export interface Scanner {
  /** Read file bytes into here: BLOCK + MAX_NEEDLE of them fit. */
  readonly block: Uint8Array
  /** Each place in block[0, starts) where a needle begins, `length` bytes being valid; ascending for one needle. */
  find(needle: Needle, starts: number, length: number, hit: (at: number) => void): void
}

export function makeScanner(plain = false): Scanner {
  const room = BLOCK + MAX_NEEDLE + 128
  const outAt = room
  const needleAt = outAt + CAP * 4
  const foldsAt = needleAt + MAX_NEEDLE + 16
  const fast = plain ? null : wasmScanner(foldsAt + MAX_NEEDLE + 16)
  if (!fast) {
    const block = new Uint8Array(BLOCK + MAX_NEEDLE)
    return {
      block,
      find: (needle, starts, length, hit) =>
        horspool(block, 0, Math.min(starts, length - needle.bytes.length + 1), needle, hit),
    }
  }
  const { memory } = fast
  const scan: WasmScan = fast.scan
  const out = new Uint32Array(memory.buffer, outAt, CAP)
  return {
    block: memory.subarray(0, BLOCK + MAX_NEEDLE),
    find: (needle, starts, length, hit) => {
      const size = needle.bytes.length
      memory.set(needle.bytes, needleAt)
      memory.set(needle.folds, foldsAt)
      const to = Math.min(starts, length - size + 1)
      let at = 0
      while (at < to) {
        const found = scan(at, to, needle.p1, needle.p2, needleAt, foldsAt, size, outAt, CAP)
        for (let k = 0; k < found; k++) hit(out[k]!)
        if (found < CAP) return
        at = out[CAP - 1]! + 1
      }
    },
  }
}
