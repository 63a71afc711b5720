/** Runs scan tasks on threads, or in this one when there is no worker script beside this file (in tests). */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Fault } from '../../shared/fault'
import { marker, type ScanTask, taskRunner } from './scan-task'

export interface ScanPool {
  /** Fault `unreadable` when a file cannot be read, `cancelled` when aborted. Tasks share one `stop` flag. */
  run(tasks: readonly ScanTask[], signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

const refused = (task: ScanTask, message: string) =>
  new Fault('unreadable', `cannot search ${task.path}: ${message}`, { path: task.path, message })

const raise = (tasks: readonly ScanTask[]) => {
  for (const task of tasks) Atomics.store(task.stop, 0, 1)
}

function inThread(): ScanPool {
  const runner = taskRunner()
  return {
    run: async (tasks, signal) => {
      for (const task of tasks) {
        const marks = marker(task.places, task.bits)
        for (let at = task.from; at < task.to; ) {
          if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
          try {
            at = runner.step(task, at, marks)
          } catch (error) {
            throw refused(task, error instanceof Error ? error.message : String(error))
          }
          await new Promise<void>((done) => setImmediate(done))
        }
        marks.flush()
      }
      runner.close()
    },
    close: async () => runner.close(),
  }
}

export const defaultWorker = (): string | null => {
  const path = join(import.meta.dirname, 'scan-worker.js')
  return existsSync(path) ? path : null
}

export function scanPool(script: string | null = defaultWorker()): ScanPool {
  if (script === null) return inThread()
  let workers: Worker[] = []
  let turn: Promise<unknown> = Promise.resolve()

  const runOn = (worker: Worker, next: () => ScanTask | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      let task = next()
      // A thread at rest must not keep the process alive; one that works must.
      worker.ref()
      const leave = (settle: () => void) => {
        worker.unref()
        worker.off('message', answered).off('error', died)
        settle()
      }
      const give = () => {
        if (!task) return leave(resolve)
        worker.postMessage(task)
      }
      const answered = (problem: string | null) => {
        const done = task!
        if (problem !== null) return leave(() => reject(refused(done, problem)))
        task = next()
        give()
      }
      const died = (error: Error) => {
        workers = workers.filter((one) => one !== worker)
        leave(() => reject(task ? refused(task, error.message) : error))
      }
      worker.on('message', answered).on('error', died)
      give()
    })

  const run = async (tasks: readonly ScanTask[], signal?: AbortSignal) => {
    if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
    while (workers.length < Math.min(availableParallelism(), 8)) {
      const worker = new Worker(script)
      worker.unref()
      workers.push(worker)
    }
    let at = 0
    const stop = () => {
      at = tasks.length
      raise(tasks)
    }
    signal?.addEventListener('abort', stop, { once: true })
    try {
      // All threads come to rest before this ends, so that none still writes into the bits.
      const ended = await Promise.allSettled(
        workers.map((worker) =>
          runOn(worker, () => tasks[at++]).catch((error) => {
            stop()
            throw error
          }),
        ),
      )
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      for (const one of ended) if (one.status === 'rejected') throw one.reason
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }
  return {
    run: (tasks, signal) => {
      const mine = turn.then(() => run(tasks, signal))
      turn = mine.catch(() => {})
      return mine
    },
    close: async () => {
      const ending = workers
      workers = []
      await Promise.all(ending.map((worker) => worker.terminate()))
    },
  }
}
