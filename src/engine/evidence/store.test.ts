import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBlockList } from './blocks'
import type { CaseFolder } from './case-folder'
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

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('keeps bytes unchanged under their hash, from a stream and from a file', async () => {
  for (const size of [0, 1, 65536, 65537, 9_000_000]) {
    const bytes = randomBytes(size)
    const a = await open.store.put(Readable.from([bytes.subarray(0, size >> 1), bytes.subarray(size >> 1)]))
    expect(a).toMatchObject({ sha256: sha(bytes), size, fresh: true })
    expect((await readFile(a.path)).equals(bytes)).toBe(true)
    await writeFile(scratch.path('source'), bytes)
    const b = await open.store.putFile(scratch.path('source'))
    expect(b).toMatchObject({ sha256: a.sha256, size, fresh: false, truncated: null, blocks: a.blocks })
    if (size > 65536) {
      const list = await readFile(`${a.path}.blocks`, 'utf8')
      expect(sha(Buffer.from(list))).toBe(a.blocks)
      expect(readBlockList(list)?.length).toBe(Math.ceil(size / 65536))
    } else expect(a.blocks).toBeNull()
    await a.durable
  }
  await open.store.settle()
  expect(await readdir(join(scratch.root, 'tmp'))).toEqual([])
})

test('a source that fails leaves nothing behind', async () => {
  const failing = async function* () {
    yield Buffer.from('half')
    throw new Error('the cable came out')
  }
  await expect(open.store.put(failing())).rejects.toThrow('the cable came out')
  expect(await readdir(join(scratch.root, 'tmp'))).toEqual([])
  expect(await readdir(join(scratch.root, 'evidence'))).toEqual([])
})

test('cancels', async () => {
  await writeFile(scratch.path('source'), randomBytes(20_000_000))
  const stop = new AbortController()
  const work = open.store.putFile(scratch.path('source'), stop.signal)
  stop.abort()
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readdir(join(scratch.root, 'evidence'))).toEqual([])
})

test('what a crash left without a manifest line is written anew', async () => {
  const bytes = randomBytes(1000)
  const stored = await open.store.put(Readable.from([bytes]))
  await open.close()
  // Nothing vouches for the object; its bytes were lost.
  const { chmod } = await import('node:fs/promises')
  await chmod(stored.path, 0o600)
  await writeFile(stored.path, Buffer.alloc(1000))
  open = await scratch.reopen()
  expect((await open.store.put(Readable.from([bytes]))).fresh).toBe(true)
  expect((await readFile(stored.path)).equals(bytes)).toBe(true)
})

test('adopts a file of the case without a second copy, and keeps what was known already', async () => {
  const path = join(scratch.root, 'tmp', 'staged')
  const bytes = randomBytes(200_000)
  await writeFile(path, bytes)
  const stored = await open.store.adopt(path)
  expect(stored).toMatchObject({ sha256: sha(bytes), size: bytes.length, fresh: true, truncated: null })
  expect((await stat(stored.path)).ino).toBe((await stat(path)).ino)
  expect(readBlockList(await readFile(`${stored.path}.blocks`, 'utf8'))?.length).toBe(4)
  await writeFile(`${path}2`, bytes)
  expect(await open.store.adopt(`${path}2`)).toMatchObject({
    sha256: stored.sha256,
    blocks: stored.blocks,
    fresh: false,
  })
  await open.store.settle()
  await rm(path)
  expect((await readFile(stored.path)).equals(bytes)).toBe(true)
})
