import { expect, test } from 'vitest'
import { casesFolder as shell } from '../../src/main/folders'
import { casesFolder } from './cases.mjs'

test.each([
  ['linux', {}, '/home/a/.local/share/vestigo/cases'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/vestigo/cases'],
  ['darwin', {}, '/home/a/Library/Application Support/Vestigo/cases'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/Vestigo/cases'],
])('%s %j', (platform, env, expected) => {
  expect(casesFolder(platform, env, '/home/a')).toBe(expected)
  expect(shell(platform, env, '/home/a')).toBe(expected)
})
