import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyBits, hasBit } from './mask'
import { needles } from './scan'
import { type ScanPool, scanPool } from './scan-pool'
import { floorFrom, type ScanTask } from './scan-task'

const SIZE = 20_000
let folder: string
let script: string
const offs: number[] = []
const expected: number[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-pool-'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'scan-worker.ts'),
      outDir: folder,
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  })
  script = join(folder, 'scan-worker.mjs')
  let text = ''
  for (let i = 0; i < SIZE; i++) {
    offs.push(text.length)
    if (i % 7 === 0) expected.push(i)
    text += `line ${i} ${'y'.repeat(i % 300)} ${i % 7 === 0 ? 'NeeDle' : 'nothing'}\n`
  }
  writeFileSync(join(folder, 'log'), text)
  offs.push(text.length)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Tasks of odd sizes, so that hits lie across their edges. */
function tasks(path: string, size = 70_001): { tasks: ScanTask[]; bits: Int32Array } {
  const bits = emptyBits(SIZE)
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const end = offs[SIZE]!
  const starts = new Uint32Array(new SharedArrayBuffer(SIZE * 4))
  starts.set(offs.slice(0, SIZE))
  const gaps = new Float64Array(new SharedArrayBuffer(8))
  gaps[0] = end
  const places = { artifact: 1, offs: starts, firstId: 0, ids: null, gaps }
  const out: ScanTask[] = []
  for (let from = 0; from < end; from += size)
    out.push({ path, from, to: Math.min(end, from + size), needles: needles('needle'), places, bits, stop })
  return { tasks: out, bits }
}

describe.each(['threads', 'in this thread'])('%s', (way) => {
  let pool: ScanPool
  beforeAll(() => {
    pool = scanPool(way === 'threads' ? script : null)
  })
  afterAll(() => pool.close())

  test('every event that holds the text, and no other', async () => {
    const { tasks: all, bits } = tasks(join(folder, 'log'))
    await pool.run(all)
    expect(Array.from({ length: SIZE }, (_, id) => id).filter((id) => hasBit(bits, id))).toEqual(expected)
  })

  test('a file that is gone is a fault that names it, and the pool goes on', async () => {
    const path = join(folder, 'gone')
    await expect(pool.run(tasks(path).tasks)).rejects.toMatchObject({ code: 'unreadable', detail: { path } })
    const { tasks: all, bits } = tasks(join(folder, 'log'))
    await pool.run(all)
    expect(hasBit(bits, expected.at(-1)!)).toBe(true)
  })

  test('an abort ends it, and the next search runs', async () => {
    const stop = new AbortController()
    const running = pool.run(tasks(join(folder, 'log'), 4099).tasks, stop.signal)
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    const { tasks: all, bits } = tasks(join(folder, 'log'))
    await pool.run(all)
    expect(expected.every((id) => hasBit(bits, id))).toBe(true)
  })

  test('two searches at once do not mix', async () => {
    const one = tasks(join(folder, 'log'))
    const two = tasks(join(folder, 'log'), 9001)
    for (const task of two.tasks) (task as { needles: unknown }).needles = needles('line 77 ')
    await Promise.all([pool.run(one.tasks), pool.run(two.tasks)])
    expect(Array.from({ length: SIZE }, (_, id) => id).filter((id) => hasBit(two.bits, id))).toEqual([77])
    expect(expected.every((id) => hasBit(one.bits, id))).toBe(true)
  })
})

test('floorFrom finds the greatest index at or below, from any start', () => {
  const list = Uint32Array.from([3, 3, 8, 20, 21, 40])
  for (let at = 0; at < 50; at++) {
    const plain = list.reduce((found, value, index) => (value <= at ? index : found), -1)
    for (let from = -1; from < list.length; from++) expect(floorFrom(list, from, at)).toBe(plain)
  }
})
