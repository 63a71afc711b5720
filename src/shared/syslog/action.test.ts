import { expect, it } from 'vitest'
import { readAction } from './action'

it.each([
  ['-/var/log/mail', 'file', '/var/log/mail', null],
  ['/dev/tty12', 'console', '/dev/tty12', null],
  ['@@(z9,o)[2001:db8::7]:1514;tpl', 'remote', '2001:db8::7', '1514'],
  ['root,operator', 'users', 'root,operator', null],
  ['|/dev/xconsole', 'pipe', '/dev/xconsole', null],
  ['~', 'discard', null, null],
  ['*', 'users', '*', null],
])('%s', (text, kind, destination, port) => {
  expect(readAction(text)).toMatchObject({ kind, destination, port })
  expect(readAction(text, 'rsyslog')).toMatchObject({ kind, destination, port, refused: null })
})

it('does not take a sentence for an action', () => expect(readAction('is not an action')).toBe(null))

it('cuts a path of rsyslog at its first blank', () => {
  expect(readAction('/var/log/x # note', 'rsyslog')).toMatchObject({ destination: '/var/log/x', refused: null })
  expect(readAction('/var/log/x }', 'rsyslog')?.refused).toContain('After the destination')
  expect(readAction('-/var/log/x;Precise', 'rsyslog')).toMatchObject({ template: 'Precise', unsynced: true })
})
