import { defineConfig, mergeConfig } from 'vitest/config'
import common from './vitest.config'

const merged = mergeConfig(common, {
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One lab: what one test breaks another must not meet.
    fileParallelism: false,
  },
})

/** Tests against the real hosts of e2e/lab, which must be up: `e2e/lab/test.mjs` sees to that. */
export default defineConfig({ ...merged, test: { ...merged.test, include: ['src/**/*.lab.ts'] } })
