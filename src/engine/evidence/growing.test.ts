import { randomBytes } from 'node:crypto'
import { openSync, readdirSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CaseFolder } from './case-folder'
import { awaitBytes, type Grower, grow } from './growing'
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

test('what may be read of a file that is being copied is what is kept of it, on another thread too', async () => {
  const bytes = randomBytes((40 << 20) + 777)
  writeFileSync(scratch.path('source'), bytes)
  let grower: Grower | null = null
  const seen: number[] = []
  const stored = await open.store.putFile(scratch.path('source'), undefined, (file) => {
    grower = file
    const fd = openSync(file.file.path, 'r')
    const written = file.written
    Object.assign(file, {
      written: (n: number) => {
        written(n)
        // The last page that was told is there.
        const last = Buffer.alloc(4096)
        const at = Math.floor(n / 4096) * 4096 - 4096
        expect(readSync(fd, last, 0, 4096, at)).toBe(4096)
        expect(last.equals(bytes.subarray(at, at + 4096))).toBe(true)
        seen.push(n)
      },
    })
  })
  expect(stored.fresh).toBe(true)
  expect(seen.length).toBeGreaterThan(5)
  const { file } = grower! as Grower
  expect(() => awaitBytes(file.state, bytes.length + 10, () => {})).not.toThrow()
  expect(readFileSync(file.path).equals(bytes)).toBe(true)
  await (grower! as Grower).drop()
  expect(readdirSync(join(scratch.root, 'tmp'))).toEqual([])
})

test('who waits for bytes goes on when they come, and hears when they never will', async () => {
  writeFileSync(scratch.path('part'), 'x')
  const grower = (await grow(scratch.path('part')))!
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    const told = []
    parentPort.postMessage('waits')
    for (;;) {
      const pages = Atomics.load(workerData, 0)
      if (Atomics.load(workerData, 1) !== 0) break
      told.push(pages)
      if (Atomics.wait(workerData, 0, pages, 5000) === 'timed-out') throw new Error('nobody called')
    }
    parentPort.postMessage(told)`
  const worker = new Worker(code, { eval: true, workerData: grower.file.state })
  const messages: unknown[] = []
  const ended = new Promise<void>((done, fail) => {
    worker.on('message', (message) => {
      messages.push(message)
      if (message === 'waits') {
        grower.written(8192)
        setTimeout(() => grower.end(false), 20)
      }
    })
    worker.on('exit', () => done())
    worker.on('error', fail)
  })
  await ended
  expect((messages[1] as number[]).at(-1)).toBe(2)
  expect(() => awaitBytes(grower.file.state, 1, () => {})).toThrow('given up')
  await grower.drop()
})

test('asks now and then whether anybody still wants it', async () => {
  writeFileSync(scratch.path('part'), 'x')
  const grower = (await grow(scratch.path('part')))!
  const wanted = () => {
    throw new Error('nobody')
  }
  expect(() => awaitBytes(grower.file.state, 1, wanted)).toThrow('nobody')
  await grower.drop()
})

test('a copy that is cancelled is given up, and leaves nothing once the name is dropped', async () => {
  writeFileSync(scratch.path('source'), randomBytes(40 << 20))
  const stop = new AbortController()
  let grower: Grower | null = null
  const work = open.store.putFile(scratch.path('source'), stop.signal, (file) => {
    grower = file
    stop.abort()
  })
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  const { file, drop } = grower! as Grower
  expect(() => awaitBytes(file.state, 1 << 30, () => {})).toThrow('given up')
  await drop()
  expect(readdirSync(join(scratch.root, 'tmp'))).toEqual([])
  expect(readdirSync(join(scratch.root, 'evidence'))).toEqual([])
})
