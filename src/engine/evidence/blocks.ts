/**
 * The block list beside an object (`<sha256>.blocks`), which tells where a changed object differs:
 *   vestigo-blocks 1 crc32 65536 20      <- format, sum, block size, number of blocks
 *   cbf43926                             <- one line a block
 * CRC-32, since it only localises; that something changed is shown by the object's SHA-256, and the list itself is held
 * against the SHA-256 in the manifest.
 */
import { crc32 } from 'node:zlib'

export const BLOCK_BYTES = 64 * 1024

export interface BlockSums {
  update(bytes: Uint8Array): void
  /** CRC-32 of each block; the last may be short. Call once. */
  sums(): number[]
}

export function blockSums(): BlockSums {
  const done: number[] = []
  let crc = 0
  let filled = 0
  return {
    update: (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const n = Math.min(BLOCK_BYTES - filled, bytes.length - at)
        crc = crc32(bytes.subarray(at, at + n), crc)
        at += n
        filled += n
        if (filled === BLOCK_BYTES) {
          done.push(crc)
          crc = 0
          filled = 0
        }
      }
    },
    sums: () => (filled > 0 ? [...done, crc] : done),
  }
}

export const blockList = (sums: readonly number[]): string =>
  `vestigo-blocks 1 crc32 ${BLOCK_BYTES} ${sums.length}\n${sums.map((n) => `${(n >>> 0).toString(16).padStart(8, '0')}\n`).join('')}`

/** The sums of a block list; null when it is not one. */
export function readBlockList(text: string): number[] | null {
  const lines = text.split('\n')
  const count = Number(/^vestigo-blocks 1 crc32 65536 (\d+)$/.exec(lines[0] ?? '')?.[1] ?? Number.NaN)
  const sums = lines.slice(1, 1 + count)
  if (sums.length !== count || !sums.every((line) => /^[0-9a-f]{8}$/.test(line))) return null
  return sums.map((line) => Number.parseInt(line, 16))
}

/** Half-open byte ranges in which the two differ; neighbours are joined. `size` is that of the longer object. */
export function differing(expected: readonly number[], actual: readonly number[], size: number): [number, number][] {
  const ranges: [number, number][] = []
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    if (expected[i] === actual[i]) continue
    const from = i * BLOCK_BYTES
    const to = Math.min(from + BLOCK_BYTES, size)
    const last = ranges.at(-1)
    if (last && last[1] === from) last[1] = to
    else ranges.push([from, to])
  }
  return ranges
}
