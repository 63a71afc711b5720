/** Parsing of a log that begins while the log is still being copied; ingest goes on with it once the file is whole. */
import type { LogTask } from '../parse/batch'
import { type Lane, openTicket, type Ticket, threadCount, workerLane } from './ingest-pool'

/** Seconds: a copy may stand still for as long as a disk does. */
const PATIENCE = 600

export interface EarlyTicket {
  readonly ticket: Ticket
  readonly lane: Lane
}
/** What ingest takes over. */
export interface Early {
  /** Where the file lies when it is whole. */
  readonly file: string
  readonly lanes: readonly Lane[]
  /** The first parts of the file, in order. */
  readonly begun: EarlyTicket[]
  /** Called with tickets whose thread is gone before it came to them. */
  orphaned: (tickets: readonly Ticket[]) => void
}

export interface EarlyTasks {
  /** No further part is begun; what was begun is the caller's. null when a thread was lost. */
  take(file: string): Early | null
  /** Ends the threads. */
  close(): Promise<void>
}

/** Begins the parts of a growing file on threads of the built worker, one after another, as far as they have room for. */
export function beginEarly(worker: string, tasks: readonly LogTask[]): EarlyTasks {
  let lost = false
  let taken: Early | null = null
  const begun: EarlyTicket[] = []
  const orphaned = (tickets: readonly Ticket[]) => {
    if (taken) taken.orphaned(tickets)
    else lost = true
  }
  const lanes = Array.from({ length: threadCount() }, () => workerLane(worker, orphaned))
  const dispatch = (): void => {
    while (!lost && !taken && begun.length < tasks.length) {
      const lane = lanes.find((l) => l.free)
      if (!lane) return
      const id = begun.length
      const ticket = openTicket(id, tasks[id]!, PATIENCE)
      ticket.wake = dispatch
      begun.push({ ticket, lane })
      lane.run(ticket)
    }
  }
  dispatch()
  return {
    take(file) {
      const failed = begun.some(({ ticket }) => ticket.inbox.some((m) => m.type === 'done' && m.done.fault !== null))
      if (lost || failed) return null
      taken = { file, lanes, begun, orphaned: () => {} }
      return taken
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()))
    },
  }
}
