import { defineConfig } from '@playwright/test'
import common from './playwright.config'

/** Tests of the window against the hosts of e2e/lab, which must be up: `e2e/lab/test.mjs` sees to that. */
export default defineConfig({ ...common, testDir: 'e2e/lab', testIgnore: [], timeout: 180_000 })
