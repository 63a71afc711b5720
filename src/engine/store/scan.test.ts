import { expect, test } from 'vitest'
import { BLOCK, horspool, makeScanner, type Needle, needles } from './scan'

/** Numbers that look random and are the same each time. */
function numbers(seed: number) {
  let s = seed
  return (below: number) => {
    s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff
    return (s >>> 8) % below
  }
}
/** The plain way: compare at each place. */
function slow(block: Uint8Array, to: number, needle: Needle): number[] {
  const out: number[] = []
  for (let i = 0; i < to; i++) {
    let k = 0
    while (k < needle.bytes.length && (block[i + k]! | needle.folds[k]!) === needle.bytes[k]!) k++
    if (k === needle.bytes.length) out.push(i)
  }
  return out
}

test('both scanners agree with the plain way on random text', () => {
  const next = numbers(7)
  const fast = makeScanner()
  const plain = makeScanner(true)
  for (let round = 0; round < 400; round++) {
    const length = next(700)
    const alphabet = 'aAbB[{@`\u0000'
    const text = Buffer.from(Array.from({ length }, () => alphabet.charCodeAt(next(alphabet.length))))
    const needle = needles(Array.from({ length: 1 + next(6) }, () => alphabet[next(alphabet.length - 1)]).join(''))[0]!
    fast.block.set(text)
    plain.block.set(text)
    // What follows the text is left from before, and must not count.
    const expected = slow(text, Math.max(0, length - needle.bytes.length + 1), needle)
    for (const scanner of [fast, plain]) {
      const got: number[] = []
      scanner.find(needle, BLOCK, length, (at) => got.push(at))
      expect(got).toEqual(expected)
    }
  }
})

test('only letters fold: [ is not {, @ is not `', () => {
  const find = (text: string, needle: string) => {
    const got: number[] = []
    const bytes = Buffer.from(text)
    horspool(bytes, 0, bytes.length - needle.length + 1, needles(needle)[0]!, (at) => got.push(at))
    return got
  }
  expect(find('{x} [X] [x]', '[x]')).toEqual([4, 8])
  expect(find('a`b a@b A@B', 'a@b')).toEqual([4, 8])
})

test('more hits than one call can hold are all found, up to the end of the block', () => {
  const scanner = makeScanner()
  scanner.block.fill(0x61)
  let count = 0
  let last = -1
  scanner.find(needles('aa')[0]!, BLOCK, BLOCK + 1, (at) => {
    count++
    last = at
  })
  expect(count).toBe(BLOCK)
  expect(last).toBe(BLOCK - 1)
})

test('letters beyond ASCII are found in lower, upper and first-upper spelling', () => {
  const scanner = makeScanner()
  const line = Buffer.from('Élodie ÉLODIE élodie Ünal жук Жук ЖУК')
  const hits = (text: string) => {
    scanner.block.set(line)
    const got = new Set<number>()
    for (const needle of needles(text)) scanner.find(needle, BLOCK, line.length, (at) => got.add(at))
    return got.size
  }
  expect(hits('élodie')).toBe(3)
  expect(hits('ЖУК')).toBe(3)
  expect(hits('Жук')).toBe(3)
  expect(hits('ünal')).toBe(1)
})

test('an empty text and one with a line feed look for nothing', () => {
  expect(needles('')).toEqual([])
  expect(needles('a\nb')).toEqual([])
})
