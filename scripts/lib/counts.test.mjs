import { expect, test } from 'vitest'
import { playwrightCounts, vitestCounts } from './counts.mjs'

const file = (status, ...states) => ({ status, assertionResults: states.map((state) => ({ status: state })) })

test('unit tests are counted by state', () => {
  const report = { testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')] }
  expect(vitestCounts(report)).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

test('a file that could not be loaded, or whose hook failed, is one failure', () => {
  expect(vitestCounts({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(vitestCounts({ testResults: [file('failed', 'passed')] })).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('an end-to-end test that passed only when repeated, and an error outside of tests, are failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 })
})
