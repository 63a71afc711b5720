/** One stream of bytes in, decompressed bytes out; the kind of compression is told by magic bytes. */
import { bunzip2 } from './bunzip2'
import { gunzip } from './gunzip'
import type { Note, Reader } from './reader'
import type { Compression } from './types'
import { unxz } from './unxz'
import { unzstd } from './unzstd'

/** Bytes that `compressionOf` wants to see. */
export const MAGIC_BYTES = 10

/** Told by the first bytes alone; names lie. */
export function compressionOf(head: Uint8Array): Compression {
  const hex = Buffer.from(head.subarray(0, MAGIC_BYTES)).toString('hex')
  if (hex.startsWith('1f8b08')) return 'gzip'
  if (hex.startsWith('fd377a585a00')) return 'xz'
  if (/^425a683[1-9](314159265359|177245385090)/.test(hex)) return 'bzip2'
  if (hex.startsWith('28b52ffd')) return 'zstd'
  return 'none'
}

/**
 * Decompressed bytes, as far as they can be had. Never throws because of its input: cut, damaged or trailing bytes are
 * told to `note`, with the offset in the compressed bytes, after everything decodable has come out.
 */
export function decompress(kind: Exclude<Compression, 'none'>, input: Reader, note: Note): AsyncGenerator<Uint8Array> {
  switch (kind) {
    case 'gzip':
      return gunzip(input, note)
    case 'xz':
      return unxz(input, note)
    case 'bzip2':
      return bunzip2(input, note)
    case 'zstd':
      return unzstd(input, note)
  }
}
