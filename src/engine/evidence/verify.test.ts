import { appendFile, chmod, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { logText, tarOf } from '../archive/testing/make'
import { takeIn } from './intake'
import { scratchCase } from './testing'
import type { ManifestLine, Problem } from './types'
import { verifyCase } from './verify'

let scratch: Awaited<ReturnType<typeof scratchCase>>
let lines: readonly ManifestLine[]
const big = logText(5000)

beforeEach(async () => {
  scratch = await scratchCase()
  const open = await scratch.create()
  const specs = [
    { name: 'a', data: Buffer.from('alpha\n') },
    { name: 'big', data: big },
    { name: 'c', data: Buffer.from('gamma\n') },
  ]
  await writeFile(scratch.path('x.tar'), tarOf(specs))
  lines = (await takeIn(open, scratch.path('x.tar'))).lines
  await writeFile(scratch.path('y.txt'), 'second import\n')
  await takeIn(open, scratch.path('y.txt'))
  await open.custody.record('export', { path: 'report.html' })
  await open.close()
})
afterEach(() => scratch.clean())

const at = (name: string) => join(scratch.root, name)
const object = (line: ManifestLine) => `evidence/${line.sha256!.slice(0, 2)}/${line.sha256}`
async function edit(name: string, change: (bytes: Buffer) => Buffer | string) {
  await chmod(at(name), 0o600)
  await writeFile(at(name), change(await readFile(at(name))))
}
const problems = async (): Promise<readonly Problem[]> => {
  const result = await verifyCase(scratch.root)
  expect(result.ok).toBe(result.problems.length === 0)
  return result.problems
}
const kinds = async () => (await problems()).map((p) => p.kind)

test('an untouched case is good', async () => {
  const seen: number[] = []
  const result = await verifyCase(scratch.root, { progress: (p) => seen.push(p.bytes) })
  expect(result).toMatchObject({ ok: true, problems: [], notes: [], objects: 4, manifestLines: 4 })
  expect(seen.at(-1)).toBe(result.bytes)
})

test('every flipped byte of every object is found', async () => {
  for (let i = 0; i < 6; i++) {
    await edit(object(lines[0]!), (bytes) => {
      bytes[i]! ^= 1
      return bytes
    })
    expect(await problems()).toMatchObject([
      { kind: 'object-changed', artifacts: [1], path: 'a', sizeDifference: 0, ranges: [[0, 6]] },
    ])
    await edit(object(lines[0]!), () => 'alpha\n')
  }
})

test('a change in a large object is placed', async () => {
  await edit(object(lines[1]!), (bytes) => {
    bytes[70000]! ^= 0x80
    bytes[200000]! ^= 1
    return bytes
  })
  const found = await problems()
  expect(found).toMatchObject([
    {
      kind: 'object-changed',
      ranges: [
        [65536, 131072],
        [196608, 262144],
      ],
    },
  ])
  expect(found[0]!.message).toContain('65536-131071')
  await edit(object(lines[1]!), () => Buffer.concat([big, Buffer.from('more')]))
  expect(await problems()).toMatchObject([{ kind: 'object-changed', sizeDifference: 4 }])
  await edit(object(lines[1]!), () => big.subarray(0, 65536 * 2))
  const cut = await problems()
  expect(cut[0]!.sizeDifference).toBe(131072 - big.length)
  expect(cut[0]!.ranges[0]![0]).toBe(131072)
})

test('missing, extra and changed files are named', async () => {
  await unlink(at(object(lines[0]!)))
  await writeFile(at(`${object(lines[2]!)}.txt`), 'x')
  await writeFile(at('evidence/stray'), 'x')
  await edit(`${object(lines[1]!)}.blocks`, (bytes) => bytes.subarray(0, 40))
  expect((await kinds()).sort()).toEqual(['blocks-changed', 'object-extra', 'object-extra', 'object-missing'])
})

test('an edited, removed, moved or added manifest line is named', async () => {
  const whole = await readFile(at('manifest.jsonl'))
  const rows = whole.toString().trimEnd().split('\n')
  const put = (some: readonly string[]) => writeFile(at('manifest.jsonl'), `${some.join('\n')}\n`)

  await put(rows.map((row, i) => (i === 1 ? row.replace('"path":"big"', '"path":"bog"') : row)))
  expect(await problems()).toMatchObject([
    { kind: 'manifest-line', line: 2, artifacts: [2] },
    { kind: 'manifest-changed', message: expect.stringContaining('lines 1 to 3') },
  ])
  await put(rows.filter((_, i) => i !== 1))
  const removed = await kinds()
  expect(removed).toContain('manifest-gap')
  expect(removed).toContain('manifest-short')
  expect(removed).toContain('object-extra')
  await put(rows.slice(0, 3))
  expect(await kinds()).toContain('manifest-short')
  await put([rows[1]!, rows[0]!, ...rows.slice(2)])
  expect(await kinds()).toContain('manifest-gap')
  await put([...rows.slice(0, 3), 'not json', rows[3]!])
  expect(await problems()).toContainEqual(expect.objectContaining({ kind: 'manifest-line', line: 4 }))
  await writeFile(at('manifest.jsonl'), whole)
  expect(await kinds()).toEqual([])
})

test('every byte of custody counts', async () => {
  const whole = await readFile(at('custody.jsonl'))
  const count = whole.toString().trimEnd().split('\n').length
  expect(count).toBeGreaterThan(5)
  for (let i = 0; i < whole.length - 1; i += 13) {
    const bad = Buffer.from(whole)
    bad[i]! ^= 2
    await writeFile(at('custody.jsonl'), bad)
    const line = whole.subarray(0, i).toString().split('\n').length
    const found = await problems()
    expect(found.some((p) => p.file === 'custody.jsonl' && Math.abs((p.line ?? 0) - line) <= 1)).toBe(true)
  }
  const rows = whole.toString().trimEnd().split('\n')
  await writeFile(at('custody.jsonl'), `${rows.filter((_, i) => i !== 2).join('\n')}\n`)
  expect(await problems()).toContainEqual(expect.objectContaining({ kind: 'custody-chain', line: 3 }))
  await writeFile(at('custody.jsonl'), `${rows.slice(1).join('\n')}\n`)
  expect(await kinds()).toContain('custody-chain')
})

test('an edited case.json is named', async () => {
  await edit('case.json', (bytes) => bytes.toString().replace('2025-17', '2025-18'))
  expect(await problems()).toMatchObject([{ kind: 'case-changed' }])
})

test('a line cut by a crash is told, and healed by appending', async () => {
  for (const name of ['custody.jsonl', 'manifest.jsonl'] as const) {
    await appendFile(at(name), '{"action":"expo')
    expect(await problems()).toMatchObject([{ kind: name === 'custody.jsonl' ? 'custody-cut' : 'manifest-cut' }])
    const before = await readFile(at(name))
    const open = await scratch.reopen()
    expect(open.custody.records().at(-2)).toMatchObject({ action: 'chain-healed', detail: { file: name } })
    await writeFile(scratch.path(`after-${name}`), `after ${name}\n`)
    await takeIn(open, scratch.path(`after-${name}`))
    await open.close()
    expect((await readFile(at(name))).subarray(0, before.length).equals(before)).toBe(true)
    const result = await verifyCase(scratch.root)
    expect(result.problems).toEqual([])
    expect(result.notes.some((note) => note.includes(name))).toBe(true)
  }
})

test('can be cancelled; a folder that is not there is a fault', async () => {
  await expect(verifyCase(scratch.root, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  await expect(verifyCase(scratch.path('nothing'))).rejects.toMatchObject({ code: 'unreadable' })
})
