/**
 * One LZ4 block (lz4's doc/lz4_Block_format.md), without a frame around it:
 *   token (literal length, match length - 4) | more length | literals | offset, 2 bytes | more length
 * The last sequence has literals only. Lengths of 15 go on in bytes of 255.
 */

/** The block unpacked to exactly `size` bytes; null when it is damaged or gives another size. */
export function unlz4Block(input: Uint8Array, size: number): Buffer | null {
  // A byte of input makes at most 255 bytes of output: what claims more is not even allocated.
  if (size > input.length * 255) return null
  const out = Buffer.allocUnsafe(size)
  let at = 0
  let made = 0
  const more = (length: number): number => {
    let sum = length
    if (length !== 15) return sum
    for (;;) {
      const byte = input[at++]
      if (byte === undefined) return Number.POSITIVE_INFINITY
      sum += byte
      if (byte !== 255) return sum
    }
  }
  while (at < input.length) {
    const token = input[at++]!
    const literals = more(token >> 4)
    if (literals > size - made || literals > input.length - at) return null
    out.set(input.subarray(at, at + literals), made)
    at += literals
    made += literals
    if (at === input.length) break
    if (at + 2 > input.length) return null
    const back = input[at]! | (input[at + 1]! << 8)
    at += 2
    const length = more(token & 15) + 4
    if (back === 0 || back > made || length > size - made) return null
    // The match may overlap what it makes.
    if (back >= length) out.copyWithin(made, made - back, made - back + length)
    else for (let i = 0; i < length; i++) out[made + i] = out[made - back + i]!
    made += length
  }
  return made === size ? out : null
}
