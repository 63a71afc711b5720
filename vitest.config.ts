import { defineConfig } from 'vitest/config'
import { wasmCore } from './scripts/lib/wasm.mjs'

export default defineConfig({
  plugins: [wasmCore()],
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.mjs'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})
