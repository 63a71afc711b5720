import { expect, it } from 'vitest'
import { classicDialect, parseClassic } from './parse-classic'

const read = (text: string) => parseClassic(text).statements.map((s) => `${s.kind} ${'text' in s ? s.text : ''}`.trim())

it('reads rules, continued lines, blocks and settings', () => {
  const text =
    '# note\n*.=info;\\\n\tmail.none\t-/var/log/messages\n!ppp\n*.*  /var/log/ppp\n+host1,host2\n#!prog\ninclude /etc/syslog.d\nrotate_size 1M\n'
  expect(read(text)).toEqual([
    'selector *.=info;mail.none',
    'block ppp',
    'selector *.*',
    'block host1,host2',
    'block prog',
    'include',
    'setting',
  ])
  expect(parseClassic(text).problems).toEqual([])
})

it('does not carry a comment on, and tells which daemon a file is for', () => {
  expect(read('# a \\\nkern.* /dev/console\n')).toEqual(['selector kern.*'])
  expect(classicDialect('!ppp\n*.* /x\n')).toBe('bsd')
  expect(classicDialect('*.>=notice /x\n')).toBe('bsd')
  expect(classicDialect('*.info /x\n')).toBe('sysklogd')
})

it('says what is wrong with a blank in a selector and a rule without destination', () => {
  const text = '*. * @athena\nauth.info\n%%\n'
  expect(parseClassic(text).problems.map((p) => p.check)).toEqual(['stray-blank', 'no-destination', 'syntax'])
})
