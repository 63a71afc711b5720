/** Installs packages when need be, and builds when the sources changed. */
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { main } from './lib/say.mjs'

await main(async () => {
  await ensureInstalled()
  await ensureBuilt()
})
