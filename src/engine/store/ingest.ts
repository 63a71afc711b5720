/**
 * Files in, rows of the index out. Tasks run ahead on worker threads; their batches are appended here, one at a time
 * and in the order in which the files were given, so that the same evidence gives the same ids.
 */
import { ended, type Task } from '../parse/batch'
import type { Parsers } from '../parse/runner'
import type { ArtifactJob, Ingest, IngestOptions, ParseOutcome } from '../parse/types'
import { logs, messages, probes } from '../registry'
import type { Connection } from './db'
import type { Early, EarlyTicket } from './ingest-early'
import { answerYear, type Plan, planLog, planProbe } from './ingest-plan'
import { builtWorker, type Lane, openTicket, ownLane, type Ticket, threadCount, workerLane } from './ingest-pool'
import { type IndexWriter, openIndexWriter, type Place } from './ingest-rows'
import { openTally, type Tally } from './ingest-tally'

const COMMIT_EVERY = 2_000_000
const MOST_UNPARSED = 10_000
const PATIENCE = 60
const TELL_EVERY = 200
/** For the database while it takes rows in: more only keeps pages that nobody asks for, and a file of 20 million lines would fill it. */
const MEMORY = '192MB'

interface Running {
  readonly job: ArtifactJob
  readonly signal: AbortSignal | undefined
  readonly plan: Plan
  readonly place: Place & { lines: number }
  tally: Tally
  readonly settle: (outcome: ParseOutcome) => void
  /** Parts that are not appended yet. */
  left: number
  /** Parts at or after a fault or a cancel count no more. */
  over: boolean
}
interface Turn {
  readonly of: Running
  readonly ticket: Ticket
  lane: Lane | null
  begun: boolean
}

export interface IngestParts extends IngestOptions {
  /** A second connection, used by nothing else either: rows go on to one while the other commits. */
  readonly second?: Connection
  /** Parsers other than the registry's (tests); they run on this thread. */
  readonly parsers?: Parsers
  /** Bytes of a log that are read as one part. */
  readonly part?: number
  /** What was begun of a file before it was whole; its threads go on with the rest. */
  readonly early?: Early | null
}

export async function openIngest(connection: Connection, options: IngestParts = {}): Promise<Ingest> {
  const parsers = options.parsers ?? { probes, logs, messages }
  const file = options.parsers && !options.workerFile ? null : builtWorker(options.workerFile)
  const count = options.workers ?? threadCount()
  const patience = options.patience ?? PATIENCE
  const turns: Turn[] = []
  const { early = null } = options
  let nextTicket = early?.begun.length ?? 0
  let waked: (() => void) | null = null
  let pumping: Promise<void> | null = null
  let uncommitted = 0
  let inTransaction = false
  let broken: Error | null = null

  const spare = (): Lane => (file ? workerLane(file, requeue) : ownLane(parsers))
  const lanes: Lane[] = early
    ? [...early.lanes]
    : file && count > 0
      ? Array.from({ length: count }, spare)
      : [ownLane(parsers)]
  const connections = options.second ? [connection, options.second] : [connection]
  let side = 0
  /** What the other side commits. */
  let committing: Promise<void> = Promise.resolve()
  const rawOf = (of: Connection | undefined) => of?.use(async (raw) => raw) ?? null
  const writer: IndexWriter = await openIndexWriter((await rawOf(connection))!, await rawOf(options.second), parsers)
  const had = await connection.one<{ size: string; threads: number }>(
    `SELECT current_setting('memory_limit') AS size, current_setting('threads')::INTEGER AS threads`,
  )
  await connection.run(`SET memory_limit = '${MEMORY}'`)
  // An append runs as a query. With threads of its own to wait for, the engine's thread would spin meanwhile, and take
  // from the parsers what it means to give to the database.
  await connection.run('SET threads = 1')
  // Rows are packed when they are committed, which goes on beside this thread, not while they are appended.
  if (options.second) await connection.run('SET write_buffer_row_group_count = 1000')

  const wake = () => {
    waked?.()
    waked = null
  }
  function requeue(tickets: readonly Ticket[]): void {
    for (const turn of turns) if (tickets.includes(turn.ticket)) turn.begun = false
    dispatch()
  }
  if (early) early.orphaned = requeue
  /** Gives tasks to threads, always the first in line first: the one whose turn it is never waits for another. */
  function dispatch(): void {
    for (const turn of turns) {
      if (turn.begun) continue
      const lane = file ? lanes.find((l) => l.free) : turn === turns[0] ? lanes[0] : undefined
      if (!lane) return
      begin(turn, lane)
    }
  }
  const begin = (turn: Turn, lane: Lane): void => {
    turn.begun = true
    turn.lane = lane
    lane.run(turn.ticket)
    if (turn.ticket.cancelled) lane.cancel(turn.ticket)
  }
  const turnOf = (of: Running, task: Task, size: number, begun?: EarlyTicket): Turn => {
    let told = 0
    const from = task.kind === 'log' ? task.from : 0
    const ticket = begun?.ticket ?? openTicket(nextTicket++, task, patience + size / 10_000_000)
    // Begun again, it is read from where the file is now.
    ticket.task = task
    ticket.wake = () => {
      wake()
      dispatch()
    }
    ticket.alive = (bytes) => {
      const now = Date.now()
      if (now - told < TELL_EVERY || turns[0]?.of !== of) return
      told = now
      options.progress?.(of.job.artifact, Math.max(from, bytes), of.plan.size)
    }
    return { of, lane: begun?.lane ?? null, begun: begun !== undefined, ticket }
  }
  const begun = async (): Promise<void> => {
    if (inTransaction) return
    await connections[side]!.run('BEGIN TRANSACTION')
    inTransaction = true
  }
  /** Ends the transaction under way: its commit goes on beside what is appended to the other connection from here on. */
  const turnOver = async (): Promise<void> => {
    if (!inTransaction) return
    const mine = connections[side]!
    await mine.use(async () => writer.flush())
    // In order: what was appended first is committed first.
    await committing
    committing = mine.run('COMMIT')
    // Who waits for it next is told.
    committing.catch(() => {})
    inTransaction = false
    uncommitted = 0
    if (connections.length < 2 || writer.made()) await committing
    side = (side + 1) % connections.length
    writer.turn()
  }
  const commit = async (): Promise<void> => {
    await turnOver()
    await committing
  }

  /** Appends what the first turn has so far; true when its task has ended. */
  const advance = async (turn: Turn): Promise<boolean> => {
    const { of, ticket } = turn
    for (let message = ticket.inbox.shift(); message; message = ticket.inbox.shift()) {
      if (message.type === 'done') {
        if (!of.over) of.tally.add(message.done)
        of.place.lines = of.tally.lines
        if (message.done.stopped || message.done.cancelled) of.over = true
        return true
      }
      const { batch, lane } = message
      await begun()
      const skip = of.over || ticket.cancelled
      const mine = connections[side]!
      if (skip) await mine.use(() => writer.skip(batch, lane.ids))
      else uncommitted += await mine.use(() => writer.append(batch, lane.ids, of.place))
      lane.credit(batch)
      if (uncommitted >= COMMIT_EVERY) await turnOver()
      // Between two batches everybody else gets a turn.
      await new Promise((go) => setImmediate(go))
    }
    return false
  }
  const forget = async (artifact: number): Promise<void> => {
    // A transaction that began beside another does not see its rows.
    if (connections.length > 1) await commit()
    await begun()
    await connections[side]!.use(() => writer.forget(artifact))
  }
  /** The year of a file turned out to be another: its rows go, and it is read again from start to end. */
  const again = async (of: Running, firstYear: number): Promise<boolean> => {
    const first = of.plan.tasks[0]!
    if (first.kind !== 'log') return false
    await forget(of.job.artifact)
    of.tally = openTally(of.job, of.plan, parsers.logs.get(of.job.parser), true)
    of.place.lines = 0
    of.place.unparsed = MOST_UNPARSED
    of.left = 1
    const turn = turnOf(of, { ...first, firstYear, to: of.plan.size, split: false }, of.plan.size)
    turns.splice(1, 0, turn)
    if (file) {
      // A thread of its own: the others may be waiting for this one to end.
      const lane = spare()
      lanes.push(lane)
      begin(turn, lane)
    }
    return true
  }
  const settle = async (of: Running): Promise<void> => {
    const { year, redo } = of.tally.year((question) => answerYear(of.job, question))
    if (redo && !of.over && year && (await again(of, year.year))) return
    const cancelled = of.signal?.aborted === true && of.over
    of.settle(of.tally.outcome(year, cancelled))
  }
  const pump = async (): Promise<void> => {
    while (turns.length > 0) {
      const turn = turns[0]!
      if (!turn.begun) dispatch()
      if (turn.ticket.inbox.length === 0) {
        await new Promise<void>((go) => {
          waked = go
        })
        continue
      }
      if (!(await advance(turn))) continue
      if (--turn.of.left === 0) await settle(turn.of)
      turns.shift()
      dispatch()
    }
  }
  const pumped = (): void => {
    pumping ??= pump()
      .catch((error) => {
        // The index cannot be written: nothing that waits can succeed.
        broken = error instanceof Error ? error : new Error(String(error))
        for (const of of new Set(turns.map((t) => t.of))) {
          of.tally.add(ended(`the index could not be written: ${broken.message}`, false))
          of.settle(of.tally.outcome(null, false))
        }
        turns.length = 0
      })
      .finally(() => {
        pumping = null
        if (turns.length > 0) pumped()
      })
  }
  const failed = (job: ArtifactJob, fault: string): ParseOutcome => {
    const tally = openTally(job, null, undefined, true)
    tally.add(ended(fault, false))
    return tally.outcome(null, false)
  }

  return {
    parse(job, signal) {
      if (broken) return Promise.resolve(failed(job, `the index could not be written: ${broken.message}`))
      const format = parsers.logs.get(job.parser)
      if (job.kind === 'log' ? !format : !parsers.probes.has(job.parser))
        return Promise.resolve(failed(job, `nothing is called ${job.parser}`))
      let plan: Plan
      try {
        plan = job.kind === 'log' ? planLog(job, format!, options.part) : planProbe(job)
      } catch (error) {
        return Promise.resolve(failed(job, error instanceof Error ? error.message : String(error)))
      }
      return new Promise((settle) => {
        const of: Running = {
          job,
          signal,
          plan,
          place: {
            host: job.host,
            capture: job.capture,
            artifact: job.artifact,
            parser: job.parser,
            lines: 0,
            unparsed: MOST_UNPARSED,
          },
          tally: openTally(job, plan, format, false),
          settle,
          left: plan.tasks.length,
          over: false,
        }
        const begun = early?.file === job.file ? early.begun.splice(0) : []
        const mine = plan.tasks.map((task, i) => turnOf(of, task, plan.size, begun[i]))
        const stop = () => {
          for (const turn of turns)
            if (turn.of === of) turn.lane ? turn.lane.cancel(turn.ticket) : void (turn.ticket.cancelled = true)
        }
        turns.push(...mine)
        if (signal?.aborted) stop()
        else signal?.addEventListener('abort', stop, { once: true })
        dispatch()
        pumped()
      })
    },
    async commit() {
      await commit()
    },
    async forget(artifact) {
      await forget(artifact)
    },
    async close() {
      while (pumping) await pumping
      await Promise.all(lanes.map((lane) => lane.close()))
      if (!broken) await commit()
      else await committing.catch(() => {})
      await connections[side]!.use(async (raw) => {
        if (broken && inTransaction) await raw.run('ROLLBACK').catch(() => {})
        else writer.close()
      })
      if (options.second) await connection.run('RESET write_buffer_row_group_count')
      // As DuckDB prints it (`488.2 MiB`), it reads it.
      if (had && /^[\d.]+ [KMGT]iB$/.test(had.size)) await connection.run(`SET memory_limit = '${had.size}'`)
      if (had) await connection.run(`SET threads = ${had.threads}`)
    },
  }
}
