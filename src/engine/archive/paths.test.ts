import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from './limits'
import { judgePath, linkLeaves, pathBytes, showBytes } from './paths'

const judge = (path: string | Uint8Array) => judgePath(Buffer.from(path as string), DEFAULT_LIMITS)

test('bytes that are not UTF-8 are shown so that they can be had back', () => {
  const cases = [
    Buffer.from('etc/passwd'),
    Buffer.from('caf\u00e9 \u65e5\u672c \u{1f600}'),
    Buffer.from([0x61, 0xff, 0x62]),
    Buffer.from([0xc3]),
    Buffer.from([0xc0, 0xaf]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xf4, 0x90, 0x80, 0x80]),
    Buffer.from('a\ufffdb'),
    Buffer.concat([Buffer.from('\ufffdff'), Buffer.from([0xff])]),
    Buffer.from('dev-disk-by\\x2duuid'),
    Buffer.from([0xef, 0xbb, 0xbf, 0x61]),
  ]
  for (const bytes of cases) expect(pathBytes(showBytes(bytes)).equals(bytes)).toBe(true)
  expect(showBytes(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdffb')
  expect(new Set(cases.map(showBytes)).size).toBe(cases.length)
})

test('any bytes at all survive being shown', () => {
  let x = 1
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.alloc(1 + (i % 12))
    for (let k = 0; k < bytes.length; k++) {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0
      bytes[k] = x >>> 24
    }
    expect(pathBytes(showBytes(bytes)).equals(bytes)).toBe(true)
  }
})

test('good paths lose ./ and doubled slashes, nothing else', () => {
  for (const [stored, path] of [
    ['./etc//passwd', 'etc/passwd'],
    ['[root]/var/log/messages.1.gz', '[root]/var/log/messages.1.gz'],
    ['..hidden/...', '..hidden/...'],
    ['a/./b/', 'a/b'],
    ['C:', 'C:'],
    ['e\u0301', 'e\u0301'],
  ] as const)
    expect(judge(stored)).toEqual({ path, refused: null })
})

test('hostile paths are refused by name', () => {
  for (const [stored, reason] of [
    ['../etc/passwd', 'parent-path'],
    ['a/../../b', 'parent-path'],
    ['a/..', 'parent-path'],
    ['a\\..\\b', 'parent-path'],
    ['/etc/passwd', 'absolute-path'],
    ['//x', 'absolute-path'],
    ['C:\\Windows\\x', 'absolute-path'],
    ['c:/x', 'absolute-path'],
    ['\\\\server\\share\\x', 'absolute-path'],
    ['a\0b', 'nul-in-path'],
    ['', 'empty-path'],
    ['././', 'empty-path'],
    ['x'.repeat(4097), 'path-too-long'],
  ] as const)
    expect(judge(stored)).toMatchObject({ refused: reason })
})

test('a link leaves the tree by its text', () => {
  expect(linkLeaves('etc/localtime', '../usr/share/zoneinfo/Europe/Paris')).toBe(false)
  expect(linkLeaves('etc/localtime', '/usr/share/zoneinfo/UTC')).toBe(true)
  expect(linkLeaves('etc/x', '../../y')).toBe(true)
  expect(linkLeaves('x', '..')).toBe(true)
  expect(linkLeaves('a/b/x', '../../../c')).toBe(true)
  expect(linkLeaves('a/b/x', 'c/../../../d')).toBe(false)
  expect(linkLeaves('a/x', 'c/../../../d')).toBe(true)
  expect(linkLeaves('a', 'C:\\x')).toBe(true)
})
