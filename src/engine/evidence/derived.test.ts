import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { logText } from '../archive/testing/make'
import type { CaseFolder } from './case-folder'
import { plainHead, plainOf } from './derived'
import { plainBytes } from './encoding'
import { scratchCase } from './testing'

let scratch: Awaited<ReturnType<typeof scratchCase>>
let open: CaseFolder
beforeEach(async () => {
  scratch = await scratchCase()
  open = await scratch.create()
})
afterEach(async () => {
  await open.close()
  await scratch.clean()
})

const text = logText(3000)
const put = async (bytes: Uint8Array) => (await open.store.put(Readable.from([bytes]))).sha256
const sample = (name: string) => readFile(join(import.meta.dirname, '../archive/testing', name))

test('plain bytes are the evidence itself', async () => {
  const hash = await put(text)
  const plain = await plainOf(open, hash)
  expect(plain).toMatchObject({ path: open.store.pathOf(hash), sha256: hash, compression: 'none', truncated: null })
  expect(await readdir(join(scratch.root, 'derived'))).toEqual([])
  // wtmp and the like are full of zeros and no text.
  const binary = Buffer.alloc(384 * 3)
  binary.write('pts/0', 8)
  expect((await plainOf(open, await put(binary))).encoding).toBe('as-is')
})

test('rotated logs are unpacked once, from each compression', async () => {
  for (const [bytes, kind] of [
    [gzipSync(text), 'gzip'],
    [await sample('log.xz'), 'xz'],
    [await sample('log.bz2'), 'bzip2'],
    [await sample('log-19.zst'), 'zstd'],
  ] as const) {
    const hash = await put(bytes)
    const [plain, same] = await Promise.all([plainOf(open, hash), plainOf(open, hash)])
    expect(same).toEqual(plain)
    expect(plain).toMatchObject({ compression: kind, size: text.length, truncated: null })
    expect(plain.sha256).toBe(createHash('sha256').update(text).digest('hex'))
    expect((await readFile(plain.path)).equals(text)).toBe(true)
    const { mtimeNs } = await stat(plain.path, { bigint: true })
    expect(await plainOf(open, hash)).toEqual(plain)
    expect((await stat(plain.path, { bigint: true })).mtimeNs).toBe(mtimeNs)
    await rm(join(scratch.root, 'derived'), { recursive: true })
    expect((await readFile((await plainOf(open, hash)).path)).equals(text)).toBe(true)
    expect((await plainHead(open, hash, 100)).equals(text.subarray(0, 100))).toBe(true)
  }
})

test('a cut log gives what it holds, with a flag', async () => {
  const bytes = gzipSync(text)
  const plain = await plainOf(open, await put(bytes.subarray(0, bytes.length >> 1)))
  expect(plain.truncated?.reason).toBe('compressed-cut')
  const got = await readFile(plain.path)
  expect(got.length).toBeGreaterThan(text.length / 4)
  expect(text.subarray(0, got.length).equals(got)).toBe(true)
})

test('a bomb is stopped', async () => {
  const hash = await put(gzipSync(Buffer.alloc(30 << 20)))
  const plain = await plainOf(open, hash, { limits: { ratioAfterBytes: 1 << 20 } })
  expect(plain.truncated?.reason).toBe('ratio')
  expect(plain.size).toBeLessThan(16 << 20)
})

test('UTF-16 becomes UTF-8, with a mark, without one, and compressed', async () => {
  const words = `Ein Gr\u00fc\u00dfe \u65e5\u672c \u{1f600}\r\n${'plain ascii line\r\n'.repeat(400)}`
  const little = Buffer.from(words, 'utf16le')
  const big = Buffer.from(little).swap16()
  const ascii = Buffer.from('plain ascii line\r\n'.repeat(400), 'utf16le')
  for (const [bytes, encoding, expected] of [
    [Buffer.concat([Buffer.from([0xff, 0xfe]), little]), 'utf-16le', words],
    [Buffer.concat([Buffer.from([0xfe, 0xff]), big]), 'utf-16be', words],
    [gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), 'utf-16le', words],
    [ascii, 'utf-16le', 'plain ascii line\r\n'.repeat(400)],
  ] as const) {
    const hash = await put(bytes)
    const plain = await plainOf(open, hash)
    expect(plain.encoding).toBe(encoding)
    expect(await readFile(plain.path, 'utf8')).toBe(expected)
    expect((await plainHead(open, hash, 64)).toString().startsWith(expected.slice(0, 10))).toBe(true)
  }
})

test('an object that is not there is a fault', async () => {
  await expect(plainOf(open, '0'.repeat(64))).rejects.toMatchObject({ code: 'unreadable' })
})

test('a journal becomes its export text, compressed or not', async () => {
  const folder = join(import.meta.dirname, '../../../fixtures/journal_file')
  const zipped = await readFile(join(folder, 'zstd.journal.gz'))
  const journal = gunzipSync(zipped)
  const expected = gunzipSync(await readFile(join(folder, 'zstd.export.gz')))
  for (const bytes of [journal, zipped]) {
    const hash = await put(bytes)
    const plain = await plainOf(open, hash)
    expect(plain).toMatchObject({ encoding: 'journal', truncated: null })
    const text = (await readFile(plain.path)).toString('latin1')
    expect(text.replace(/^__SEQNUM(?:_ID)?=.*\n/gm, '') === expected.toString('latin1')).toBe(true)
    expect((await plainHead(open, hash, 65_536)).toString('latin1')).toBe(text.slice(0, 65_536))
    expect(Buffer.from((await plainBytes(bytes)).bytes).toString('latin1') === text).toBe(true)
  }
  expect((await readdir(join(scratch.root, 'derived'))).filter((name) => name.includes('part'))).toEqual([])
  const cut = await plainOf(open, await put(journal.subarray(0, 3_800_000)))
  expect(cut.truncated?.reason).toBe('archive-cut')
  expect(cut.size).toBeGreaterThan(10_000)
})
