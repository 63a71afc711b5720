/**
 * XXH64 (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) with seed 0, of which Zstandard keeps the low 32
 * bits. 64-bit numbers are pairs of 32-bit halves: BigInt is forty times slower.
 */
export interface Xxh64 {
  update(bytes: Uint8Array): void
  /** Low 32 bits, unsigned. */
  low32(): number
}

// Registers: the result of the last 64-bit operation.
let H = 0
let L = 0

function mul(ah: number, al: number, bh: number, bl: number): void {
  const a0 = al & 0xffff
  const a1 = al >>> 16
  const b0 = bl & 0xffff
  const b1 = bl >>> 16
  const low = a0 * b0
  const mid = a1 * b0 + (low >>> 16)
  const mid2 = a0 * b1 + (mid % 0x10000)
  L = (mid2 << 16) | (low & 0xffff) | 0
  H = (a1 * b1 + Math.floor(mid / 0x10000) + Math.floor(mid2 / 0x10000) + Math.imul(ah, bl) + Math.imul(al, bh)) | 0
}

function add(ah: number, al: number, bh: number, bl: number): void {
  const low = (al >>> 0) + (bl >>> 0)
  L = low | 0
  H = (ah + bh + (low > 0xffffffff ? 1 : 0)) | 0
}

function rotl(h: number, l: number, n: number): void {
  if (n >= 32) {
    const t = h
    h = l
    l = t
    n -= 32
  }
  if (n === 0) {
    H = h
    L = l
    return
  }
  H = (h << n) | (l >>> (32 - n))
  L = (l << n) | (h >>> (32 - n))
}

/** this ^= this >>> n */
function fold(n: number): void {
  const [h, l] = [H, L]
  if (n >= 32) L = l ^ (h >>> (n - 32))
  else {
    L = l ^ ((l >>> n) | (h << (32 - n)))
    H = h ^ (h >>> n)
  }
}

const P1 = [0x9e3779b1 | 0, 0x85ebca87 | 0] as const
const P2 = [0xc2b2ae3d | 0, 0x27d4eb4f | 0] as const
const P3 = [0x165667b1 | 0, 0x9e3779f9 | 0] as const
const P4 = [0x85ebca77 | 0, 0xc2b2ae63 | 0] as const
const P5 = [0x27d4eb2f | 0, 0x165667c5 | 0] as const

/** H,L = round(acc, input) */
function round(ah: number, al: number, ih: number, il: number): void {
  mul(ih, il, P2[0], P2[1])
  add(ah, al, H, L)
  rotl(H, L, 31)
  mul(H, L, P1[0], P1[1])
}

export function xxh64(): Xxh64 {
  const acc = new Int32Array(8)
  const set = (lane: number) => {
    acc[lane * 2] = H
    acc[lane * 2 + 1] = L
  }
  add(...P1, ...P2)
  set(0)
  ;[H, L] = P2
  set(1)
  ;[H, L] = [0, 0]
  set(2)
  add(0, 0, ~P1[0], -P1[1] | 0)
  set(3)
  const rest = new Uint8Array(32)
  let kept = 0
  let total = 0

  const stripes = (b: Uint8Array, from: number, to: number) => {
    const view = new DataView(b.buffer, b.byteOffset, b.length)
    for (let i = from; i + 32 <= to; i += 32) {
      for (let lane = 0; lane < 4; lane++) {
        const at = i + lane * 8
        round(acc[lane * 2]!, acc[lane * 2 + 1]!, view.getInt32(at + 4, true), view.getInt32(at, true))
        set(lane)
      }
    }
  }
  return {
    update: (bytes) => {
      total += bytes.length
      let at = 0
      if (kept > 0) {
        at = Math.min(32 - kept, bytes.length)
        rest.set(bytes.subarray(0, at), kept)
        kept += at
        if (kept < 32) return
        stripes(rest, 0, 32)
        kept = 0
      }
      const whole = at + ((bytes.length - at) & ~31)
      stripes(bytes, at, whole)
      rest.set(bytes.subarray(whole))
      kept = bytes.length - whole
    },
    low32: () => {
      let [h, l] = [P5[0] as number, P5[1] as number]
      if (total >= 32) {
        ;[h, l] = [0, 0]
        for (const [lane, n] of [1, 7, 12, 18].entries()) {
          rotl(acc[lane * 2]!, acc[lane * 2 + 1]!, n)
          add(h, l, H, L)
          ;[h, l] = [H, L]
        }
        for (let lane = 0; lane < 4; lane++) {
          round(0, 0, acc[lane * 2]!, acc[lane * 2 + 1]!)
          mul(h ^ H, l ^ L, ...P1)
          add(H, L, ...P4)
          ;[h, l] = [H, L]
        }
      }
      add(h, l, Math.floor(total / 2 ** 32), total | 0)
      const view = new DataView(rest.buffer)
      let at = 0
      for (; at + 8 <= kept; at += 8) {
        const [bh, bl] = [H, L]
        round(0, 0, view.getInt32(at + 4, true), view.getInt32(at, true))
        rotl(bh ^ H, bl ^ L, 27)
        mul(H, L, ...P1)
        add(H, L, ...P4)
      }
      if (at + 4 <= kept) {
        const [bh, bl] = [H, L]
        mul(0, view.getInt32(at, true), ...P1)
        rotl(bh ^ H, bl ^ L, 23)
        mul(H, L, ...P2)
        add(H, L, ...P3)
        at += 4
      }
      for (; at < kept; at++) {
        const [bh, bl] = [H, L]
        mul(0, rest[at]!, ...P5)
        rotl(bh ^ H, bl ^ L, 11)
        mul(H, L, ...P1)
      }
      fold(33)
      mul(H, L, ...P2)
      fold(29)
      mul(H, L, ...P3)
      fold(32)
      return L >>> 0
    },
  }
}
