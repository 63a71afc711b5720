import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCase, isCaseFolder, readCaseMeta } from './case-folder'
import { HEADER, OPTIONS, scratchCase } from './testing'
import { verifyCase } from './verify'

let scratch: Awaited<ReturnType<typeof scratchCase>>
beforeEach(async () => {
  scratch = await scratchCase()
})
afterEach(() => scratch.clean())

test('a case remembers its header, and custody who opened it', async () => {
  const made = await scratch.create()
  expect(made.meta()).toMatchObject({ format: 1, ...HEADER, tool: 'vestigo 0.0.0' })
  await made.close()
  const open = await scratch.reopen()
  expect(open.meta()).toEqual(made.meta())
  await open.setHeader({ ...HEADER, examiner: 'Another' })
  await open.custody.record('verify', { ok: true })
  await open.close()
  expect((await readCaseMeta(scratch.root)).examiner).toBe('Another')
  const records = open.custody.records()
  expect(records.map((r) => r.action)).toEqual(['case-created', 'case-opened', 'header-changed', 'verify'])
  expect(records[0]!.who).toMatchObject({ machine: hostname(), examiner: 'E. Xaminer' })
  expect(records[3]!.who.examiner).toBe('Another')
  expect(records[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  expect((await verifyCase(scratch.root)).problems).toEqual([])
})

test('one process at a time', async () => {
  const open = await scratch.create()
  await expect(scratch.reopen()).rejects.toMatchObject({ code: 'locked', detail: { pid: process.pid } })
  await open.close()
  await open.close()
  await (await scratch.reopen()).close()
})

test('a lock whose process is gone is taken over; one of another machine is not', async () => {
  await (await scratch.create()).close()
  const lock = join(scratch.root, 'lock')
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('exit', resolve))
  const holder = { pid: child.pid, host: hostname(), started: null, since: 'x' }
  await writeFile(lock, JSON.stringify(holder))
  await (await scratch.reopen()).close()
  // The number lives on in another process.
  await writeFile(lock, JSON.stringify({ ...holder, pid: process.pid, started: '1' }))
  await (await scratch.reopen()).close()
  await writeFile(lock, '')
  await (await scratch.reopen()).close()
  await writeFile(lock, JSON.stringify({ ...holder, host: 'another' }))
  await expect(scratch.reopen()).rejects.toMatchObject({ code: 'locked', detail: { host: 'another' } })
})

test('refuses what is no case, and to make one where something is', async () => {
  await mkdir(scratch.path('full'))
  await writeFile(scratch.path('full/x'), 'x')
  await expect(createCase(scratch.path('full'), HEADER, OPTIONS)).rejects.toMatchObject({ code: 'bad-use' })
  expect(await isCaseFolder(scratch.path('full'))).toBe(false)
  await expect(scratch.reopen()).rejects.toMatchObject({ code: 'unreadable' })
  await (await scratch.create()).close()
  expect(await isCaseFolder(scratch.root)).toBe(true)
  await writeFile(join(scratch.root, 'case.json'), '{"format":2,"id":"x"}')
  await expect(scratch.reopen()).rejects.toMatchObject({ code: 'unsupported' })
  await writeFile(join(scratch.root, 'case.json'), '{')
  await expect(scratch.reopen()).rejects.toMatchObject({ code: 'corrupt' })
  expect(await readFile(join(scratch.root, 'case.json'), 'utf8')).toBe('{')
})
