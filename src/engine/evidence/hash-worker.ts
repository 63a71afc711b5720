/** Entry of the thread that hashes a large file while it is copied (hash-thread.ts). */
import { createHash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { ToHash } from './hash-thread'

const port = parentPort!
const hash = createHash('sha256')
port.on('message', (message: ToHash) => {
  if (message === null) port.postMessage(hash.digest('hex'))
  else {
    hash.update(message)
    port.postMessage(null)
  }
})
