/** Counts from the runners' JSON reports: { passed, failed, skipped }. */

/** Vitest's report has Jest's shape. A file that could not even be loaded has no tests in it: it counts as one failure. */
export function vitestCounts(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1
      else if (test.status === 'failed') counts.failed += 1
      else counts.skipped += 1
    }
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) counts.failed += 1
  }
  return counts
}

/** Playwright's report; errors outside of any test (a spec that does not load) count as one failure each. */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped }
}
