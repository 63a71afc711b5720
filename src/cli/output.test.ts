import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from './csv'
import { Closed, makeIo, wantsColour } from './io'
import { shares, tableLines } from './table'
import { cut, pad, widthOf } from './width'

const plain = { width: Number.POSITIVE_INFINITY, head: (t: string) => t }

describe('width', () => {
  it('counts columns, not characters', () => {
    expect(widthOf('abc')).toBe(3)
    expect(widthOf('日本')).toBe(4)
    expect(widthOf('e\u0301')).toBe(1)
  })
  it('cuts with an ellipsis within the width', () => {
    expect(cut('abcdef', 4)).toBe('abc…')
    expect(cut('abcd', 4)).toBe('abcd')
    expect(widthOf(cut('日本日本', 4))).toBeLessThanOrEqual(4)
    expect(cut('abc', 0)).toBe('')
  })
  it('pads on either side', () => {
    expect(pad('7', 3, true)).toBe('  7')
    expect(pad('日', 4)).toBe('日  ')
  })
})

describe('tables', () => {
  const columns = [
    { title: 'pid', right: true },
    { title: 'path', least: 6 },
  ]
  it('set numbers on the right and leave out trailing blanks', () => {
    expect(
      tableLines(
        columns,
        [
          ['7', '/a'],
          ['1234', ''],
        ],
        plain,
      ),
    ).toEqual([' pid  path', '   7  /a', '1234'])
  })
  it('fit the terminal, giving way where they may', () => {
    const rows = [['1234', '/var/log/messages.1']]
    const lines = tableLines(columns, rows, { ...plain, width: 14 })
    expect(lines[1]).toBe('1234  /var/lo…')
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(14)
    expect(shares([4, 30, 20], [{ title: '' }, { title: '', least: 5 }, { title: '', least: 5 }], 34)).toEqual([
      4, 13, 13,
    ])
  })
  it('make the suspect’s text inert: escapes, line ends, direction marks', () => {
    const [, row] = tableLines([{ title: 'x' }], [['\u001b]0;pwned\u0007\r\n\u202eabc\u009b2J']], plain)
    expect(row).toBe('␛]0;pwned␇␍␊‹U+202E›abc‹U+009B›2J')
  })
  it('colours cells without counting the colour', () => {
    const [, row] = tableLines(columns, [['7', '/a']], { ...plain, cell: (t) => `<${t}>` })
    expect(row).toBe('<  7>  </a>')
  })
})

describe('csv', () => {
  it('quotes by RFC 4180', () => {
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('say "x"')).toBe('"say ""x"""')
    expect(csvCell('a\r\nb')).toBe('"a\nb"')
    expect(csvCell(null)).toBe('')
    expect(csvLine(['a', 1, null, true])).toBe('a,1,,true\r\n')
  })
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1'])('makes no formula of %j', (text) => {
    expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true)
  })
  it('leaves numbers of ours alone', () => {
    expect(csvCell(-5)).toBe('-5')
  })
  it('shows what is hidden', () => {
    expect(csvCell('a\u001b[2J\u202e')).toBe('a␛[2J‹U+202E›')
  })
})

describe('io', () => {
  const made = (stdout: Writable & { isTTY?: boolean; columns?: number }, env = {}) => {
    const stderr = new PassThrough() as PassThrough & { isTTY?: boolean; columns?: number }
    const io = makeIo({ stdout, stderr, stdin: process.stdin, env, signal: new AbortController().signal })
    return { io, stderr, said: () => String(stderr.read() ?? '') }
  }
  it('colours only terminals, and not under NO_COLOR', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
    expect(made(terminal).io.paint('x', 'red')).toBe('\u001b[31mx\u001b[39m')
    expect(made(terminal, { NO_COLOR: '1' }).io.paint('x', 'red')).toBe('x')
    expect(made(new PassThrough()).io.paint('x', 'red')).toBe('x')
    expect(wantsColour(terminal, { NO_COLOR: '' })).toBe(true)
    expect(wantsColour(terminal, { TERM: 'dumb' })).toBe(false)
  })
  it('makes messages inert and keeps their lines', () => {
    const { io, said } = made(new PassThrough())
    io.say('cannot read \u001b[2J/x\nnext')
    expect(said()).toBe('cannot read ␛[2J/x\nnext\n')
  })
  it('shows progress only on a terminal, on one line, inert, and takes it away', () => {
    const quiet = made(new PassThrough())
    quiet.io.progress('Reading')
    expect(quiet.said()).toBe('')
    const { io, stderr, said } = made(new PassThrough())
    Object.assign(stderr, { isTTY: true, columns: 30 })
    io.progress(`Reading \u001b[31m${'x'.repeat(100)}`)
    io.quiet()
    const [, shown = ''] = said().split('\r\u001b[2K')
    expect(shown.startsWith('Reading ␛[31m')).toBe(true)
    expect(widthOf(shown)).toBeLessThan(30)
  })
  it('tells that the reader has gone', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    })
    const { io } = made(gone)
    await io.write('x').catch(() => {})
    await new Promise((done) => setImmediate(done))
    await expect(io.write('y')).rejects.toBeInstanceOf(Closed)
  })
})
