import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { corpus } from '../archive/testing/corpus'
import { logText, tarOf } from '../archive/testing/make'
import type { CaseFolder } from './case-folder'
import { takeIn } from './intake'
import { scratchCase } from './testing'
import type { CustodyRecord } from './types'
import { verifyCase } from './verify'

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

const text = logText(100)
const bundle = () =>
  tarOf([
    { name: 'etc/passwd', data: Buffer.from('root:x:0:0\n') },
    { name: 'etc/passwd-', type: '1', link: 'etc/passwd' },
    { name: '../evil', data: text },
    { name: 'etc/localtime', type: '2', link: '/usr/share/zoneinfo/Europe/Paris' },
    { name: 'var/log/auth.log', data: text },
    { name: 'var/log/auth.log', data: Buffer.from('another') },
    { name: 'var/log/old', type: '1', link: '../evil' },
    { name: 'lib', type: '2', link: 'usr/lib' },
  ])
const lastOf = (action: CustodyRecord['action']) => open.custody.records().findLast((r) => r.action === action)

test('an archive gives one line per member, refused ones included, and custody its beginning and end', async () => {
  await writeFile(scratch.path('x.tgz'), gzipSync(bundle()))
  const order: number[] = []
  const intake = await takeIn(open, scratch.path('x.tgz'), { taken: (line) => order.push(line.artifact) })
  expect(intake).toMatchObject({ added: 8, known: 0, complete: true, truncated: null })
  expect(order).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  const lines = intake.lines
  expect(
    lines.map((l) => `${l.artifact} ${l.path} ${l.type} ${l.refused?.reason ?? '-'} ${l.linkTarget ?? '-'}`),
  ).toEqual([
    '1 etc/passwd file - -',
    '2 etc/passwd- hardlink - etc/passwd',
    '3 ../evil refused parent-path -',
    '4 etc/localtime refused link-outside /usr/share/zoneinfo/Europe/Paris',
    '5 var/log/auth.log file - -',
    '6 var/log/auth.log file - -',
    '7 var/log/old refused link-outside ../evil',
    '8 lib symlink - usr/lib',
  ])
  expect(lines[1]!.sha256).toBe(lines[0]!.sha256)
  expect(lines[5]!.duplicateOf).toBe(4)
  expect(lines.every((l) => l.bundle.kind === 'tar.gz' && l.bundle.name === 'x.tgz')).toBe(true)
  expect((await readFile(open.store.pathOf(lines[4]!.sha256!))).equals(text)).toBe(true)
  expect(lastOf('members-refused')!.detail).toMatchObject({
    count: 3,
    reasons: { 'parent-path': 1, 'link-outside': 2 },
  })
  const file = await readFile(join(scratch.root, 'manifest.jsonl'), 'utf8')
  expect(lastOf('import-ended')!.detail).toMatchObject({ added: 8, complete: true, manifest: { lines: 8 } })
  expect(file.trimEnd().split('\n').length).toBe(8)
  expect((await verifyCase(scratch.root)).problems).toEqual([])
})

test('the same bundle twice adds nothing twice: archive, folder, file', async () => {
  await writeFile(scratch.path('x.tar'), bundle())
  await mkdir(scratch.path('host/var'), { recursive: true })
  await writeFile(scratch.path('host/var/log'), text)
  await writeFile(scratch.path('host/pipe.txt'), 'x')
  await symlink('/etc/shadow', scratch.path('host/link'))
  await writeFile(scratch.path('ps.txt'), 'PID TTY\n')
  for (const name of ['x.tar', 'host', 'ps.txt']) {
    const first = await takeIn(open, scratch.path(name))
    const before = await readFile(join(scratch.root, 'manifest.jsonl'))
    const again = await takeIn(open, scratch.path(name))
    expect(again).toMatchObject({ added: 0, known: first.lines.length, bundle: first.bundle })
    expect(again.lines).toEqual(first.lines)
    expect((await readFile(join(scratch.root, 'manifest.jsonl'))).equals(before)).toBe(true)
  }
  await open.close()
  open = await scratch.reopen()
  for (const name of ['x.tar', 'host', 'ps.txt']) expect((await takeIn(open, scratch.path(name))).added).toBe(0)
  // The same bytes under another name are another sighting of the same object.
  await writeFile(scratch.path('again.txt'), 'PID TTY\n')
  expect((await takeIn(open, scratch.path('again.txt'))).added).toBe(1)
  // A folder in which something changed is another bundle.
  await writeFile(scratch.path('host/new'), 'y')
  expect((await takeIn(open, scratch.path('host'))).added).toBe(4)
  expect((await verifyCase(scratch.root)).problems).toEqual([])
})

test('a cancelled import keeps what came in, and going on adds only the rest', async () => {
  const names = Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, '0')}`)
  await mkdir(scratch.path('host'))
  for (const name of names) await writeFile(scratch.path(`host/${name}`), `${name}\n`)
  await writeFile(scratch.path('x.tar'), tarOf(names.map((name) => ({ name, data: Buffer.from(`${name} in tar\n`) }))))
  for (const name of ['host', 'x.tar']) {
    const stop = new AbortController()
    const cut = await takeIn(open, scratch.path(name), {
      signal: stop.signal,
      progress: (p) => {
        if (p.members === 10) stop.abort()
      },
    })
    expect(cut.complete).toBe(false)
    expect(cut.added).toBeGreaterThan(4)
    expect(cut.added).toBeLessThan(30)
    expect(lastOf('import-ended')!.detail).toMatchObject({ cancelled: true, complete: false })
    const rest = await takeIn(open, scratch.path(name))
    expect(rest).toMatchObject({ complete: true, known: cut.added, added: 30 - cut.added })
    expect(rest.lines.length).toBe(30)
  }
  const result = await verifyCase(scratch.root)
  expect(result.problems).toEqual([])
  expect(result.notes.length).toBe(2)
})

test('bombs and cut members are told in their lines', async () => {
  const limits = { ratioAfterBytes: 1024 * 1024 }
  const bytes = gzipSync(
    tarOf([
      { name: 'bomb', data: Buffer.alloc(20 << 20) },
      { name: 'log', data: logText(20000) },
    ]),
  )
  await writeFile(scratch.path('cut.tgz'), bytes.subarray(0, bytes.length - 30000))
  const intake = await takeIn(open, scratch.path('cut.tgz'), { limits })
  expect(intake.lines.map((l) => l.refused?.reason ?? l.truncated?.reason)).toEqual(['ratio', 'compressed-cut'])
  expect(intake.lines[1]!.size).toBe(intake.lines[1]!.truncated!.at)
  expect(intake.truncated?.reason).toBe('compressed-cut')
  expect((await verifyCase(scratch.root)).problems).toEqual([])
})

test('the case inside the folder that is imported is left out', async () => {
  await writeFile(scratch.path('a.txt'), 'a')
  const intake = await takeIn(open, scratch.path('.'))
  expect(intake.lines.map((l) => `${l.path} ${l.refused?.reason ?? l.type}`)).toEqual([
    'a.txt file',
    'web1.vestigo own-case',
  ])
})

test('nothing is written outside the case, and the bundle is left as it was', async () => {
  await writeFile(scratch.path('x.tgz'), gzipSync(bundle()))
  const before = await stat(scratch.path('x.tgz'), { bigint: true })
  await takeIn(open, scratch.path('x.tgz'))
  expect((await readdir(scratch.path('.'))).sort()).toEqual(['web1.vestigo', 'x.tgz'])
  expect((await stat(scratch.path('x.tgz'), { bigint: true })).mtimeNs).toBe(before.mtimeNs)
})

test('a path that is not there is a fault, and custody keeps quiet', async () => {
  const before = open.custody.records().length
  await expect(takeIn(open, scratch.path('nothing'))).rejects.toMatchObject({ code: 'unreadable' })
  expect(open.custody.records().length).toBe(before)
})

const uac = corpus('bundles/local__generated__uac-web01.example.net-linux-20261122225036.tar.gz')
test.skipIf(uac.absent)('a UAC collection comes in and verifies', async () => {
  const intake = await takeIn(open, uac.path)
  expect(intake.lines.length).toBeGreaterThan(300)
  expect((await takeIn(open, uac.path)).added).toBe(0)
  const result = await verifyCase(scratch.root)
  expect(result.problems).toEqual([])
  expect(result.manifestLines).toBe(intake.lines.length)
  await rm(scratch.path('gone'), { force: true })
})
