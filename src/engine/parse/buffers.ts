/**
 * Buffers of batches, used again: the engine gives back what it has appended. Fresh memory is zeroed by the system page by
 * page, which costs as much as filling it.
 */

const SMALL = 16_384
const MOST = 48 << 20

const pool = new Map<number, ArrayBuffer[]>()
let held = 0

/** A copy of these bytes, at the start of a buffer that may be longer. */
export function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = bytes
  if (length < SMALL) return Uint8Array.from(bytes)
  const size = 2 ** Math.ceil(Math.log2(length))
  const again = pool.get(size)?.pop()
  if (again) held -= size
  const out = new Uint8Array(again ?? new ArrayBuffer(size), 0, length)
  out.set(bytes)
  return out
}

/** Whether a buffer is one that `copyOf` may use again. */
export const isReusable = ({ byteLength: n }: ArrayBuffer): boolean => n >= SMALL && (n & (n - 1)) === 0

/** Takes back buffers whose bytes nobody needs any more. */
export function giveBack(buffers: readonly ArrayBuffer[]): void {
  for (const buffer of buffers) {
    const size = buffer.byteLength
    if (held + size > MOST) continue
    const list = pool.get(size)
    if (list) list.push(buffer)
    else pool.set(size, [buffer])
    held += size
  }
}
