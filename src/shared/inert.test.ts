import { describe, expect, it } from 'vitest'
import { eachPart, inert, inertJson } from './inert'

describe('inert', () => {
  it('shows what a terminal would obey', () => {
    expect(inert('\u001b[31mred\u001b[0m\u0007')).toBe('␛[31mred␛[0m␇')
    expect(inert('a\tb\r\nc\u0000\u007f')).toBe('a␉b␍␊c␀␡')
    expect(inert('\u009b31m')).toBe('‹U+009B›31m')
  })
  it('spells bidi marks, invisible characters and lone surrogates', () => {
    expect(inert('txt.\u202eexe')).toBe('txt.‹U+202E›exe')
    expect(inert('a\u200bb\u2028c\ufeff')).toBe('a‹U+200B›b‹U+2028›c‹U+FEFF›')
    expect(inert('\u{e0041}')).toBe('‹U+E0041›')
    expect(inert('x\ud800y')).toBe('x‹U+D800›y')
  })
  it('leaves letters of any script and pairs of surrogates alone', () => {
    expect(inert('Grüße 日本 😀 −')).toBe('Grüße 日本 😀 −')
  })
  it('tells symbols from text', () => {
    expect(
      eachPart(
        '<\u001b>',
        (t) => t.toUpperCase(),
        (s) => `[${s}]`,
      ),
    ).toBe('<[␛]>')
  })
})

describe('inertJson', () => {
  const nasty = { 'k\u202e': 'a\u001b[2J\u009b\u2028\n\u{e0041}\ud800"' }
  it('gives the same value back', () => {
    expect(JSON.parse(inertJson(nasty))).toEqual(nasty)
    expect(JSON.parse(inertJson([nasty, 1, null], 2))).toEqual([nasty, 1, null])
  })
  it('holds only characters that are shown as they are', () => {
    const text = inertJson([nasty], 2)
    expect(inert(text.replaceAll('\n', ' '))).toBe(text.replaceAll('\n', ' '))
  })
})
