import { expect, it } from 'vitest'
import { explain, whyUnknown } from './glossary'

it('explains states, letters, descriptors, flags and marks', () => {
  expect(explain('state', 'LISTEN')).toBe('Waits for connections')
  expect(explain('state', 'TIME_WAIT')).toContain('Belongs to no process')
  expect(explain('stat', 'SW<')?.split('\n')).toHaveLength(3)
  expect(explain('fd', '2w')).toBe('Descriptor 2, standard error; open for writing')
  expect(explain('fd', '4uW')).toBe('Descriptor 4; open for reading and writing; write lock on the whole file')
  expect(explain('lock', 'R')).toBe('read lock on the whole file')
  expect(explain('type', 'KQUEUE')).toContain('macOS')
  expect(explain('fd', 'txt')).toContain('executable')
  expect(explain('flags', 'PROMISC')).toContain('every packet')
  expect(explain('flags', 'UG')).toContain('gateway')
  expect(explain('mark', '!H')).toContain('unreachable')
  expect(explain('severity', '3')).toBe('Error conditions')
  expect(explain('facility', '10')).toContain('authpriv')
})
it('has nothing to add to other values', () => {
  expect([explain('path', '/etc/passwd'), explain('stat', '-'), explain('state', 'odd')]).toEqual([null, null, null])
})
it('always says why a value is unknown', () => {
  expect(whyUnknown('pid')).toContain('owner')
  expect(whyUnknown('anything')).toContain('Unknown')
})
