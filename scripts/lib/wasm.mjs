/**
 * Compiles src/wasm (AssemblyScript) to one WebAssembly module, and gives it to bundlers as the module `virtual:core`,
 * whose default export is the binary in base64. A module that was compiled before is taken from node_modules/.cache.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

const SOURCE = join(ROOT, 'src', 'wasm')
const CACHE = join(ROOT, 'node_modules', '.cache', 'vestigo-wasm')
const OPTIONS = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--enable', 'simd', '--runtime', 'stub', '--noAssert']

const files = () =>
  readdirSync(SOURCE)
    .filter((name) => name.endsWith('.ts'))
    .sort()

/** The binary. Errors: what the compiler says, with file and line. */
export async function coreModule() {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json')
  const hash = createHash('sha256').update(`${version} ${OPTIONS.join(' ')}`)
  for (const name of files()) hash.update(`\0${name}\0`).update(readFileSync(join(SOURCE, name)))
  const cached = join(CACHE, `${hash.digest('hex').slice(0, 32)}.wasm`)
  try {
    return readFileSync(cached)
  } catch {
    // Not compiled yet.
  }
  const { default: asc } = await import('assemblyscript/asc')
  let binary = null
  const { error, stderr } = await asc.main([join(SOURCE, 'index.ts'), '--outFile', 'core.wasm', ...OPTIONS], {
    readFile: (name) => {
      try {
        return readFileSync(join(ROOT, name), 'utf8')
      } catch {
        try {
          return readFileSync(name, 'utf8')
        } catch {
          return null
        }
      }
    },
    writeFile: (_, contents) => {
      binary = contents
    },
    listFiles: () => [],
  })
  if (error || binary === null) throw new Error(`src/wasm does not compile:\n${stderr.toString()}`)
  mkdirSync(CACHE, { recursive: true })
  const part = `${cached}.${process.pid}`
  writeFileSync(part, binary)
  renameSync(part, cached)
  return Buffer.from(binary)
}

const ID = 'virtual:core'

/** For Vite, Vitest and electron-vite. */
export const wasmCore = () => ({
  name: 'vestigo-core',
  resolveId: (id) => (id === ID ? `\0${ID}` : null),
  load: async (id) => (id === `\0${ID}` ? `export default '${(await coreModule()).toString('base64')}'` : null),
})
