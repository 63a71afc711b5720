/** Runs tsc on each tsconfig: each part of the tree compiles with only the types that it may use. */
import { readdirSync } from 'node:fs'
import { ensureInstalled } from './lib/install.mjs'
import { bin, node, ROOT } from './lib/run.mjs'
import { main } from './lib/say.mjs'

await main(async () => {
  await ensureInstalled()
  const configs = readdirSync(ROOT).filter((name) => /^tsconfig\.(?!base)[\w-]+\.json$/.test(name))
  const failed = []
  for (const config of configs) {
    const status = await node([bin('typescript/bin/tsc'), '--noEmit', '--project', config])
    if (status !== 0) failed.push(config)
  }
  if (failed.length > 0) console.error(`type errors under ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
})
