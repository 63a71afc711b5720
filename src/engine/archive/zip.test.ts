import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logText, zipOf } from './testing/make'
import { reader, shape, text } from './testing/read'

let scratch: Awaited<ReturnType<typeof reader>>
beforeAll(async () => {
  scratch = await reader()
})
afterAll(() => scratch.clean())
const read: Awaited<ReturnType<typeof reader>>['read'] = (...args) => scratch.read(...args)

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
