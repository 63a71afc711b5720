import { expect, test } from 'vitest'
import { casesFolder as scripts } from '../../scripts/lib/cases.mjs'
import { casesFolder } from './folders'

const cases = [
  ['linux', {}, '/home/a/.local/share/vestigo/cases'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/vestigo/cases'],
  ['darwin', {}, '/home/a/Library/Application Support/Vestigo/cases'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/Vestigo/cases'],
] as const

test.each(cases)('%s %j', (platform, env, expected) => {
  expect(casesFolder(platform, env, '/home/a')).toBe(expected)
  expect(scripts(platform, env, '/home/a')).toBe(expected)
})
