/**
 * SHA-256 of a stream: on this thread, or for large files on one of its own, so that copying does not wait for it. What
 * the thread hashes lies in shared memory and is not copied.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Sha256 } from './types'

/** Bytes in shared memory; null asks for the digest. */
export type ToHash = Uint8Array | null

export interface Hasher {
  /** The bytes may be overwritten once this resolves. */
  update(bytes: Uint8Array): Promise<void>
  digest(): Promise<Sha256>
  close(): void
}

const DONE = Promise.resolve()

export function hasher(): Hasher {
  const hash = createHash('sha256')
  return {
    update(bytes) {
      hash.update(bytes)
      return DONE
    },
    digest: async () => hash.digest('hex'),
    close() {},
  }
}

/** For bytes in shared memory only. null when this runs from sources, where there is no built thread. */
export function threadHasher(): Hasher | null {
  const file = join(import.meta.dirname, 'hash-worker.js')
  if (!existsSync(file)) return null
  const worker = new Worker(file)
  const waiting: { readonly resolve: (digest: Sha256) => void; readonly reject: (error: Error) => void }[] = []
  const fail = (error: Error) => {
    for (const one of waiting.splice(0)) one.reject(error)
  }
  worker.on('message', (digest: Sha256 | null) => waiting.shift()?.resolve(digest ?? ''))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread that hashes has ended')))
  const ask = (message: ToHash): Promise<Sha256> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(message)
    })
  return {
    update: async (bytes) => void (await ask(bytes)),
    digest: () => ask(null),
    close: () => {
      worker.removeAllListeners()
      void worker.terminate()
    },
  }
}
