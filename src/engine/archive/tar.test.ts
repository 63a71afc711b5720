import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContainer } from './open'
import { logText, tarOf } from './testing/make'
import { good, reader, shape, text } from './testing/read'

let scratch: Awaited<ReturnType<typeof reader>>
beforeAll(async () => {
  scratch = await reader()
})
afterAll(() => scratch.clean())
const read: Awaited<ReturnType<typeof reader>>['read'] = (...args) => scratch.read(...args)

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
