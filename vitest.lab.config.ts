import { defineConfig } from 'vitest/config'

/** Tests against the real hosts of e2e/lab, which must be up: `node e2e/lab/test.mjs` sees to that. */
export default defineConfig({
  test: {
    include: ['src/**/*.lab.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One lab: what one test breaks another must not meet.
    fileParallelism: false,
  },
})
