/**
 * Finds the places in a message at which an entity could begin or be announced, 16 bytes a step with WebAssembly's
 * vector instructions: a bit per byte. A loop over bytes in JavaScript costs three times as much as all that is done
 * at these places. Assembled here, because it is a hundred instructions; codes: WebAssembly Core 2.0, section 5.4.
 *
 * A place is marked where, with "start" meaning that no byte of a word stands before it,
 *   - a run of digits begins, but not the next of a row (the 2 and 3 in 1.2.3, the 34 in 12:34),
 *   - a `/` starts,
 *   - a word starts with fo, us, Us, by, to or de (for, user, by, to, device),
 *   - a `=` stands before a letter or a quote.
 */
import { SEP, TOKEN } from './entity-tables'

/** Bytes that one window holds; a message is no longer than the half. */
export const WINDOW = 131_072
const DATA = 64
const BITS = DATA + WINDOW + 64

function leb(value: number): number[] {
  const out: number[] = []
  for (let rest = value; ; ) {
    const byte = rest & 0x7f
    rest >>>= 7
    if (rest === 0) return [...out, byte]
    out.push(byte | 0x80)
  }
}
const V128 = 0x7b
const I32 = 0x7f
const get = (n: number) => [0x20, n]
const set = (n: number) => [0x21, n]
const simd = (code: number, ...rest: number[]) => [0xfd, ...leb(code), ...rest]
const loadAt = (offset: number) => simd(0, 0, ...leb(offset))
const constant = (bytes: readonly number[]) => simd(12, ...bytes)
const splat = (byte: number) => constant(new Array(16).fill(byte))
const SWIZZLE = simd(14)
const EQ = simd(35)
const LT_U = simd(38)
const SUB = simd(113)
const AND = simd(78)
const ANDNOT = simd(79)
const OR = simd(80)
const BITMASK = simd(100)
const SHR_U = simd(109)
const i32 = (n: number) => [0x41, n]

/**
 * Bytes of words by their halves: a byte is one when the entry of its low half and that of its high half share a bit.
 * High halves with the same set of low halves share a bit.
 */
function halves(): { low: number[]; high: number[] } {
  const low = new Array<number>(16).fill(0)
  const high = new Array<number>(16).fill(0)
  const sets = new Map<string, number>()
  for (let h = 0; h < 16; h++) {
    const members = Array.from({ length: 16 }, (_, l) => (TOKEN[h * 16 + l] === SEP ? '0' : '1')).join('')
    if (!members.includes('1')) continue
    let bit = sets.get(members)
    if (bit === undefined) {
      bit = 1 << sets.size
      sets.set(members, bit)
      for (let l = 0; l < 16; l++) if (members[l] === '1') low[l]! |= bit
    }
    high[h] = bit
  }
  if (sets.size > 8) throw new Error('the bytes of words need more than eight sets')
  return { low, high }
}

// Parameters: address, end, address of the bits. Locals: this byte, the one before, the one after, start, marks, two before.
const [at, end, out] = [0, 1, 2] as const
const [v, before, after, start, marks, second] = [3, 4, 5, 6, 7, 8] as const

function kernel(): number[] {
  const { low, high } = halves()
  const isWord = (local: number) => [
    ...constant(low),
    ...get(local),
    ...splat(15),
    ...AND,
    ...SWIZZLE,
    ...constant(high),
    ...get(local),
    ...i32(4),
    ...SHR_U,
    ...SWIZZLE,
    ...AND,
  ]
  const isDigit = (local: number) => [...get(local), ...splat(48), ...SUB, ...splat(10), ...LT_U]
  const is = (local: number, c: string) => [...get(local), ...splat(c.charCodeAt(0)), ...EQ]
  const pair = (text: string) => [...is(v, text[0]!), ...is(after, text[1]!), ...AND]
  const any = (...of: number[][]) => of.flatMap((code, i) => (i === 0 ? code : [...code, ...OR]))
  const body = [
    ...get(at),
    ...loadAt(2),
    ...set(v),
    ...get(at),
    ...loadAt(1),
    ...set(before),
    ...get(at),
    ...loadAt(3),
    ...set(after),
    ...get(at),
    ...loadAt(0),
    ...set(second),
    // start: all bits where the byte before is none of a word
    ...isWord(before),
    ...splat(0),
    ...EQ,
    ...set(start),
    ...isDigit(v),
    ...isDigit(before),
    ...ANDNOT,
    // a digit two before, and a byte of a word between
    ...isDigit(second),
    ...get(start),
    ...ANDNOT,
    ...ANDNOT,
    ...set(marks),
    ...any(is(v, '/'), pair('fo'), pair('us'), pair('Us'), pair('by'), pair('to'), pair('de')),
    ...get(start),
    ...AND,
    ...get(marks),
    ...OR,
    ...set(marks),
    // = before a byte with the bit 0x40 (letters) or a quote
    ...is(v, '='),
    ...any([...get(after), ...splat(64), ...AND, ...splat(64), ...EQ], is(after, '"'), is(after, "'"), is(after, '<')),
    ...AND,
    ...get(marks),
    ...OR,
    ...set(marks),
    ...get(out),
    ...get(marks),
    ...BITMASK,
    0x3b,
    1,
    0,
    ...get(out),
    ...i32(2),
    0x6a,
    ...set(out),
    ...get(at),
    ...i32(16),
    0x6a,
    ...set(at),
    ...get(at),
    ...get(end),
    0x49,
    0x0d,
    0,
  ]
  return [0x03, 0x40, ...body, 0x0b]
}

function assemble(): Uint8Array<ArrayBuffer> {
  const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body]
  const name = (text: string) => [text.length, ...Array.from(text, (c) => c.charCodeAt(0))]
  const code = [1, 6, V128, ...kernel(), 0x0b]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, I32, I32, I32, 0]),
    ...section(2, [1, ...name('e'), ...name('m'), 2, 0, ...leb(1)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('mark'), 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ])
}

// The engine compiles with Node's types only, which do not describe WebAssembly.
interface Wasm {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> }
}
const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly

const memory = new wasm.Memory({ initial: Math.ceil((BITS + WINDOW / 8 + 64) / 65_536) })
const bytes = new Uint8Array(memory.buffer)
const instance = new wasm.Instance(new wasm.Module(assemble()), { e: { m: memory } })
const run = instance.exports['mark'] as (at: number, end: number, out: number) => void

/** One bit per byte of the window, lowest first; bytes past the end of what was marked have no meaning. */
export const MARKS = new Int32Array(memory.buffer, BITS, WINDOW / 32 + 1)

/** Marks block[from, to), at most WINDOW bytes; bit 0 is the byte at `from`. */
export function mark(block: Uint8Array, from: number, to: number): void {
  // Two bytes before and one after decide with those at the ends.
  bytes[DATA] = from > 1 ? block[from - 2]! : 32
  bytes[DATA + 1] = from > 0 ? block[from - 1]! : 32
  bytes.set(from === 0 && to === block.length ? block : block.subarray(from, to), DATA + 2)
  bytes[DATA + 2 + to - from] = to < block.length ? block[to]! : 0
  run(DATA, DATA + to - from, BITS)
}
