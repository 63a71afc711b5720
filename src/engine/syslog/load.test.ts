import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadConfig } from './load'

const root = mkdtempSync(join(tmpdir(), 'vestigo-load-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const put = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

it('finds a host’s files by the paths that the host has them under, from a folder or the file itself', () => {
  put('a/etc/rsyslog.conf', '$IncludeConfig /etc/rsyslog.d/*.conf\n')
  put('a/etc/rsyslog.d/x.conf', '*.* /x\n')
  for (const path of ['a', 'a/etc', 'a/etc/rsyslog.conf']) {
    const { files, mains } = loadConfig(join(root, path))
    expect([path, mains, files.map((f) => f.path).sort()]).toEqual([
      path,
      ['/etc/rsyslog.conf'],
      ['/etc/rsyslog.conf', '/etc/rsyslog.d/x.conf'],
    ])
  }
})

it('follows no link out of the copy', () => {
  put('secret.conf', '*.* /secret\n')
  put('b/etc/rsyslog.conf', '*.* /x\n')
  mkdirSync(join(root, 'b/etc/rsyslog.d'))
  symlinkSync(join(root, 'secret.conf'), join(root, 'b/etc/rsyslog.d/s.conf'))
  expect(loadConfig(join(root, 'b')).files.map((f) => f.path)).toEqual(['/etc/rsyslog.conf'])
})

it('says what is missing', () => {
  expect(() => loadConfig(join(root, 'none'))).toThrow('there is no such file')
  mkdirSync(join(root, 'empty'))
  expect(() => loadConfig(join(root, 'empty'))).toThrow('holds no rsyslog.conf')
})
