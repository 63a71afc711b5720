import { expect, test } from 'vitest'
import { fileOf } from './renderer-files'

const root = '/opt/vestigo/out/renderer'

test('addresses of the page name files under the root', () => {
  expect(fileOf(root, 'app://vestigo/')).toBe(`${root}/index.html`)
  expect(fileOf(root, 'app://vestigo/assets/a%20b.js?x=1#y')).toBe(`${root}/assets/a b.js`)
})

test.each([
  'app://vestigo/..%2f..%2fpackage.json',
  'app://vestigo/assets/..%2f..%2f..%2fpackage.json',
  'app://vestigo/%00index.html',
  'app://vestigo/%E0%A4%A',
  'app://elsewhere/index.html',
])('%s names none', (address) => {
  expect(fileOf(root, address)).toBeNull()
})

test('dots that the address itself resolves stay under the root', () => {
  expect(fileOf(root, 'app://vestigo/%2e%2e/main/index.js')).toBe(`${root}/main/index.js`)
})
