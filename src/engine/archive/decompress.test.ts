import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { compressionOf, decompress } from './decompress'
import { chunksOf, readerOf } from './reader'
import { logText } from './testing/make'
import type { Truncation } from './types'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'testing', name))
const text = logText(3000)
const packed: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(text),
  xz: sample('log.xz'),
  bzip2: sample('log.bz2'),
  'zstd -19': sample('log-19.zst'),
  'zstd -1': sample('log-1.zst'),
}

async function unpack(bytes: Buffer, piece = 1 << 20): Promise<{ out: Buffer; troubles: Truncation[] }> {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece))
  const troubles: Truncation[] = []
  const out: Buffer[] = []
  const kind = compressionOf(bytes)
  if (kind === 'none') throw new Error('not compressed')
  for await (const chunk of decompress(kind, readerOf(chunksOf(...pieces)), (t) => troubles.push(t)))
    out.push(Buffer.from(chunk))
  return { out: Buffer.concat(out), troubles }
}

/** Steps of a linear congruential generator, so that a failure can be repeated. */
function* random(seed: number): Generator<number> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    yield x / 2 ** 32
  }
}

describe.each(Object.entries(packed))('%s', (_, bytes) => {
  test('gives the bytes that were packed', async () => {
    const { out, troubles } = await unpack(bytes)
    expect(troubles).toEqual([])
    expect(out.equals(text)).toBe(true)
  })

  test('does so from pieces of any size', async () => {
    for (const piece of [1, 7, 4096]) {
      const { out, troubles } = await unpack(bytes, piece)
      expect(troubles).toEqual([])
      expect(out.equals(text)).toBe(true)
    }
  })

  test('reads several streams in a row as one', async () => {
    const { out, troubles } = await unpack(Buffer.concat([bytes, bytes, bytes]))
    expect(troubles).toEqual([])
    expect(out.equals(Buffer.concat([text, text, text]))).toBe(true)
  })

  test('tells of bytes that follow the end', async () => {
    const { out, troubles } = await unpack(Buffer.concat([bytes, Buffer.from('something else')]))
    expect(out.equals(text)).toBe(true)
    expect(troubles.map((t) => t.reason)).toEqual(['trailing-data'])
    expect(troubles[0]!.at).toBe(bytes.length)
  })

  test('gives what a cut stream holds, and says so, wherever it is cut', async () => {
    const cuts = [8, 11, 20, 100, ...Array.from({ length: 25 }, (_, i) => Math.floor((bytes.length * (i + 1)) / 26))]
    for (const cut of [...cuts, bytes.length - 9, bytes.length - 1]) {
      const head = bytes.subarray(0, cut)
      if (compressionOf(head) === 'none') continue
      const { out, troubles } = await unpack(head)
      expect(troubles.map((t) => t.reason)).toEqual(['compressed-cut'])
      expect(out.equals(text.subarray(0, out.length))).toBe(true)
    }
    // Most of it comes out when only the end is missing; bzip2 and zstd lose the block that is cut.
    expect((await unpack(bytes.subarray(0, bytes.length - 20))).out.length).toBeGreaterThan(text.length / 3)
  })

  test('damaged bytes neither throw nor pass unseen', async () => {
    const dice = random(bytes.length)
    const roll = (n: number) => Math.floor(dice.next().value * n)
    for (let i = 0; i < 150; i++) {
      const bad = Buffer.from(bytes)
      // Past the magic, so that it is still taken for what it was.
      for (let k = roll(4); k >= 0; k--) bad[12 + roll(bad.length - 12)]! ^= 1 << roll(8)
      if (bad.equals(bytes)) continue
      const { out, troubles } = await unpack(bad)
      // A flip in a header field that carries no data (mtime, name) changes nothing.
      if (troubles.length === 0) expect(out.equals(text)).toBe(true)
    }
  })

  test('random bytes after the magic end soon', async () => {
    const dice = random(7)
    for (let i = 0; i < 60; i++) {
      const junk = Buffer.from(Array.from({ length: 3000 }, () => Math.floor(dice.next().value * 256)))
      const { troubles } = await unpack(Buffer.concat([bytes.subarray(0, 12 + i), junk]))
      expect(troubles.length).toBeGreaterThan(0)
    }
  })
})

test('a bzip2 block whose run length overflows is called damaged at once', async () => {
  // Header of a block with one symbol and two tables in which RUNA costs one bit; then nothing but RUNA.
  const bits = [
    '010000100101101001101000' + '00111001', // BZh9
    '001100010100000101011001001001100101001101011001', // block magic
    '0'.repeat(57), // crc, not randomised, origin
    '0000001000000000' + '0100000000000000', // one symbol
    '010' + '111111111111111', // 2 tables, 32767 selectors
    '0'.repeat(32767),
    `00001` + '0' + '100' + '0', // lengths 1, 2, 2
    `00001` + '0' + '100' + '0',
    '0'.repeat(4000),
  ].join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
  const { out, troubles } = await unpack(bytes)
  expect(out.length).toBe(0)
  expect(troubles.map((t) => t.reason)).toEqual(['compressed-corrupt'])
})

test('a zstd frame that wants a huge window is refused before memory is taken', async () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 1, 0, 0])
  expect((await unpack(frame)).troubles.map((t) => t.reason)).toEqual(['compressed-corrupt'])
})

test('compression is told by bytes', () => {
  expect(compressionOf(Buffer.from('plain text'))).toBe('none')
  expect(compressionOf(Buffer.from('BZh9 is how this text begins'))).toBe('none')
  expect(compressionOf(Buffer.alloc(0))).toBe('none')
})
