/** Recognition reads what the suspect wrote: no shape may take long over it, however odd. A shape that backtracks hangs here. */
import { describe, expect, it } from 'vitest'
import { logs, probes } from '../registry'
import { headOf, score } from './recognise'

const PATTERNS = [
  '\n',
  '\n\t ',
  ' ',
  'a',
  'a ',
  '0',
  '0.',
  'a:',
  ':',
  '[',
  '"',
  '/a',
  'a=b\n',
  '# x\n',
  '1 2\n',
  'a b c\n',
  '\0',
  '-',
  '<1>',
  '2025-',
]

describe.each(PATTERNS)('64 KiB of %j', (pattern) => {
  const heads = [`${pattern.repeat(Math.ceil(65_536 / pattern.length))}x`, `\nx${pattern.repeat(20_000)}\n`].map(
    (text) => headOf(new TextEncoder().encode(text), 'a.txt', true),
  )
  it('is looked at by every kind and comes to an end', () => {
    for (const head of heads)
      for (const [id, { recognise }] of [...logs, ...probes]) {
        const confidence = score(recognise, head)
        expect(confidence >= 0 && confidence <= 1, id).toBe(true)
      }
  })
})
