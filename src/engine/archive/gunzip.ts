/**
 * gzip (RFC 1952), member after member: `1f 8b 08 flags mtime xfl os [extra] [name\0] [comment\0] [crc16] deflate crc32 isize`.
 * Oddities: several members in a row are one file (RFC 1952 2.2; logrotate with `copytruncate`, `cat a.gz b.gz`); zero
 * padding after the last member is legal on tapes; anything else after it is told as trailing data.
 */
import { crc32 } from 'node:zlib'
import { type InflateEnd, inflate } from './inflate'
import type { Note, Reader } from './reader'

const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16
const NAME_MAX = 64 * 1024

type Header = 'ok' | 'cut' | 'bad'

async function skipText(input: Reader): Promise<Header> {
  for (let seen = 0; seen < NAME_MAX; ) {
    const piece = await input.view(4096)
    if (piece.length === 0) return 'cut'
    const nul = piece.indexOf(0)
    seen += await input.skip(nul < 0 ? piece.length : nul + 1)
    if (nul >= 0) return 'ok'
  }
  return 'bad'
}

/** Reads a member's header, whose two magic bytes are there. */
async function header(input: Reader): Promise<Header> {
  const fixed = await input.take(10)
  if (fixed.length < 10) return 'cut'
  const flags = fixed[3]!
  if (fixed[2] !== 8 || (flags & 0xe0) !== 0) return 'bad'
  if (flags & FEXTRA) {
    const size = await input.take(2)
    if (size.length < 2) return 'cut'
    const n = size[0]! | (size[1]! << 8)
    if ((await input.skip(n)) < n) return 'cut'
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if (!(flags & flag)) continue
    const read = await skipText(input)
    if (read !== 'ok') return read
  }
  if (flags & FHCRC && (await input.skip(2)) < 2) return 'cut'
  return 'ok'
}

export async function* gunzip(input: Reader, note: Note): AsyncGenerator<Uint8Array> {
  for (let first = true; ; first = false) {
    const magic = await input.peek(2)
    if (magic.length === 0) {
      if (first) note({ reason: 'compressed-cut', at: 0, detail: 'the gzip stream is empty' })
      return
    }
    if (magic[0] !== 0x1f || magic[1] !== 0x8b) {
      if (await onlyZeros(input)) return
      note({ reason: 'trailing-data', at: input.offset(), detail: 'bytes that are not gzip follow the gzip stream' })
      return
    }
    const head = await header(input)
    const at = input.offset()
    if (head !== 'ok') {
      if (head === 'cut') note({ reason: 'compressed-cut', at, detail: 'the gzip header is cut' })
      else note({ reason: 'compressed-corrupt', at, detail: 'the gzip header is damaged' })
      return
    }
    let crc = 0
    let size = 0
    let end: InflateEnd = { kind: 'cut' }
    for await (const chunk of inflate(input, Number.POSITIVE_INFINITY, (e) => {
      end = e
    })) {
      crc = crc32(chunk, crc)
      size += chunk.length
      yield chunk
    }
    if (!reportEnd(end, input.offset(), note, 'gzip')) return
    const trailer = Buffer.from(await input.take(8))
    if (trailer.length < 8) {
      note({ reason: 'compressed-cut', at: input.offset(), detail: 'the gzip checksum at the end is missing' })
      return
    }
    if (trailer.readUInt32LE(0) !== crc >>> 0 || trailer.readUInt32LE(4) !== size % 2 ** 32)
      note({ reason: 'checksum-mismatch', at: input.offset(), detail: 'the gzip checksum differs from the data' })
  }
}

/** Tells a deflate stream's bad end to `note`; true when it was whole. */
export function reportEnd(end: InflateEnd, at: number, note: Note, what: string): boolean {
  if (end.kind === 'cut')
    note({ reason: 'compressed-cut', at, detail: `the ${what} stream ends before its end marker` })
  if (end.kind === 'corrupt') note({ reason: 'compressed-corrupt', at, detail: `the ${what} stream: ${end.detail}` })
  return end.kind === 'whole'
}

/** Consumes zero bytes; true when nothing else is left. */
export async function onlyZeros(input: Reader): Promise<boolean> {
  for (;;) {
    const piece = await input.view(64 * 1024)
    if (piece.length === 0) return true
    const other = piece.findIndex((byte) => byte !== 0)
    await input.skip(other < 0 ? piece.length : other)
    if (other >= 0) return false
  }
}
