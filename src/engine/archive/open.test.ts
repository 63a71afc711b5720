import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContainer } from './open'
import { corpus } from './testing/corpus'
import { readAll } from './testing/make'
import { reader, shape, text } from './testing/read'

let scratch: Awaited<ReturnType<typeof reader>>
beforeAll(async () => {
  scratch = await reader()
})
afterAll(() => scratch.clean())
const read: Awaited<ReturnType<typeof reader>>['read'] = (...args) => scratch.read(...args)

describe('folder and file', () => {
  test('a folder gives its files, follows nothing, leaves nothing', async () => {
    const root = scratch.path('folder')
    await mkdir(join(root, 'var/log'), { recursive: true })
    await mkdir(join(root, 'own.vestigo'))
    await writeFile(join(root, 'own.vestigo/x'), 'x')
    await writeFile(join(root, 'var/log/a.log'), text)
    await writeFile(join(root, 'Z'), '')
    await symlink('var/log/a.log', join(root, 'inside'))
    await symlink('/etc/passwd', join(root, 'outside'))
    await symlink('..', join(root, 'loop'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x6e, 0xff])]), text)
    const container = await openContainer(root, { exclude: [join(root, 'own.vestigo')] })
    const all = await readAll(container)
    expect(container.kind).toBe('folder')
    expect(shape(all)).toEqual([
      'Z file',
      'inside symlink -> var/log/a.log',
      'loop link-outside -> ..',
      'n\ufffdff file',
      'outside link-outside -> /etc/passwd',
      'own.vestigo own-case',
      'pipe fifo',
      'var/log/a.log file',
    ])
    expect(all.at(-1)!.data.equals(text)).toBe(true)
    expect(all[3]!.data.equals(text)).toBe(true)
  })

  test('a file that cannot be read is refused with the reason', async () => {
    const root = scratch.path('going')
    await mkdir(root)
    for (const name of ['a', 'b', 'c']) await writeFile(join(root, name), text)
    const seen: string[] = []
    for await (const entry of (await openContainer(root)).members()) {
      seen.push(`${entry.path} ${entry.refused ?? entry.type}`)
      if (entry.path === 'a') await unlink(join(root, 'b'))
    }
    expect(seen).toEqual(['a file', 'b unreadable', 'c file'])
  })

  test('a single file is its own member', async () => {
    const { all, kind } = await read(text)
    expect(kind).toBe('file')
    expect(all[0]!.data.equals(text)).toBe(true)
    expect((await read(Buffer.alloc(0))).all[0]!.data.length).toBe(0)
  })

  test('what is not there is a fault', async () => {
    await expect(openContainer(scratch.path('nothing'))).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('the corpus', () => {
  const cases = [
    ['bundles/local__generated__uac-web01.example.net-linux-20261122225036.tar.gz', 'tar.gz'],
    ['bundles/local__generated__sosreport-web01-2026-11-22-yquepgp.tar.gz', 'tar.gz'],
    ['bundles/hotsos__sosreport-ubuntu__sosreport-kubernetes-hotsos.tar.xz', 'tar.xz'],
    ['bundles/hotsos__sosreport-ubuntu__sosreport-rabbitmq-hotsos.tar.xz', 'tar.xz'],
    ['bundles/insights__insights-archive-rhel__host_01.tar.gz', 'tar.gz'],
  ] as const
  for (const [path, kind] of cases) {
    const at = corpus(path)
    test.skipIf(at.absent)(path, async () => {
      const container = await openContainer(at.path)
      const all = await readAll(container)
      expect(container.kind).toBe(kind)
      expect(container.truncated()).toBeNull()
      expect(all.every((r) => r.error === null && r.cut === null)).toBe(true)
      const listed = execFileSync('tar', ['-tvf', at.path], { maxBuffer: 1 << 28, encoding: 'utf8' })
      expect(all.length).toBe(listed.split('\n').filter((line) => line !== '' && line[0] !== 'd').length)
      expect(all.reduce((n, r) => n + r.data.length, 0)).toBe(
        all.reduce((n, r) => n + (r.entry.refused ? 0 : (r.entry.size ?? 0)), 0),
      )
    })
  }

  const cut = corpus('negative/local__derived__uac-truncated-60pct.tar.gz')
  test.skipIf(cut.absent)('a truncated UAC archive gives what it holds', async () => {
    const container = await openContainer(cut.path)
    const all = await readAll(container)
    expect(container.truncated()?.reason).toBe('compressed-cut')
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter((r) => r.cut).length).toBeLessThanOrEqual(1)
  })

  const encrypted = corpus('negative/velociraptor__velociraptor-zip__encrypted_collector_pki.zip')
  test.skipIf(encrypted.absent)('encrypted members are refused by name', async () => {
    const all = await readAll(await openContainer(encrypted.path))
    expect(all.some((r) => r.entry.refused === 'encrypted')).toBe(true)
  })

  const pointer = corpus('negative/dissect__git-lfs-pointer__uac-2e44ea6da71d-linux-20250717143111.tar.gz')
  test.skipIf(pointer.absent)('a text named .tar.gz is a file', async () => {
    const container = await openContainer(pointer.path)
    expect(container.kind).toBe('file')
    expect((await readAll(container))[0]!.data.equals(await readFile(pointer.path))).toBe(true)
  })

  const windows = corpus('bundles/velociraptor__velociraptor-zip__unencrypted_collector.zip')
  test.skipIf(windows.absent)('a collector zip comes in whole', async () => {
    const container = await openContainer(windows.path)
    const all = await readAll(container)
    expect(container.truncated()).toBeNull()
    expect(all.length).toBe(3)
    expect(all.every((r) => r.entry.refused === null && r.cut === null)).toBe(true)
  })
})
