import { describe, expect, it } from 'vitest'
import { distance, nearest, readArgv, wholeNumber } from './argv'
import type { Option } from './command'

const options: Record<string, Option> = {
  case: { value: '<dir>', about: '' },
  output: { value: '<file>', about: '', short: 'o' },
  program: { value: '<name>', about: '', many: true },
  format: { value: '<format>', about: '', oneOf: ['table', 'csv'] },
  json: { value: null, about: '' },
}
const read = (...argv: string[]) => readArgv(argv, options, [0, 2])

describe('readArgv', () => {
  it('reads words, values, switches, short and repeated options, in any order', () => {
    const given = read('a', '--case', 'x', '--json', '-o', 'f.html', '--program=sshd', '--program', 'su', 'b')
    expect(given.words).toEqual(['a', 'b'])
    expect(given.text('case')).toBe('x')
    expect(given.text('output')).toBe('f.html')
    expect(given.list('program')).toEqual(['sshd', 'su'])
    expect(given.flag('json')).toBe(true)
    expect(given.text('format')).toBeNull()
    expect(given.list('format')).toEqual([])
  })
  it('takes everything after -- as words', () => {
    expect(read('--', '--json', '-x').words).toEqual(['--json', '-x'])
  })
  it.each([
    [['--jsn'], 'did you mean --json?'],
    [['--cas', 'x'], 'did you mean --case?'],
    [['--zzzzzz'], 'unknown option --zzzzzz'],
    [['-z'], 'unknown option -z'],
    [['--__proto__'], 'unknown option'],
    [['--case'], '--case needs a value: --case <dir>'],
    [['--case', '--json'], '--case needs a value'],
    [['--json=yes'], '--json takes no value'],
    [['--case', 'a', '--case', 'b'], 'given twice'],
    [['--format', 'xml'], 'one of table, csv; not "xml"'],
    [['a', 'b', 'c'], 'one word too many: "c"'],
  ])('refuses %j', (argv, message) => {
    expect(() => read(...(argv as string[]))).toThrow(message as string)
  })
  it('refuses too few words', () => {
    expect(() => readArgv([], {}, [1, 1])).toThrow('missing')
  })
  it('takes a value that begins with a dash where it is meant, and negative numbers', () => {
    expect(read('--case=--x').text('case')).toBe('--x')
    expect(read('--case', '-5').text('case')).toBe('-5')
  })
})

it('measures edits', () => {
  expect(distance('timelin', 'timeline')).toBe(1)
  expect(distance('improt', 'import')).toBe(1)
  expect(distance('', 'abc')).toBe(3)
  expect(nearest('xyz', ['import', 'verify'])).toBeNull()
  expect(nearest('proc', ['processes', 'parse'])).toBe('processes')
})

it('reads whole numbers', () => {
  expect(wholeNumber('12', '--limit')).toBe(12)
  expect(wholeNumber(null, '--limit')).toBeNull()
  for (const bad of ['-1', '1.5', 'x', '']) expect(() => wholeNumber(bad, '--limit')).toThrow('whole number')
})
