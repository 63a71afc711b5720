/**
 * xz (https://tukaani.org/xz/xz-file-format.txt) through the WebAssembly build of xz-embedded in `xz-decompress`.
 * The package's own stream is not used: on cut input it never ends, one unfinished stream blocks all others behind a
 * global lock, and what was decoded before an error is lost. Its compiled module is driven directly instead; the
 * version is pinned, and a test fails should these insides change.
 * Limits of xz-embedded: no SHA-256 check, no BCJ filters, dictionaries up to 64 MiB (`xz -9`).
 */
import { onlyZeros } from './gunzip'
import type { Note, Reader } from './reader'

interface Wasm {
  readonly memory: { readonly buffer: ArrayBuffer }
  create_context(): number
  destroy_context(context: number): void
  supply_input(context: number, bytes: number): void
  get_next_output(context: number): number
}
interface Insides {
  _getModuleInstance(): Promise<void>
  _moduleInstance: { exports: Wasm }
}

// xz_ret of xz-embedded's linux/include/linux/xz.h
const OK = 0
const STREAM_END = 1
const MEMLIMIT = 4
const FORMAT = 5
const OPTIONS = 6
const BUF = 8

/** A context of its own memory, so that a hostile stream's dictionary goes away with it. */
async function instance(): Promise<Wasm> {
  // Loaded when there is something to unpack: the package holds its module as text.
  const { default: xz } = await import('xz-decompress')
  const insides = xz.XzReadableStream as unknown as Insides
  await insides._getModuleInstance()
  return insides._moduleInstance.exports
}

// Layout of the context: u32 buffer size, then xz_buf { in, in_pos, in_size, out, out_pos, out_size }.
const IN = 1
const IN_POS = 2
const IN_SIZE = 3
const OUT = 4
const OUT_POS = 5

export async function* unxz(input: Reader, note: Note): AsyncGenerator<Uint8Array> {
  const wasm = await instance()
  for (let first = true; ; first = false) {
    if (!first && (await onlyZeros(input))) return
    const magic = await input.peek(6)
    if (!first && (magic[0] !== 0xfd || magic[1] !== 0x37)) {
      note({ reason: 'trailing-data', at: input.offset(), detail: 'bytes that are not xz follow the xz stream' })
      return
    }
    const began = input.offset()
    const code = yield* stream(wasm, input)
    if (code === STREAM_END) continue
    const at = input.offset()
    if (code === BUF) note({ reason: 'compressed-cut', at, detail: 'the xz stream ends before its end marker' })
    else if (code === MEMLIMIT)
      note({ reason: 'compressed-corrupt', at, detail: 'the xz stream wants a dictionary over 64 MiB' })
    else if (code === OPTIONS)
      note({ reason: 'compressed-corrupt', at, detail: 'the xz stream uses a filter or check that cannot be read' })
    // xz-embedded goes on to a next stream by itself and reads the 12 bytes of its header first.
    else if (code === FORMAT && at - began > 24)
      note({ reason: 'trailing-data', at: at - 12, detail: 'bytes that are not xz follow the xz stream' })
    else if (code === FORMAT) note({ reason: 'compressed-corrupt', at, detail: 'this is not an xz stream' })
    else note({ reason: 'compressed-corrupt', at, detail: 'the xz stream is damaged' })
    return
  }
}

/** One xz stream; returns xz-embedded's last code. What was decoded before an error comes out too. */
async function* stream(wasm: Wasm, input: Reader): AsyncGenerator<Uint8Array, number> {
  const context = wasm.create_context()
  if (context === 0) return MEMLIMIT
  // The memory's buffer is replaced whenever it grows, so views are made anew after each call.
  const words = () => new Uint32Array(wasm.memory.buffer, context, 8)
  try {
    const bufferSize = words()[0]!
    let supplied = 0
    let dry = 0
    for (;;) {
      const before = words()
      if (before[IN_POS] === before[IN_SIZE]) {
        await input.skip(supplied)
        const piece = await input.view(bufferSize)
        new Uint8Array(wasm.memory.buffer, before[IN]!, bufferSize).set(piece)
        wasm.supply_input(context, piece.length)
        supplied = piece.length
        dry = piece.length === 0 ? dry + 1 : 0
      }
      let code: number
      try {
        code = wasm.get_next_output(context)
      } catch {
        return 7 // a trap inside WebAssembly: damaged data
      }
      const after = words()
      const size = after[OUT_POS]!
      const chunk = size > 0 ? new Uint8Array(wasm.memory.buffer, after[OUT]!, size).slice() : null
      after[OUT_POS] = 0
      if (code !== OK) {
        await input.skip(after[IN_POS]!)
        supplied = 0
      }
      if (chunk) yield chunk
      if (code !== OK) return code
      if (dry > 2 && !chunk) return BUF
    }
  } finally {
    wasm.destroy_context(context)
  }
}
