/**
 * The comparison with every expected result of the test corpus, as part of the suite. The corpus is not part of this
 * repository: VESTIGO_CORPUS names it, otherwise it is looked for beside the checkout, and without one this is skipped.
 */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { corpusFolder } from './corpus'
import { registered } from './registry'
import { agreementOf, UNPARSED_LIMIT } from './run'

const corpus = corpusFolder()

describe.skipIf(!existsSync(corpus))('the corpus (skipped where it is absent)', () => {
  it('is read as others read it, but for what is on the list with a reason', async () => {
    const result = await agreementOf(corpus, registered)
    expect(result.compared).toBeGreaterThan(10_000)
    expect(result.unlisted.map((u) => u.line).slice(0, 40)).toEqual([])
    expect(result.stale).toEqual([])
    expect(result.faults).toEqual([])
    expect(result.withoutComparator).toEqual([])
    expect(result.logLines).toBeGreaterThan(100_000)
    expect(result.logUnparsed / result.logLines).toBeLessThan(UNPARSED_LIMIT)
    // Two large archives among it.
  }, 600_000)
})
