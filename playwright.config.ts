import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Those need the lab's hosts: playwright.lab.config.ts.
  testIgnore: 'lab/**',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each test drives a whole desktop program; two at once on a small machine only make both slow.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  outputDir: 'test-results',
  reporter: 'list',
})
