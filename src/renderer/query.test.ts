import { describe, expect, it } from 'vitest'
import { NO_FILTER } from '../shared/model'
import { instant, UTC } from '../shared/time'
import { absorb, chips, complete, freeText, severityOf, take, words } from './query'

const context = { zone: UTC, hosts: [{ id: 1, name: 'zeus' }] }
const take1 = (draft: string) => absorb(NO_FILTER, draft, true, context)

describe('words', () => {
  it('cuts key words, quoted values and free text', () => {
    expect(words('failed program:sshd path:"/tmp/a b" x').map((w) => [w.key, w.value])).toEqual([
      [null, 'failed'],
      ['program', 'sshd'],
      ['path', '/tmp/a b'],
      [null, 'x'],
    ])
  })
  it('leaves unknown keys as text, so that a pasted log line stays whole', () => {
    expect(freeText('sshd[12]: error: pam rhost=1.2.3.4')).toBe('sshd[12]: error: pam rhost=1.2.3.4')
  })
  it('knows which word is still being typed', () => {
    expect(words('program:ss').at(-1)?.done).toBe(false)
    expect(words('program:ss ').at(-1)?.done).toBe(true)
  })
  it('does not hang on a lone quote', () => {
    expect(words('path:"abc').map((w) => w.value)).toEqual(['abc'])
    expect(words('"').length).toBeLessThan(3)
  })
})

describe('absorb', () => {
  it('turns each key into its part of the filter', () => {
    const { filter, text, problems } = take1(
      'severity:<=warning program:sshd kind:login host:ZEUS from:2025-03-04 port:22 rest',
    )
    expect(filter).toMatchObject({ severity: 4, programs: ['sshd'], kinds: ['login'], hosts: [1] })
    expect(filter.from).toBe(Date.UTC(2025, 2, 4) * 1000)
    expect(filter.entity).toEqual({ kind: 'port', id: '22', host: null })
    expect([text, problems]).toEqual(['rest', []])
  })
  it('leaves the unfinished word alone while typing', () => {
    const { filter, text } = absorb(NO_FILTER, 'program:ss', false, context)
    expect([filter, text]).toEqual([NO_FILTER, 'program:ss'])
  })
  it('says what it cannot understand and keeps it', () => {
    const { problems, text } = take1('severity:loud from:yesterday host:hera')
    expect(problems).toHaveLength(3)
    expect(text).toBe('severity:loud from:yesterday host:hera')
  })
  it('adds programs instead of replacing them, once each', () => {
    expect(take1('program:a program:b program:a').filter.programs).toEqual(['a', 'b'])
  })
})

it('reads severities by name, short name, number and comparison', () => {
  expect(['warn', '<=warning', 'PANIC', '3', 'error', '9'].map(severityOf)).toEqual([4, 4, 0, 3, 3, null])
})

it('shows the filter as chips that parse back to it', () => {
  const filter = {
    ...NO_FILTER,
    severity: 3,
    programs: ['ker nel'],
    entity: { kind: 'address' as const, id: '10.0.0.7', host: null },
    from: instant(Date.UTC(2025, 2, 4) * 1000),
  }
  const shown = chips(
    filter,
    () => 'zeus',
    () => '2025-03-04 00:00:00',
  )
  expect(shown.map((c) => c.text)).toEqual([
    'severity:<=err',
    'program:"ker nel"',
    'addr:10.0.0.7',
    'from:2025-03-04T00:00:00',
  ])
  expect(take1(shown.map((c) => c.text).join(' ')).filter).toEqual(filter)
  expect(shown[1]?.without.programs).toEqual([])
})

it('completes keys, then values', () => {
  const none = () => []
  expect(complete('pro', none).map((o) => o.insert)).toEqual(['program:'])
  const offers = complete('x program:ss', () => [
    { insert: 'sshd', about: '' },
    { insert: 'cron', about: '' },
  ])
  expect(offers.map((o) => o.insert)).toEqual(['program:sshd '])
  expect(take('x program:ss', offers[0]!)).toBe('x program:sshd ')
})
