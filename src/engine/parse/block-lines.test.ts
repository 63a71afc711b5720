import { describe, expect, it } from 'vitest'
import { random } from '../testing'
import { isBlank, linesOf } from './block-lines'

const utf8 = new TextEncoder()
/** The plain reading that the fast one must equal. */
function plain(bytes: Uint8Array): { text: string; no: number; from: number; to: number }[] {
  const out = []
  let from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  for (let no = 1; from < bytes.length; no++) {
    let end = bytes.indexOf(10, from)
    if (end < 0) end = bytes.length
    const to = end > from && bytes[end - 1] === 13 ? end - 1 : end
    out.push({ text: Buffer.from(bytes.subarray(from, to)).toString('utf8'), no, from, to })
    from = end + 1
  }
  return out
}

describe('linesOf', () => {
  it.each([
    ['nothing', ''],
    ['no line end', 'a'],
    ['one line end', '\n'],
    ['CRLF', 'a\r\nb\r\n\r\n\r'],
    ['other characters', 'gr\u00fcn\n\u65e5\u672c\nplain\n'],
    ['a byte order mark', '\ufeffa\nb'],
    ['a NUL', 'a\0b\n\0\n'],
  ])('reads %s', (_, text) => {
    const bytes = utf8.encode(text)
    expect([...linesOf(bytes)].map((l) => ({ ...l }))).toEqual(plain(bytes))
  })
  it('reads lines around the edges of its pieces, of any length and any bytes', () => {
    const r = random(11)
    for (let round = 0; round < 30; round++) {
      const parts: Uint8Array[] = []
      for (let size = 0; size < 300_000; ) {
        const kind = r(20)
        const length = kind === 0 ? 60_000 + r(12_000) : kind === 1 ? r(140_000) : r(200)
        const line = new Uint8Array(length + 1).fill(65 + r(26))
        if (r(3) === 0 && length > 4) line.set([0xc3, 0xbc], r(length - 2))
        if (r(9) === 0 && length > 0) line[length - 1] = 13
        line[length] = 10
        parts.push(line)
        size += length
      }
      const bytes = new Uint8Array(Buffer.concat(parts)).subarray(0, 300_000 - r(10))
      const read = [...linesOf(bytes)].map((l) => ({ ...l }))
      const want = plain(bytes)
      expect(read.length).toBe(want.length)
      expect(read.find((l, i) => l.text !== want[i]!.text || l.from !== want[i]!.from || l.to !== want[i]!.to)).toBe(
        undefined,
      )
    }
  })
})

describe('isBlank', () => {
  it.each(['', ' ', '\t \r', '\u00a0', '\ufeff', '\u2003 '])('%j is', (text) => expect(isBlank(text)).toBe(true))
  it.each(['a', ' a', '\0', '\u200b', '\x7f', ' \x1b'])('%j is not', (text) => expect(isBlank(text)).toBe(false))
})
