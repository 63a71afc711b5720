/** One piece of work for all who ask for it: started once, given up when nobody waits any more, kept when done. */
import { Fault } from '../../shared/fault'

export type SharedJob<T> = (signal?: AbortSignal) => Promise<T>

export function sharedJob<T>(start: (signal: AbortSignal) => Promise<T>): SharedJob<T> {
  let running: { readonly promise: Promise<T>; readonly stop: AbortController; waiters: number; done: boolean } | null =
    null
  return (signal) => {
    if (signal?.aborted) return Promise.reject(new Fault('cancelled', 'cancelled'))
    if (!running) {
      const stop = new AbortController()
      const promise = start(stop.signal)
      const made = { promise, stop, waiters: 0, done: false }
      running = made
      promise.then(
        () => {
          made.done = true
        },
        () => {
          // The next who asks tries again.
          if (running === made) running = null
        },
      )
    }
    const job = running
    if (job.done || !signal) {
      // Who brings no signal waits to the end.
      job.waiters += 1
      return job.promise
    }
    job.waiters++
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(new Fault('cancelled', 'cancelled'))
        if (--job.waiters > 0 || job.done) return
        if (running === job) running = null
        job.stop.abort()
      }
      signal.addEventListener('abort', leave, { once: true })
      job.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    })
  }
}
