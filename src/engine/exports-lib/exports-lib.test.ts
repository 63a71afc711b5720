import { describe, expect, it } from 'vitest'
import type { Figure } from '../define'
import { clusters, figureSvg, figureText, shortened } from './figure'
import { cssString, html, lines, plain } from './html'
import { code, fence, text } from './markdown'
import { count, excerptOf, placeName, share, size, span } from './words'

describe('html', () => {
  it('escapes what is put in, not what it is put into', () => {
    expect(html`<b>${'<i>&"\''}</b>${[html`<br>`, 'x', 3]}${null}${false}`.html).toBe(
      '<b>&lt;i&gt;&amp;&quot;&#39;</b><br>x3',
    )
  })
  it('shows control characters with a name that any font has', () => {
    expect(html`${'\u001b'}`.html).toBe('<span class="ctl" data-c="ESC">␛</span>')
    expect(html`${'\u007f\u202e'}`.html).toBe(
      '<span class="ctl" data-c="DEL">␡</span><span class="ctl">‹U+202E›</span>',
    )
    expect(plain('\u001b<').html).toBe('␛&lt;')
  })
  it('keeps the lines of an excerpt, and shows a lone carriage return', () => {
    expect(lines('a\tb\r\nc\rd').html).toBe('a\tb\nc<span class="ctl" data-c="CR">␍</span>d')
  })
  it('cannot end a style sheet from within a string', () => {
    expect(cssString('a</style>"\n')).toBe('"a\\3c \\2f style\\3e \\22 \\a "')
  })
})

describe('markdown', () => {
  it('escapes marks where they mean something', () => {
    expect(text('*a* _b_ `c` [d](e) |f| <g> &h;')).toBe('\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\|f\\| &lt;g> &amp;h;')
    expect(text('http://x www.y.z m@n #1')).toBe('http\\://x www\\.y.z m\\@n \\#1')
    expect(text('2002-07-01 06:14:52 -04:00')).toBe('2002-07-01 06:14:52 -04:00')
    expect(text('- a')).toBe('\\- a')
    expect(text('1. a')).toBe('1\\. a')
  })
  it('fences code with more backticks than it holds', () => {
    expect(code('a`b``c')).toBe('```a`b``c```')
    expect(code('`x')).toBe('`` `x ``')
    expect(code('a|b')).toBe('a\\|b')
    expect(code('')).toBe('—')
    expect(fence(['a', '````'])).toBe('`````text\na\n````\n`````')
  })
})

describe('words', () => {
  it('prints amounts alike everywhere', () => {
    expect(count(1234567)).toBe('1,234,567')
    expect(count(999)).toBe('999')
    expect(size(1023)).toBe('1023 bytes')
    expect(size(1536)).toBe('1.5 KiB')
    expect(size(5 * 1024 ** 3)).toBe('5.0 GiB')
    expect(span(1_000_000)).toBe('1 second')
    expect(span(90 * 60_000_000)).toBe('90 minutes')
  })
  it('never rounds coverage up to a hundred', () => {
    expect(share({ rows: 9999, noise: 0, unparsed: 1 })).toBe('99.9 %')
    expect(share({ rows: 1, noise: 1, unparsed: 0 })).toBe('100.0 %')
    expect(share({ rows: 0, noise: 0, unparsed: 0 })).toBeNull()
  })
  it('says what of an excerpt is not printed', () => {
    expect(excerptOf('a\nb')).toEqual({ shown: 'a\nb', rest: null })
    expect(excerptOf('x\n'.repeat(10))).toEqual({ shown: Array(8).fill('x').join('\n'), rest: '… 3 more lines' })
    expect(excerptOf('x'.repeat(2001)).rest).toBe('… 1 more character')
  })
  it('names places', () => {
    expect(placeName({ artifact: 12, line: 5, off: 3 })).toBe('E12:5')
    expect(placeName({ artifact: 12, line: null, off: 3456 })).toBe('E12@3456')
  })
})

describe('figures', () => {
  const at = { utc: '2002-07-01T06:00:00Z', local: null }
  const figure: Figure = {
    title: 'x',
    from: at,
    to: at,
    step: 60_000_000,
    buckets: 48,
    bands: [{ name: 'error (3)', counts: Array.from({ length: 48 }, (_, i) => (i === 47 ? 9 : 0)) }],
    marks: [
      { x: 0.5, label: 'F2', kind: 'finding' },
      { x: 0.501, label: 'F1', kind: 'finding' },
      { x: 0.9, label: 'F3', kind: 'finding' },
      { x: 1, label: 'capture', kind: 'capture' },
    ],
    ticks: [],
    total: 9,
  }
  it('shortens runs of findings', () => {
    expect(shortened(['F7', 'F1', 'F2', 'F3'])).toBe('F1–F3, F7')
    expect(shortened(['F1', 'F2'])).toBe('F1, F2')
  })
  it('joins labels that would run into each other', () => {
    const found = clusters(
      figure.marks.filter((m) => m.kind === 'finding'),
      700,
    )
    expect(found.map((c) => c.labels)).toEqual([['F2', 'F1'], ['F3']])
  })
  it('draws a picture with each mark', () => {
    const svg = figureSvg(figure, 1).html
    expect(svg).toContain('F1, F2')
    expect(svg).toContain('F3')
    expect(svg).toContain('capture')
    expect(svg).not.toContain('NaN')
  })
  it('draws the same as text', () => {
    const rows = figureText(figure)
    expect(rows).toHaveLength(24)
    expect(rows[0]).toBe('2002-07-01 06:00Z         0 ')
    expect(rows.at(-1)).toMatch(/ 9 █{40} {2}◂ capture$/)
    expect(rows.filter((r) => r.includes('F1'))).toHaveLength(1)
  })
})
