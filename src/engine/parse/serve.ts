/** The worker's end of the pool (`store/ingest-pool.ts`): takes tasks, hands over batches, waits when too many are out. */
import { parentPort, workerData } from 'node:worker_threads'
import { Cancelled, transferList } from './batch'
import { giveBack } from './buffers'
import { openRunner, type Parsers } from './runner'
import { CREDITS, cancelSlot, type FromWorker, type ToWorker } from './worker-messages'

const SIGN_EVERY = 200

/** `probes` are loaded when the first of them is asked for: a thread is up the sooner. */
export function serve(own: Omit<Parsers, 'probes'>, probes: () => Promise<Parsers['probes']>): void {
  const port = parentPort!
  const shared = new Int32Array((workerData as { readonly shared: SharedArrayBuffer }).shared)
  const loaded = { ...own, probes: new Map() as Parsers['probes'] }
  const run = openRunner(loaded)
  /** Tasks one after another, in the order given. */
  let before: Promise<void> = Promise.resolve()
  port.on('message', (message: ToWorker) => {
    if ('back' in message) {
      giveBack(message.back)
      return
    }
    const ready = async () => {
      if (message.task.kind === 'probe' && loaded.probes.size === 0) loaded.probes = await probes()
      perform(message)
    }
    before = before.then(ready)
  })
  const perform = ({ id, task }: Extract<ToWorker, { readonly task: unknown }>): void => {
    let signed = Date.now()
    const wanted = () => {
      if (Atomics.load(shared, cancelSlot(id)) !== 0) throw new Cancelled()
    }
    const done = run(task, {
      emit(batch) {
        // While the engine has not kept up, wait here: memory stays bounded by the number of credits.
        while (Atomics.load(shared, CREDITS) <= 0) {
          wanted()
          Atomics.wait(shared, CREDITS, 0, 500)
        }
        Atomics.sub(shared, CREDITS, 1)
        port.postMessage({ id, type: 'batch', batch } satisfies FromWorker, transferList(batch))
      },
      alive(bytes) {
        wanted()
        const now = Date.now()
        if (now - signed < SIGN_EVERY) return
        signed = now
        port.postMessage({ id, type: 'alive', bytes } satisfies FromWorker)
      },
    })
    port.postMessage({ id, type: 'done', done } satisfies FromWorker)
  }
}
