import { expect, test } from 'vitest'
import { defineMessage, defineProbe, eachLine, text } from '../define'
import { indexVersion } from './index-version'

const probe = (columns: Record<string, ReturnType<typeof text>>) =>
  defineProbe({ title: 'x', commands: [], recognise: {}, columns, parse: eachLine(() => null) })
const message = defineMessage({ title: 'm', programs: [], words: [], columns: { who: text('Who') }, match: () => null })
const of = (columns: Record<string, ReturnType<typeof text>>, product = '1', messages = new Map()) =>
  indexVersion({ probes: new Map([['x', probe(columns)]]) as never, messages }, product)

test('the version follows columns and product, and nothing else', () => {
  const one = of({ a: text('A') })
  expect(of({ a: text('Another sentence') })).toBe(one)
  expect(of({ b: text('A') })).not.toBe(one)
  expect(of({ a: text('A') }, '2')).not.toBe(one)
  expect(of({ a: text('A') }, '1', new Map([['m', message]]))).not.toBe(one)
  expect(one).toMatch(/^[0-9a-f]{16}$/)
})
