import { describe, expect, it } from 'vitest'
import { openCore } from './core'
import { wordFilter } from './word-filter'

describe('the filter of words', () => {
  const sets = [['Failed ', 'Accepted '], ['ed pass', ' to '], [], ['x'], ['caf\u00e9'], ['^Failed', '^ed'], ['^to']]
  const core = openCore()
  core.bytes().set(wordFilter(sets), core.of.filterAt(1))
  const encoder = new TextEncoder()
  const filter = (text: string, from: number, behind: number): number => {
    const bytes = encoder.encode(text)
    const at = core.place(bytes, 0, bytes.length)
    return core.of.holds(1, at + from, at + bytes.length - behind)
  }
  /** What it should say, plainly; a word of one byte is not looked for. */
  const plain = (text: string): number =>
    sets.reduce((bits, words, n) => {
      const has = (w: string) => (w.startsWith('^') ? text.startsWith(w.slice(1)) : w.length < 2 || text.includes(w))
      const holds = words.length === 0 || words.some(has)
      return holds ? bits | (1 << n) : bits
    }, 0)

  it.each([
    '',
    'F',
    'Failed password',
    'Failed',
    'x Accepted y',
    'a to b',
    'ed pas',
    ' to',
    'un café',
    'Faile Failed ',
  ])('agrees with a plain search: %s', (text) => {
    expect(filter(`Failed ${text} to `, 7, 4)).toBe(plain(text))
  })

  it('agrees on random text', () => {
    const parts = ['Fail', 'ed', ' ', 'pass', 'to', 'Acc', 'epted', 'é', 'caf', 'x']
    let s = 3
    for (let round = 0; round < 20_000; round++) {
      let text = ''
      for (let i = 0; i < 6; i++) {
        s = (Math.imul(s, 1664525) + 1013904223) >>> 0
        text += parts[s % parts.length]
      }
      expect(filter(text, 0, 0), text).toBe(plain(text))
    }
  })
})
