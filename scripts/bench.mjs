/**
 * Runs the benchmarks: every .mjs or .ts file directly under bench/ (helpers live in folders below it), or those whose
 * name contains a word given: `npm run bench -- import`. A dash argument is passed on to the benchmarks.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { node, ROOT } from './lib/run.mjs'
import { Missing, main, step } from './lib/say.mjs'

const FOLDER = join(ROOT, 'bench')
const SELF = join(ROOT, 'scripts', 'bench.mjs')

/** Node 20 does not read TypeScript: Vite, installed already, transforms the file and what it imports. */
async function runTypeScript(file) {
  const { runnerImport } = await import('vite')
  const { wasmCore } = await import('./lib/wasm.mjs')
  await runnerImport(pathToFileURL(resolve(file)).href, {
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [wasmCore()],
  })
}

await main(async (args) => {
  if (args[0] === '--run') {
    process.argv.splice(2, 2)
    await runTypeScript(args[1])
    return process.exitCode
  }
  await ensureInstalled()
  await ensureBuilt()
  const words = args.filter((word) => !word.startsWith('-'))
  const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /(?<!\.test|\.d)\.(mjs|ts)$/.test(name)) : []
  const chosen = names.filter((name) => words.length === 0 || words.some((word) => name.includes(word))).sort()
  if (chosen.length === 0) throw new Missing(`no benchmark under bench/ matches: ${words.join(' ') || '*.ts, *.mjs'}`)
  const options = args.filter((word) => word.startsWith('-'))
  let worst = 0
  for (const name of chosen) {
    step(`bench/${name}`)
    const file = join(FOLDER, name)
    const line = name.endsWith('.ts') ? [SELF, '--run', file, ...options] : [file, ...options]
    worst = Math.max(worst, await node(line))
  }
  return worst
})
