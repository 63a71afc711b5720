import { execFileSync } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContainer } from './open'
import { corpus } from './testing/corpus'
import { logText, type Read, readAll, type TarSpec, tarOf, temporary, zipOf } from './testing/make'
import type { Limits } from './types'

let scratch: Awaited<ReturnType<typeof temporary>>
beforeAll(async () => {
  scratch = await temporary()
})
afterAll(() => scratch.clean())

let serial = 0
async function read(bytes: Uint8Array, limits?: Partial<Limits>) {
  const path = scratch.path(`c${++serial}`)
  await writeFile(path, bytes)
  const container = await openContainer(path, limits)
  const all = await readAll(container)
  return { container, all, kind: container.kind, truncated: container.truncated() }
}
const shape = (all: readonly Read[]) =>
  all.map(
    ({ entry }) => `${entry.path} ${entry.refused ?? entry.type}${entry.linkTarget ? ` -> ${entry.linkTarget}` : ''}`,
  )

const text = logText(50)
const good: TarSpec = { name: 'var/log/auth.log', data: text }

describe('tar', () => {
  test('gives members with their facts', async () => {
    const { all, kind, truncated } = await read(
      tarOf([
        { name: './', type: '5' },
        { name: './var/log/', type: '5' },
        { ...good, mode: 0o640, mtime: 1741079564 },
        { name: 'log', prefix: 'deep/er', data: Buffer.from('x') },
        { name: 'old', gnu: true, data: Buffer.alloc(0) },
        {
          name: 'short',
          data: text,
          pax: { path: `${'p'.repeat(200)}/long`, mtime: '1741079564.123456789', uid: '70000' },
        },
        { name: '././@LongLink', type: 'L', gnu: true, data: Buffer.from(`${'g'.repeat(150)}\0`) },
        { name: 'cut', gnu: true, data: text },
      ]),
    )
    expect(kind).toBe('tar')
    expect(truncated).toBeNull()
    expect(shape(all)).toEqual([
      'var/log/auth.log file',
      'deep/er/log file',
      'old file',
      `${'p'.repeat(200)}/long file`,
      `${'g'.repeat(150)} file`,
    ])
    expect(all.map((r) => r.entry.index)).toEqual([0, 1, 2, 3, 4])
    expect(all[0]!.entry).toMatchObject({
      size: text.length,
      mode: 0o640,
      mtime: 1741079564_000000,
      uid: 1000,
      gid: 100,
    })
    expect(all[0]!.data.equals(text)).toBe(true)
    expect(all[3]!.entry).toMatchObject({ mtime: 1741079564_123456, uid: 70000 })
    expect(all[4]!.data.equals(text)).toBe(true)
    expect(all.every((r) => r.cut === null && r.error === null)).toBe(true)
  })

  test('refuses hostile members one by one and takes the rest', async () => {
    const { all, truncated } = await read(
      tarOf([
        { name: '../../etc/cron.d/x', data: text },
        good,
        { name: '/etc/passwd', data: text },
        { name: 'C:\\x', data: text },
        { name: 'dev/sda', type: '4' },
        { name: 'dev/null', type: '3' },
        { name: 'run/pipe', type: '6' },
        { name: 'etc/localtime', type: '2', link: '../usr/share/zoneinfo/Europe/Paris' },
        { name: 'etc/out', type: '2', link: '/etc/shadow' },
        { name: 'etc/up', type: '2', link: '../../x' },
        { name: 'hard', type: '1', link: 'var/log/auth.log' },
        { name: 'hard2', type: '1', link: '../x' },
        { name: 'hard3', type: '1', link: 'later' },
        { name: 'sparse', type: 'S', data: text },
        { name: 'volume', type: 'V' },
        { name: 'x', data: text, pax: { path: 'nul\0x' } },
        { name: 'later', data: text },
        { name: 'var/log/auth.log', data: Buffer.from('second') },
      ]),
    )
    expect(truncated).toBeNull()
    expect(shape(all)).toEqual([
      '../../etc/cron.d/x parent-path',
      'var/log/auth.log file',
      '/etc/passwd absolute-path',
      'C:\\x absolute-path',
      'dev/sda device',
      'dev/null device',
      'run/pipe fifo',
      'etc/localtime symlink -> ../usr/share/zoneinfo/Europe/Paris',
      'etc/out link-outside -> /etc/shadow',
      'etc/up link-outside -> ../../x',
      'hard hardlink -> var/log/auth.log',
      'hard2 link-outside -> ../x',
      'hard3 link-target-missing -> later',
      'sparse sparse',
      'volume unsupported-type',
      'nul\0x nul-in-path',
      'later file',
      'var/log/auth.log file',
    ])
    expect(all[16]!.data.equals(text)).toBe(true)
    expect(all[17]!.entry).toMatchObject({ duplicateOf: 1 })
    expect(all[17]!.data.toString()).toBe('second')
  })

  test('shows names that are not UTF-8 reversibly', async () => {
    const { all } = await read(tarOf([{ name: Buffer.from([0x61, 0xff, 0x62]), data: text }]))
    expect(all[0]!.entry.path).toBe('a\ufffdffb')
  })

  test('holds to its limits', async () => {
    const specs = [1, 2, 3, 4].map((n) => ({ name: `f${n}`, data: Buffer.alloc(n * 1000) }))
    const few = await read(tarOf(specs), { maxMembers: 2 })
    expect(few.all.length).toBe(2)
    expect(few.truncated?.reason).toBe('too-many-members')
    const small = await read(tarOf(specs), { maxMemberBytes: 2500 })
    expect(shape(small.all)).toEqual(['f1 file', 'f2 file', 'f3 member-too-large', 'f4 member-too-large'])
    expect(small.truncated).toBeNull()
    const long = await read(tarOf(specs), { maxPathBytes: 1 })
    expect(long.all.every((r) => r.entry.refused === 'path-too-long')).toBe(true)
    const total = await read(tarOf(specs), { maxTotalBytes: 2000 })
    expect(total.truncated?.reason).toBe('archive-too-large')
  })

  test('a size that no disk holds is refused and the end told', async () => {
    const { all, truncated } = await read(tarOf([good, { name: 'huge', size: 2 ** 50, data: text }, good]))
    expect(shape(all)).toEqual(['var/log/auth.log file', 'huge member-too-large'])
    expect(truncated?.reason).toBe('archive-cut')
  })

  test('goes on after a damaged header', async () => {
    const bytes = tarOf([good, { name: 'b', data: text }, { name: 'c', data: text }])
    bytes[512 + Math.ceil(text.length / 512) * 512 + 3]! ^= 0xff
    const { all, truncated } = await read(bytes)
    expect(shape(all)).toEqual(['var/log/auth.log file', 'c file'])
    expect(truncated).toMatchObject({ reason: 'bad-header' })
  })

  test('reads members hidden behind the end marker, and says so', async () => {
    const { all, truncated } = await read(Buffer.concat([tarOf([good]), tarOf([{ name: 'hidden', data: text }])]))
    expect(shape(all)).toEqual(['var/log/auth.log file', 'hidden file'])
    expect(truncated?.reason).toBe('trailing-data')
  })

  test('gives what there is of a cut archive, wherever it is cut', async () => {
    const whole = tarOf([
      good,
      { name: 'b', data: logText(20) },
      { name: 'c', type: '2', link: 'b' },
      { name: 'd', data: text },
    ])
    for (let cut = 600; cut < whole.length; cut += 377) {
      const { all, truncated } = await read(whole.subarray(0, cut))
      // The end marker may be short: all members are there then.
      if (cut < whole.length - 1024) expect(truncated?.reason).toBe('archive-cut')
      const last = all.at(-1)!
      if (last.cut) expect(last.cut).toMatchObject({ reason: 'archive-cut', at: last.data.length })
      for (const r of all.slice(0, -1)) expect(r.cut).toBeNull()
      expect(text.subarray(0, all[0]!.data.length).equals(all[0]!.data)).toBe(true)
    }
  })

  test('members that nobody reads are skipped', async () => {
    const path = scratch.path('unread.tar')
    await writeFile(path, tarOf([good, { name: 'b', data: text }, { name: 'c', data: text }]))
    const container = await openContainer(path)
    const seen: string[] = []
    for await (const entry of container.members()) {
      seen.push(entry.path)
      if (entry.path === 'b' && !entry.refused) {
        // Half-read, then left.
        for await (const chunk of entry.stream()) {
          expect(chunk.length).toBeGreaterThan(0)
          break
        }
      }
    }
    expect(seen).toEqual(['var/log/auth.log', 'b', 'c'])
    expect(container.truncated()).toBeNull()
  })

  test('neither throws nor hangs on damaged bytes', async () => {
    const whole = tarOf([
      good,
      { name: 'b', data: logText(20), pax: { path: 'longer', mtime: '1.5' } },
      { name: 'c', type: '1', link: 'b' },
    ])
    let x = 5
    const roll = (n: number) => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0
      return Math.floor((x / 2 ** 32) * n)
    }
    for (let i = 0; i < 250; i++) {
      const bad = Buffer.from(i % 2 ? whole : gzipSync(whole))
      for (let k = roll(5); k >= 0; k--) bad[roll(bad.length)] = roll(256)
      const { all } = await read(bad.subarray(0, bad.length - roll(600)))
      for (const r of all) expect(r.error).toBeNull()
    }
  })
})

describe('compressed tar', () => {
  test('is told by its bytes, whatever its name', async () => {
    const bytes = tarOf([good, { name: 'b', data: text }])
    const { kind, all, truncated } = await read(gzipSync(bytes))
    expect(kind).toBe('tar.gz')
    expect(shape(all)).toEqual(['var/log/auth.log file', 'b file'])
    expect(truncated).toBeNull()
    const log = await read(gzipSync(text))
    expect(log.kind).toBe('file')
    expect(log.all[0]!.data.equals(gzipSync(text))).toBe(true)
  })

  test('gives what there is when the compression is cut or damaged', async () => {
    const big = logText(30000)
    const bytes = gzipSync(tarOf([good, { name: 'big', data: big }, { name: 'after', data: text }]))
    const cut = await read(bytes.subarray(0, Math.floor(bytes.length * 0.6)))
    expect(shape(cut.all)).toEqual(['var/log/auth.log file', 'big file'])
    expect(cut.truncated?.reason).toBe('compressed-cut')
    expect(cut.all[1]!.cut).toMatchObject({ reason: 'compressed-cut', at: cut.all[1]!.data.length })
    expect(cut.all[1]!.data.length).toBeGreaterThan(big.length / 3)
    expect(big.subarray(0, cut.all[1]!.data.length).equals(cut.all[1]!.data)).toBe(true)

    const missing = await read(bytes.subarray(0, bytes.length - 4))
    expect(missing.all.length).toBe(3)
    expect(missing.truncated?.reason).toBe('compressed-cut')

    const sum = Buffer.from(bytes)
    sum[sum.length - 6]! ^= 1
    const wrong = await read(sum)
    expect(wrong.all.length).toBe(3)
    expect(wrong.truncated?.reason).toBe('checksum-mismatch')
  })

  test('a bomb is refused by name and the rest comes in', async () => {
    const limits = { ratioAfterBytes: 1024 * 1024 }
    const bomb = Buffer.alloc(20 * 1024 * 1024)
    const { all, truncated } = await read(
      gzipSync(tarOf([good, { name: 'bomb', data: bomb }, { name: 'after', data: text }])),
      limits,
    )
    expect(shape(all)).toEqual(['var/log/auth.log file', 'bomb file', 'after file'])
    expect(all[1]!.error).toMatchObject({ code: 'limit', detail: { refusal: 'ratio' } })
    expect(all[1]!.data.length).toBeLessThan(14 * 1024 * 1024)
    expect(all[2]!.data.equals(text)).toBe(true)
    expect(truncated).toBeNull()
  })

  test('a bomb made of many small members stops the archive', async () => {
    const part = Buffer.alloc(900 * 1024)
    const specs = Array.from({ length: 40 }, (_, i) => ({ name: `z${i}`, data: part }))
    const { all, truncated } = await read(gzipSync(tarOf(specs)), { ratioAfterBytes: 1024 * 1024 })
    expect(all.length).toBeLessThan(40)
    expect(truncated?.reason).toBe('ratio')
  })

  test('a text that packs well is no bomb', async () => {
    const { all, truncated } = await read(gzipSync(tarOf([{ name: 'log', data: logText(40000) }]), { level: 9 }), {
      ratioAfterBytes: 1024,
    })
    expect(all[0]!.error).toBeNull()
    expect(truncated).toBeNull()
  })

  test('can be cancelled', async () => {
    const path = scratch.path('cancel.tgz')
    await writeFile(path, gzipSync(tarOf([good, { name: 'b', data: logText(30000) }])))
    const stop = new AbortController()
    const container = await openContainer(path, {}, stop.signal)
    const reading = (async () => {
      for await (const entry of container.members()) if (entry.path === 'b') stop.abort()
    })()
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('zip', () => {
  test('gives members with their facts', async () => {
    const { all, kind, truncated } = await read(
      zipOf([
        { name: 'var/log/', mode: 0o040755 },
        { name: 'var/log/auth.log', data: text, mode: 0o100640, mtime: 1741079564 },
        { name: 'stored', data: text, method: 0 },
        { name: 'streamed', data: text, streamed: true },
        { name: 'etc/localtime', data: Buffer.from('../usr/zone'), mode: 0o120777 },
        { name: 'empty', data: Buffer.alloc(0) },
      ]),
    )
    expect(kind).toBe('zip')
    expect(truncated).toBeNull()
    expect(shape(all)).toEqual([
      'var/log/auth.log file',
      'stored file',
      'streamed file',
      'etc/localtime symlink -> ../usr/zone',
      'empty file',
    ])
    expect(all[0]!.entry).toMatchObject({ mode: 0o640, mtime: 1741079564_000000, size: text.length })
    for (const r of all.slice(0, 3)) expect(r.data.equals(text)).toBe(true)
    expect(all[1]!.entry.mtime).toBeNull()
    expect(all.every((r) => r.cut === null && r.error === null)).toBe(true)
  })

  test('refuses hostile members one by one and takes the rest', async () => {
    const { all } = await read(
      zipOf([
        { name: '../x', data: text },
        { name: '/x', data: text },
        { name: 'a\0b', data: text },
        { name: 'secret', data: text, flags: 1 },
        { name: 'old', data: text, method: 6, packed: text },
        { name: 'dev', mode: 0o060600 },
        { name: 'fifo', mode: 0o010600 },
        { name: 'sock', mode: 0o140600 },
        { name: 'out', data: Buffer.from('/etc/shadow'), mode: 0o120777 },
        { name: 'sum', data: text, crc: 1 },
        { name: 'good', data: text },
        { name: 'good', data: Buffer.from('again') },
      ]),
    )
    expect(shape(all)).toEqual([
      '../x parent-path',
      '/x absolute-path',
      'a\0b nul-in-path',
      'secret encrypted',
      'old unsupported-compression',
      'dev device',
      'fifo fifo',
      'sock socket',
      'out link-outside -> /etc/shadow',
      'sum file',
      'good file',
      'good file',
    ])
    expect(all[9]!.cut?.reason).toBe('checksum-mismatch')
    expect(all[11]!.entry).toMatchObject({ duplicateOf: 10 })
  })

  test('a cut zip is read by its local headers', async () => {
    const whole = zipOf([
      { name: 'a', data: text },
      { name: 'b', data: logText(400), streamed: true },
      { name: 'c', data: text, method: 0 },
      { name: 'd', data: logText(300) },
    ])
    const index = await read(whole.subarray(0, whole.lastIndexOf('PK\x01\x02') - 200))
    expect(index.truncated?.reason).toBe('no-central-directory')
    expect(shape(index.all).slice(0, 3)).toEqual(['a file', 'b file', 'c file'])
    expect(index.all[1]!.data.equals(logText(400))).toBe(true)
    for (let cut = 40; cut < whole.length - 22; cut += 211) {
      const { all, truncated } = await read(whole.subarray(0, cut))
      expect(truncated?.reason).toBe('no-central-directory')
      for (const r of all.slice(0, -1)) expect(r.cut).toBeNull()
      expect(text.subarray(0, all[0]!.data.length).equals(all[0]!.data)).toBe(true)
    }
  })

  test('a bomb is refused by name and the rest comes in', async () => {
    const { all } = await read(
      zipOf([
        { name: 'bomb', data: Buffer.alloc(20 * 1024 * 1024) },
        { name: 'after', data: text },
      ]),
      { ratioAfterBytes: 1024 * 1024 },
    )
    expect(all[0]!.error).toMatchObject({ detail: { refusal: 'ratio' } })
    expect(all[1]!.data.equals(text)).toBe(true)
  })

  test('entries that share bytes are refused but for the first', async () => {
    const bytes = zipOf([
      { name: 'aaaa', data: text },
      { name: 'bbbb', data: text },
    ])
    // The second index entry is pointed at the first member.
    bytes.writeUInt32LE(0, bytes.lastIndexOf('PK\x01\x02') + 42)
    const { all } = await read(bytes)
    expect(shape(all)).toEqual(['aaaa file', 'bbbb overlap'])
  })

  test('neither throws nor hangs on damaged bytes', async () => {
    const whole = zipOf([
      { name: 'a', data: text, mtime: 1 },
      { name: 'b', data: logText(200), streamed: true },
      { name: 'l', data: Buffer.from('a'), mode: 0o120777 },
    ])
    let x = 11
    const roll = (n: number) => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0
      return Math.floor((x / 2 ** 32) * n)
    }
    for (let i = 0; i < 300; i++) {
      const bad = Buffer.from(whole)
      for (let k = roll(6); k >= 0; k--) bad[4 + roll(bad.length - 4)] = roll(256)
      const { all } = await read(bad)
      for (const r of all) expect(r.error).toBeNull()
    }
  })
})

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

  test.skipIf(process.getuid?.() === 0)('an unreadable file is refused with the reason', async () => {
    const root = scratch.path('locked')
    await mkdir(root)
    await writeFile(join(root, 'secret'), text, { mode: 0 })
    expect(shape(await readAll(await openContainer(root)))).toEqual(['secret unreadable'])
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
