/** What can go wrong, as data: a fault has a code, shows in the panel that asked, and survives a message port. */
export type FaultCode =
  | 'bad-use' // the caller's arguments are off
  | 'unreadable' // input that cannot be read at all (missing, no permission, not a known kind)
  | 'corrupt' // input that contradicts itself
  | 'locked' // the case is open elsewhere
  | 'cancelled'
  | 'limit' // a limit that protects this machine was reached
  | 'gone' // the engine or the port went away
  | 'unsupported' // understood, but not possible here
  | 'bug'

export class Fault extends Error {
  override readonly name = 'Fault'
  constructor(
    readonly code: FaultCode,
    message: string,
    /** File, line, reason and the like; must be cloneable. */
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}

export interface FaultData {
  readonly code: FaultCode
  readonly message: string
  readonly detail: Readonly<Record<string, unknown>>
}

export function faultData(error: unknown): FaultData {
  if (error instanceof Fault) return { code: error.code, message: error.message, detail: error.detail }
  if (error instanceof Error) {
    if (error.name === 'AbortError') return { code: 'cancelled', message: 'cancelled', detail: {} }
    return { code: 'bug', message: error.message, detail: { stack: error.stack ?? '' } }
  }
  return { code: 'bug', message: String(error), detail: {} }
}

export const fromData = (data: FaultData): Fault => new Fault(data.code, data.message, data.detail)

/** Makes a missed case of a union a compile error, and a clear fault should one arrive all the same. */
export function assertNever(value: never): never {
  throw new Fault('bug', `unexpected value ${JSON.stringify(value)}`)
}
