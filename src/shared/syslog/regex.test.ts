import { describe, expect, it } from 'vitest'
import { compileRegex } from './regex'

const ere = (pattern: string, text: string) =>
  compileRegex(pattern, true)
    .exec(text)
    ?.map(([a, b]) => (a < 0 ? null : text.slice(a, b)))
const bre = (pattern: string, text: string) =>
  compileRegex(pattern, false)
    .exec(text)
    ?.map(([a, b]) => (a < 0 ? null : text.slice(a, b)))

describe('POSIX regular expressions', () => {
  it('finds the leftmost and there the longest', () => {
    expect(ere('a|ab', 'xabc')).toEqual(['ab'])
    expect(ere('(user|port)=([0-9]+)', 'x port=22 user=7')).toEqual(['port=22', 'port', '22'])
    expect(ere('x*', 'aaa')).toEqual([''])
    expect(ere('b+', 'aaa')).toBeUndefined()
  })
  it('knows anchors, classes, ranges and repeats', () => {
    expect(ere('^[[:alpha:]_]{2,3}$', 'ab_')).toEqual(['ab_'])
    expect(ere('^[^]a]', 'ab')).toBeUndefined()
    expect(ere('[0-9]{2}\\.', 'a12.')).toEqual(['12.'])
    expect(ere('\\bsu\\b', 'the su ran')).toEqual(['su'])
  })
  it('keeps basic and extended apart', () => {
    expect(bre('a+', 'a+')).toEqual(['a+'])
    expect(bre('\\(fail\\)[a-z]*', 'failed')).toEqual(['failed', 'fail'])
    expect(bre('a\\{2\\}', 'xaa')).toEqual(['aa'])
    expect(bre('*a', '*a')).toEqual(['*a'])
  })
  it('says what is wrong with a pattern', () => {
    for (const bad of ['(', '[a', 'a{3,1}', '\\1', '*a', 'a{999}']) expect(() => compileRegex(bad, true), bad).toThrow()
  })
  it('takes time in proportion to the text, whatever the pattern', () => {
    const text = 'a'.repeat(20_000)
    for (const pattern of ['(a+)+$', '(a|a)*b', '(a*)*b', 'a{0,60}a{0,60}b'])
      compileRegex(pattern, true).test(`${text}!`)
    expect(compileRegex('(a+)+b', true).test(text)).toBe(false)
  })
})
