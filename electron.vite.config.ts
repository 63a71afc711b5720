import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { wasmCore } from './scripts/lib/wasm.mjs'

// The oldest Electron the app runs on is 33 (Node 20.18, Chromium 130): build for that, whatever is installed.
const NODE = 'node20.18'
const CHROME = 'chrome130'
const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    plugins: [wasmCore()],
    build: {
      target: NODE,
      // In one file: its package is 180 small ones, and finding, reading and scanning them takes a tenth of a second.
      externalizeDeps: { exclude: ['@duckdb/node-api'] },
      rolldownOptions: {
        external: ['@duckdb/node-bindings'],
        // Plain inputs rather than worker imports: each is found beside the others at run time.
        input: {
          index: at('src/main/index.ts'),
          engine: at('src/engine/process.ts'),
          'parse-worker': at('src/engine/parse/parse-worker.ts'),
          'scan-worker': at('src/engine/store/scan-worker.ts'),
          'hash-worker': at('src/engine/evidence/hash-worker.ts'),
          cli: at('src/cli/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: NODE,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // Nothing as a data: URL: the page's policy takes fonts and pictures from the app alone.
    build: { target: CHROME, assetsInlineLimit: 0, rolldownOptions: { input: at('src/renderer/index.html') } },
    plugins: [react()],
  },
})
