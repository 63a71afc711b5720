import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bin, node, ROOT } from './run.mjs'
import { step } from './say.mjs'

const STAMP = join(ROOT, 'out', '.sources')
const BUILT = [
  'out/main/index.js',
  'out/main/engine.js',
  'out/main/cli.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* files(path)
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) yield path
  }
}

/** One hash over the names and bytes of all that the build reads. Milliseconds, and right where file times are not (git). */
export function sourcesHash() {
  const hash = createHash('sha256')
  const sources = [...files(join(ROOT, 'src')), join(ROOT, 'electron.vite.config.ts'), join(ROOT, 'package-lock.json')]
  for (const path of sources) {
    const bytes = readFileSync(path)
    hash.update(`${relative(ROOT, path)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

export const isBuilt = () =>
  existsSync(STAMP) &&
  readFileSync(STAMP, 'utf8') === sourcesHash() &&
  BUILT.every((path) => existsSync(join(ROOT, path)))

/** Builds whether or not it is needed; the exit status of electron-vite, or 1 when an output is missing. */
export async function build() {
  // Taken before the build: a file saved while it runs makes the next start build again.
  const hash = sourcesHash()
  const status = await node([bin('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'])
  if (status !== 0) return status
  const missing = BUILT.filter((path) => !existsSync(join(ROOT, path)))
  if (missing.length > 0) {
    console.error(`the build left out ${missing.join(', ')}`)
    return 1
  }
  mkdirSync(join(ROOT, 'out'), { recursive: true })
  writeFileSync(STAMP, hash)
  return 0
}

/** Builds when the sources changed since the last build. */
export async function ensureBuilt() {
  if (isBuilt()) return
  step('Building (sources changed since the last build): electron-vite build')
  const status = await build()
  if (status !== 0) throw new Error(`the build failed with status ${status}`)
}
