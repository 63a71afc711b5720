/** The threads that parse: how a task gets to one and what it says reaches the one who asked, in order. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Batch, Done, Task } from '../parse/batch'
import { Cancelled, ended, transferList } from '../parse/batch'
import { isReusable } from '../parse/buffers'
import { coreModule } from '../parse/core'
import { openRunner, type Parsers } from '../parse/runner'
import { CREDITS, cancelSlot, type FromWorker, SHARED_BYTES, type ToWorker } from '../parse/worker-messages'
import { newWorkerIds, type WorkerIds } from './ingest-rows'

/** Batches of one worker that may wait to be appended. */
const BATCHES = 10
/** Tasks that a worker has at once: the next lies ready when it ends one. */
const AHEAD = 2

export type Message =
  | { readonly type: 'batch'; readonly batch: Batch; readonly lane: Lane }
  | { readonly type: 'done'; readonly done: Done }

/** A task on its way. `inbox` fills as the worker goes; `wake` is called each time. Who waits for it may change. */
export interface Ticket {
  readonly id: number
  task: Task
  /** Seconds without a sign of life before it is ended. */
  readonly patience: number
  readonly inbox: Message[]
  wake: () => void
  alive: (bytes: number) => void
  cancelled: boolean
}

export const openTicket = (id: number, task: Task, patience: number): Ticket => ({
  id,
  task,
  patience,
  inbox: [],
  cancelled: false,
  wake: () => {},
  alive: () => {},
})

/** One thread, or this one. Its numbers of names are its own. */
export interface Lane {
  readonly ids: WorkerIds
  readonly free: boolean
  run(ticket: Ticket): void
  cancel(ticket: Ticket): void
  /** A batch of this lane has been appended: its buffers may be filled again. */
  credit(batch: Batch): void
  close(): Promise<void>
}

/** Parses on this thread, a task at a time, when somebody waits for the next batch. */
export function ownLane(parsers: Parsers): Lane {
  const run = openRunner(parsers)
  const lane: Lane = {
    ids: newWorkerIds(),
    free: true,
    run(ticket) {
      setImmediate(() => {
        const host = {
          emit: (batch: Batch) => void ticket.inbox.push({ type: 'batch', batch, lane }),
          alive: (bytes: number) => {
            if (ticket.cancelled) throw new Cancelled()
            ticket.alive(bytes)
          },
        }
        const done = ticket.cancelled ? ended(null, true) : run(ticket.task, host)
        ticket.inbox.push({ type: 'done', done })
        ticket.wake()
      })
    },
    cancel(ticket) {
      ticket.cancelled = true
    },
    credit() {},
    close: async () => {},
  }
  return lane
}

interface Thread {
  readonly worker: Worker
  readonly shared: Int32Array<SharedArrayBuffer>
}
function spawn(file: string): Thread {
  const buffer = new SharedArrayBuffer(SHARED_BYTES)
  return {
    worker: new Worker(file, { workerData: { shared: buffer, core: coreModule() } }),
    shared: new Int32Array(buffer),
  }
}

/** Threads that were begun before there is anything to parse. */
const ready: Thread[] = []
/** Begins threads, so that they are up when the first file has come in. */
export function prepareThreads(): void {
  const file = builtWorker()
  while (file && ready.length < threadCount()) {
    const thread = spawn(file)
    // Nobody asked for it yet: it keeps no process alive, and says nothing before it has a task.
    thread.worker.unref()
    ready.push(thread)
  }
}
export function dropThreads(): void {
  for (const { worker } of ready.splice(0)) void worker.terminate()
}
export const threadCount = (): number => Math.min(4, Math.max(2, availableParallelism() - 1))

/** `replaced` is called when the thread ended (it hung, or died): its other tickets go to the lane given. */
export function workerLane(file: string, orphaned: (tickets: readonly Ticket[]) => void): Lane {
  let shared: Int32Array<ArrayBufferLike> = new Int32Array(0)
  const open: Ticket[] = []
  let worker: Worker | null = null
  let ids = newWorkerIds()
  let waiting = 0
  let heard = Date.now()
  let watch: NodeJS.Timeout | null = null

  const finish = (ticket: Ticket, done: Done): void => {
    const at = open.indexOf(ticket)
    if (at < 0) return
    open.splice(at, 1)
    Atomics.store(shared, cancelSlot(ticket.id), 0)
    heard = Date.now()
    if (open.length === 0 && watch) {
      clearInterval(watch)
      watch = null
    }
    ticket.inbox.push({ type: 'done', done })
    ticket.wake()
  }
  /** The thread is gone: the task in hand failed, the others have not begun. */
  const lose = (fault: string): void => {
    const dead = worker
    worker = null
    dead?.removeAllListeners()
    void dead?.terminate()
    const [first, ...others] = open
    for (const other of others) open.splice(open.indexOf(other), 1)
    if (first) finish(first, { ...ended(fault, false) })
    if (others.length > 0) orphaned(others)
  }
  const start = (): Worker => {
    const thread = ready.pop() ?? spawn(file)
    shared = thread.shared
    Atomics.store(shared, CREDITS, BATCHES)
    waiting = 0
    ids = newWorkerIds()
    const made = thread.worker
    made.ref()
    made.on('message', (message: FromWorker) => {
      if (made !== worker) return
      heard = Date.now()
      const ticket = open.find((t) => t.id === message.id)
      if (!ticket) return
      if (message.type === 'batch') {
        waiting++
        ticket.inbox.push({ type: 'batch', batch: message.batch, lane: laneOf(ids, made) })
        ticket.wake()
      } else if (message.type === 'alive') ticket.alive(message.bytes)
      else finish(ticket, message.done)
    })
    made.on('error', (error) => {
      if (made === worker) lose(`the parser's thread ended: ${error instanceof Error ? error.message : String(error)}`)
    })
    made.on('exit', (code) => {
      if (made === worker) lose(`the parser's thread ended with status ${code}`)
    })
    return made
  }
  const credit = (of: Worker, batch: Batch): void => {
    if (of !== worker) return
    const back = transferList(batch).filter(isReusable)
    if (back.length > 0) of.postMessage({ back } satisfies ToWorker, back)
    waiting--
    heard = Date.now()
    Atomics.add(shared, CREDITS, 1)
    Atomics.notify(shared, CREDITS)
  }
  /** A batch keeps the numbers of the thread that made it, also when that thread is gone by now. */
  const laneOf = (own: WorkerIds, of: Worker): Lane => ({ ...lane, ids: own, credit: (batch) => credit(of, batch) })

  const lane: Lane = {
    get ids() {
      return ids
    },
    get free() {
      return open.length < AHEAD
    },
    run(ticket) {
      worker ??= start()
      if (open.length === 0) heard = Date.now()
      open.push(ticket)
      worker.postMessage({ id: ticket.id, task: ticket.task } satisfies ToWorker)
      watch ??= setInterval(() => {
        // Waiting for the engine is no silence of the parser's.
        if (waiting >= BATCHES || open.length === 0) heard = Date.now()
        const { patience } = open[0] ?? { patience: 0 }
        if (Date.now() - heard > patience * 1000) lose(`no sign of life for ${Math.round(patience)} s: ended`)
      }, 250)
      watch.unref()
    },
    cancel(ticket) {
      ticket.cancelled = true
      if (!open.includes(ticket)) return
      Atomics.store(shared, cancelSlot(ticket.id), 1)
      Atomics.notify(shared, CREDITS)
    },
    credit() {},
    async close() {
      if (watch) clearInterval(watch)
      const last = worker
      worker = null
      last?.removeAllListeners()
      await last?.terminate()
    },
  }
  return lane
}

/** The built worker beside the running bundle; null when this runs from sources. */
export function builtWorker(given?: string): string | null {
  const file = given ?? join(import.meta.dirname, 'parse-worker.js')
  return existsSync(file) ? file : null
}
