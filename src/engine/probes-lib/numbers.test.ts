import { describe, expect, it } from 'vitest'
import { count, decimal, hex, whole } from './numbers'

describe('figures', () => {
  it.each([
    ['0', 0],
    ['65535', 65535],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', null],
    ['99999999999999999', null],
    ['-1', null],
    ['', null],
    [' 1', null],
    ['1.0', null],
    ['0x1', null],
    ['\u0661', null],
  ])('count of %j is %j', (text, n) => expect(count(text)).toBe(n))
  it.each([
    ['-12', -12],
    ['12', 12],
    ['-', null],
    ['--1', null],
    ['-9007199254740991', -9007199254740991],
  ])('whole of %j is %j', (text, n) => expect(whole(text)).toBe(n))
  it.each([
    ['0.123', 0.123],
    ['0,123', 0.123],
    ['12.', 12],
    ['.5', 0.5],
    ['-0.25', -0.25],
    ['1.2.3', null],
    ['.', null],
    ['-', null],
    ['1e5', null],
    ['nan', null],
    ['123456789012345678901234', Number('123456789012345678901234')],
    ['1234567890123456789012345', null],
  ])('decimal of %j is %j', (text, n) => expect(decimal(text)).toBe(n))
  it('prints decimals back as they were', () => {
    for (let i = 0; i < 5000; i++) {
      const text = `${(i * 7919) % 1000}.${String((i * 104729) % 1000).padStart(3, '0')}`
      expect(decimal(text)).toBe(Number(text))
    }
  })
  it.each([
    ['ff', 255],
    ['0x1103', 0x1103],
    ['ffffffffffffffff', null],
    ['g', null],
    ['', null],
  ])('hex of %j is %j', (text, n) => expect(hex(text)).toBe(n))
})
