/**
 * Compares with every expected result of the test corpus and prints a table (src/engine/agreement): VESTIGO_CORPUS names the
 * corpus, otherwise it is looked for beside the checkout. `npm run agreement -- ps/` looks only at files whose path matches.
 * The work runs in a worker, so that a file that hangs is named and ends the run.
 */
import { pathToFileURL } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { ensureInstalled } from './lib/install.mjs'
import { ROOT } from './lib/run.mjs'
import { main, warn } from './lib/say.mjs'

/** For one file; an archive holds thousands of them. */
const limit = (file) => (file.startsWith('bundles/') ? 180_000 : 10_000)

if (isMainThread) {
  await main(async ([only = null]) => {
    await ensureInstalled()
    const worker = new Worker(new URL(import.meta.url), { workerData: { only } })
    return await new Promise((resolve, reject) => {
      let timer
      worker.on('message', ({ line, file, status }) => {
        clearTimeout(timer)
        if (line !== undefined) console.log(line)
        else if (status !== undefined) resolve(status)
        else
          timer = setTimeout(async () => {
            warn(`${file}: not done after ${limit(file) / 1000} s`)
            await worker.terminate()
            resolve(1)
          }, limit(file))
      })
      worker.on('error', reject)
    })
  })
} else {
  const { runnerImport } = await import('vite')
  const { wasmCore } = await import('./lib/wasm.mjs')
  const { module } = await runnerImport(pathToFileURL(`${ROOT}/src/engine/agreement/main.ts`).href, {
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [wasmCore()],
  })
  const status = await module.main(
    (line) => parentPort.postMessage({ line }),
    (file) => parentPort.postMessage({ file }),
    workerData.only,
  )
  parentPort.postMessage({ status })
}
