/** A connection that is made again when it breaks: the same login, with the secrets that were given for the first. */
import { Fault, faultData } from '../../shared/fault'

/** `S`: what one can do over the connection. */
export interface Link<S> {
  /** Runs a job, again on a new connection when the one it ran on broke. Errors: what the job throws; Fault `gone`. */
  within<T>(job: (session: S) => Promise<T>): Promise<T>
  close(): void
}
export interface LinkOptions<S> {
  readonly open: () => Promise<S>
  readonly end: (session: S) => void
  readonly broken: (why: string) => void
  readonly signal?: AbortSignal
  /** Milliseconds before each new try. */
  readonly pauses?: readonly number[]
}

const PAUSES = [300, 1500, 4000, 8000]
/** A job that breaks the connection each time is given up. */
const TRIES = 3

export function openLink<S>(first: S, { open, end, broken, signal, pauses = PAUSES }: LinkOptions<S>): Link<S> {
  let current: Promise<S> = Promise.resolve(first)
  let lost: Fault | null = null
  let renewing: S | null = null

  async function reopen(why: string): Promise<S> {
    broken(why)
    let last: Fault | null = null
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause))
      if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
      try {
        return await open()
      } catch (error) {
        const { code, message } = faultData(error)
        if (code === 'cancelled') throw error
        last = new Fault('gone', `the connection broke (${why}) and could not be made again: ${message}`)
      }
    }
    lost = last
    throw last
  }

  return {
    within: async (job) => {
      for (let i = 1; ; i++) {
        if (lost) throw lost
        const session = await current
        try {
          return await job(session)
        } catch (error) {
          const { code, message } = faultData(error)
          if (code !== 'gone' || lost || signal?.aborted) throw error
          if (i >= TRIES) throw new Fault('unreadable', `it broke the connection ${TRIES} times (${message})`)
          // Several jobs may run on one connection: the first to notice makes the new one.
          if (renewing !== session) {
            renewing = session
            end(session)
            current = reopen(message)
            current.catch(() => {})
          }
        }
      }
    },
    close: () => {
      current.then(end, () => {})
    },
  }
}
