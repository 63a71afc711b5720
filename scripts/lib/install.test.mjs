import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installReason } from './install.mjs'

let root
const lock = (path, packages) => writeFileSync(join(root, path), JSON.stringify({ packages }))
const WANTED = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b-darwin': { version: '2.0.0', integrity: 'sha512-b', optional: true },
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vestigo-install-'))
  lock('package-lock.json', WANTED)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('nothing installed, or broken off', () => {
  expect(installReason(root)).toBe('node_modules is missing')
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"pack')
  expect(installReason(root)).toBe('node_modules is incomplete')
})

test('complete without the optional package of another platform', () => {
  mkdirSync(join(root, 'node_modules'))
  lock('node_modules/.package-lock.json', { 'node_modules/a': WANTED['node_modules/a'] })
  expect(installReason(root)).toBeNull()
})

test.each([{ version: '1.0.1', integrity: 'sha512-a' }, { version: '1.0.0', integrity: 'sha512-z' }, undefined])(
  'another state of a package: %j',
  (entry) => {
    mkdirSync(join(root, 'node_modules'))
    lock('node_modules/.package-lock.json', { 'node_modules/a': entry })
    expect(installReason(root)).toBe('package-lock.json has another a')
  },
)
