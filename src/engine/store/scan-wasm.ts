/**
 * The inner loop of the text filter: finds a needle in a block, ASCII letters without regard to case, 64 bytes a step
 * with WebAssembly's vector instructions. Assembled here, byte by byte, because it is 60 instructions and a tool chain
 * for it would be more than the thing itself. Instruction codes: WebAssembly Core Specification 2.0, section 5.4.
 *
 * Two bytes of the needle, its rarest, are looked for at once: a position where both fit is then compared in full.
 * A byte is folded by OR with 0x20 where the needle has a letter: only `A` and `a` become `a`.
 */

const I32 = 0x7f
const V128 = 0x7b

function leb(value: number): number[] {
  const out: number[] = []
  let rest = value
  for (;;) {
    const byte = rest & 0x7f
    rest >>>= 7
    if (rest === 0) return [...out, byte]
    out.push(byte | 0x80)
  }
}
/** Signed LEB128, for constants. */
function sleb(value: number): number[] {
  const out: number[] = []
  let rest = value
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    if ((rest === 0 && !(byte & 0x40)) || (rest === -1 && byte & 0x40)) return [...out, byte]
    out.push(byte | 0x80)
  }
}

const get = (n: number) => [0x20, n]
const set = (n: number) => [0x21, n]
const i32 = (n: number) => [0x41, ...sleb(n)]
const ADD = [0x6a]
const SUB = [0x6b]
const MUL = [0x6c]
const AND = [0x71]
const OR = [0x72]
const EQZ = [0x45]
const NE = [0x47]
const LT_U = [0x49]
const GE_U = [0x4f]
const CTZ = [0x68]
const LOAD8_U = [0x2d, 0, 0]
const STORE = [0x36, 2, 0]
const simd = (code: number, ...rest: number[]) => [0xfd, ...leb(code), ...rest]
const V_LOAD = (offset: number) => simd(0, 0, ...leb(offset))
const V_LOAD8_SPLAT = simd(7, 0, 0)
const V_EQ8 = simd(35)
const V_AND = simd(78)
const V_OR = simd(80)
const V_ANY = simd(83)
const V_BITMASK = simd(100)
const EMPTY = 0x40
const block = (...body: number[][]) => [0x02, EMPTY, ...body.flat(), 0x0b]
const loop = (...body: number[][]) => [0x03, EMPTY, ...body.flat(), 0x0b]
const when = (...body: number[][]) => [0x04, EMPTY, ...body.flat(), 0x0b]
const br = (depth: number) => [0x0c, depth]
const brIf = (depth: number) => [0x0d, depth]
const RETURN = [0x0f]

// Parameters: start, end of start positions, the two probed places, needle, fold masks, needle length, output, capacity.
const [i, to, p1, p2, needle, folds, m, out, cap] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
const [bits, k, n, pos] = [9, 10, 11, 12] as const
const [t1, f1, t2, f2] = [13, 14, 15, 16] as const

/** A vector of the places among the 16 from `i + step` where both probed bytes fit. */
const fits = (step: number): number[] =>
  [
    [get(i), get(p1), ADD, V_LOAD(step), get(f1), V_OR, get(t1), V_EQ8],
    [get(i), get(p2), ADD, V_LOAD(step), get(f2), V_OR, get(t2), V_EQ8],
    [V_AND],
  ].flat(2)

const splat = (base: number, place: number, target: number) =>
  [get(base), get(place), ADD, V_LOAD8_SPLAT, set(target)].flat()

const body: number[] = [
  splat(needle, p1, t1),
  splat(folds, p1, f1),
  splat(needle, p2, t2),
  splat(folds, p2, f2),
  block(
    loop(
      [get(i), get(to), GE_U, brIf(1)].flat(),
      // 64 places at once: on to the next when none fits.
      [fits(0), fits(16), V_OR, fits(32), V_OR, fits(48), V_OR, V_ANY, EQZ].flat(),
      when([get(i), i32(64), ADD, set(i), br(1)].flat()),
      [fits(0), V_BITMASK, set(bits)].flat(),
      block(
        loop(
          [get(bits), EQZ, brIf(1)].flat(),
          [get(i), get(bits), CTZ, ADD, set(pos)].flat(),
          [get(bits), get(bits), i32(1), SUB, AND, set(bits)].flat(),
          [get(pos), get(to), GE_U, brIf(1)].flat(),
          [i32(0), set(k)].flat(),
          block(
            loop(
              [get(pos), get(k), ADD, LOAD8_U, get(folds), get(k), ADD, LOAD8_U, OR].flat(),
              [get(needle), get(k), ADD, LOAD8_U, NE, brIf(1)].flat(),
              [get(k), i32(1), ADD, set(k), get(k), get(m), LT_U, brIf(0)].flat(),
            ),
            [get(out), get(n), i32(4), MUL, ADD, get(pos), STORE].flat(),
            [get(n), i32(1), ADD, set(n)].flat(),
            [get(n), get(cap), GE_U].flat(),
            when(get(n), RETURN),
          ),
          br(0),
        ),
      ),
      [get(i), i32(16), ADD, set(i), br(0)].flat(),
    ),
  ),
  get(n),
].flat()

function moduleBytes(): Uint8Array {
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content]
  const name = (text: string) => [text.length, ...Buffer.from(text)]
  const code = [2, 4, I32, 4, V128, ...body, 0x0b]
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 9, ...Array(9).fill(I32), 1, I32]),
    ...section(2, [1, ...name('e'), ...name('m'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('scan'), 0, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ])
}

/** Finds up to `cap` places in [i, to); writes them as u32 at `out`; memory up to `to + m + 64` must exist. */
export type WasmScan = (
  i: number,
  to: number,
  p1: number,
  p2: number,
  needle: number,
  folds: number,
  m: number,
  out: number,
  cap: number,
) => number

// The engine compiles with Node's types only, which do not describe WebAssembly.
interface Wasm {
  Memory: new (shape: { initial: number }) => { readonly buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: { readonly scan: WasmScan } }
  validate(bytes: Uint8Array): boolean
}

/** The scanner over a memory of its own; null where the processor has no vector instructions. */
export function wasmScanner(bytes: number): { readonly memory: Uint8Array; readonly scan: WasmScan } | null {
  const wasm = (globalThis as unknown as { WebAssembly?: Wasm }).WebAssembly
  const code = moduleBytes()
  if (!wasm?.validate(code)) return null
  try {
    const memory = new wasm.Memory({ initial: Math.ceil(bytes / 65_536) })
    const instance = new wasm.Instance(new wasm.Module(code), { e: { m: memory } })
    return { memory: new Uint8Array(memory.buffer), scan: instance.exports.scan }
  } catch {
    return null
  }
}
