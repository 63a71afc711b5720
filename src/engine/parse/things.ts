/** The dictionary of things (addresses, users, paths, words of typed rows), which lives in the core. */
import type { Core } from './core'
import type { Dictionary } from './dictionary'

const WORDS = 4096

export function coreThings(core: Core): Dictionary {
  const { of } = core
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  const words = new Uint8Array(WORDS)
  const id = (kind: number, b: Uint8Array, from: number, to: number): number =>
    of.idOf(kind, core.place(b, from, to), to - from)
  const ends = (): Uint32Array => new Uint32Array(of.memory.buffer, of.endsAt(), of.sizeOf())
  const startOf = (n: number): number => (n === 0 ? 0 : ends()[n - 1]!)
  return {
    id,
    textId(kind, text) {
      if (text.length * 3 > WORDS) {
        const bytes = encoder.encode(text)
        return id(kind, bytes, 0, bytes.length)
      }
      return id(kind, words, 0, encoder.encodeInto(text, words).written)
    },
    kind: (known) => core.bytes()[of.kindsAt() + known]!,
    text(known) {
      const arena = of.arenaAt()
      return decoder.decode(core.bytes().subarray(arena + startOf(known), arena + ends()[known]!))
    },
    fresh() {
      const base = of.tell()
      const size = of.sizeOf()
      if (base === size) return null
      const from = startOf(base)
      const shifted = ends().slice(base)
      for (let i = 0; i < shifted.length; i++) shifted[i] = shifted[i]! - from
      const arena = of.arenaAt()
      const kinds = of.kindsAt()
      return {
        base,
        kinds: core.bytes().slice(kinds + base, kinds + size),
        ends: shifted,
        bytes: core.bytes().slice(arena + from, arena + of.usedOf()),
      }
    },
    get size() {
      return of.sizeOf()
    },
    get weight() {
      return of.usedOf() + of.sizeOf() * 25
    },
    reset: () => of.forget(),
  }
}
