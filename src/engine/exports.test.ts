/** Walks the export formats over a report whose every text is hostile, and over an empty one. */
import { describe, expect, it } from 'vitest'
import { inert } from '../shared/inert'
import type { ReportModel } from './define'
import { EMPTY_REPORT, hostileReport } from './exports-lib/testing/hostile-report'
import { exports } from './registry'

const textOf = (bytes: string | Uint8Array): string =>
  typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)
const NASTY = `<script>alert(1)</script><img src=x onerror=alert(2)> "'&amp; \u001b[2J\u0007\u202eexe.txt\u2028 \`\`\`| [x](javascript:alert(3)) http://evil.example/ www.evil.example a@evil.example ![](http://evil.example/i.png) --> </style></title></td>`
const hostile = hostileReport(NASTY)

/** Markup of our own that HTML may hold; everything else that looks like a tag came from the text. */
const TAGS = new Set(
  'html head meta title style body header section nav article div p span b i br a h1 h2 h3 dl dt dd ul ol li table colgroup col thead tbody tr th td code figure figcaption svg path text rect defs pattern'.split(
    ' ',
  ),
)

describe.each([...exports])('export %s', (id, format) => {
  it('says what it is', () => {
    expect(format.title).not.toBe('')
    expect(format.extension).toBe(id)
  })

  it.each([
    ['hostile', hostile],
    ['empty', EMPTY_REPORT],
  ])('gives the same bytes for the same model: %s', (_name, model: ReportModel) => {
    const first = textOf(format.render(model))
    expect(textOf(format.render(structuredClone(model)))).toBe(first)
    expect(first.length).toBeGreaterThan(100)
  })

  it('holds nothing that a terminal or a reader would obey', () => {
    for (const line of textOf(format.render(hostile)).split('\n'))
      expect(inert(line.replaceAll('\t', ' '))).toBe(line.replaceAll('\t', ' '))
  })

  it('has no time of now in it', () => {
    expect(textOf(format.render(hostile))).not.toContain(new Date().toISOString().slice(0, 10))
  })

  it('names every hash and every finding', () => {
    const out = textOf(format.render(hostile))
    for (const file of hostile.files) if (file.sha256) expect(out).toContain(file.sha256)
    for (const f of hostile.findings) expect(out).toContain(f.rule)
  })
})

describe('html', () => {
  const out = textOf(exports.get('html')!.render(hostile))
  it('has only tags and attributes of ours', () => {
    for (const [, slash, name, rest] of out.matchAll(/<(\/?)([a-zA-Z][^\s/>]*)([^>]*)>/g)) {
      expect(TAGS, `<${slash}${name}>`).toContain(name)
      expect(rest!.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+\s*=|javascript:|\ssrc\s*=/i)
    }
    expect(out).not.toMatch(/<script|<img|<iframe|<link|<object/i)
  })
  it('loads nothing: a policy, and no address outside the file', () => {
    expect(out).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:"`)
    expect(out).not.toMatch(/(href|src)="(?!#)/)
    expect(out.match(/<style>[\s\S]*?<\/style>/)?.[0]).not.toMatch(/url\(|@import/)
  })
  it('closes its style sheet only once, whatever the case is called', () => {
    expect(out.split('</style>')).toHaveLength(2)
    expect(out.split('</title>')).toHaveLength(2)
  })
  it('leads each link to an anchor that is there', () => {
    const ids = new Set(Array.from(out.matchAll(/\sid="([^"]+)"/g), (m) => m[1]))
    const links = Array.from(out.matchAll(/href="#([^"]+)"/g), (m) => m[1])
    expect(links.length).toBeGreaterThan(10)
    for (const link of links) expect(ids, `#${link}`).toContain(link)
  })
  it('balances its tags', () => {
    const open: string[] = []
    for (const [, slash, name, rest] of out.matchAll(/<(\/?)([a-zA-Z][^\s/>]*)([^>]*)>/g)) {
      if (['meta', 'br', 'col', 'html', 'head', 'body'].includes(name!) || rest!.endsWith('/')) continue
      if (slash) expect(open.pop(), `</${name}>`).toBe(name)
      else open.push(name!)
    }
    expect(open).toEqual([])
  })
  it('shows control and direction marks', () => {
    expect(out).toContain('<span class="ctl" data-c="ESC">␛</span>')
    expect(out).toContain('<span class="ctl">‹U+202E›</span>')
  })
})

describe('md', () => {
  const out = textOf(exports.get('md')!.render(hostile))
  /** Without code spans and fenced blocks, where nothing has a meaning. */
  const prose = out.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '').replace(/(?<!\\)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
  it('makes no markup, link, autolink or picture of the text', () => {
    expect(prose).not.toMatch(/<script|<img|<\/td>/i)
    expect(prose).not.toMatch(/(?<!\\)!?\[[^\]]*\]\((?!#)/)
    expect(prose).not.toMatch(/https?:\/\/|www\.|[a-z]@[a-z]/i)
  })
  it('keeps each table row whole', () => {
    let width = 0
    for (const line of prose.split('\n')) {
      const cells = line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0
      if (cells > 0 && width > 0) expect(cells, line).toBe(width)
      width = cells
    }
  })
  it('leaves dates and addresses readable', () => {
    expect(out).toContain('2002-07-01 06:14:52 UTC')
    expect(out).toContain('case 2002-117')
  })
})

describe('json', () => {
  it('gives the model back', () => {
    expect(JSON.parse(textOf(exports.get('json')!.render(hostile)))).toEqual(hostile)
  })
})
