/** A case, opened by the engine in this very process, for as long as a command works on it. */
import type { contract, EngineContract, Push } from '../shared/contract'
import type { CaseHeader, Progress } from '../shared/model'
import type { Client, PushFunction } from '../shared/rpc'
import type { Io } from './io'

export type Engine = Client<EngineContract>
type Events = typeof contract.events
/** What the engine tells by itself, progress apart. */
export type Pushed = {
  [K in keyof Events]: { readonly name: K; readonly value: Events[K] extends Push<infer T> ? T : never }
}[keyof Events]

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  reading: 'Reading',
  recognising: 'Recognising',
  parsing: 'Parsing',
  correlating: 'Correlating',
  rules: 'Running the rules',
  verifying: 'Verifying',
  exporting: 'Writing the report',
}

export function progressText({ phase, label, done, total, unit }: Progress): string {
  const share = total && total > 0 ? `${Math.min(100, Math.floor((done / total) * 100))} %` : ''
  const amount = unit === 'bytes' && done > 0 ? `${(done / 1_048_576).toFixed(1)} MiB` : ''
  return [PHASES[phase], share || amount, label].filter((part) => part !== '').join('  ')
}

/**
 * Opens the case (making it when `create` is given and there is none), lets `work` ask the engine, and closes it again
 * whatever happens. Errors: those of the engine's `openCase`, and of `work`.
 */
export async function withCase<T>(
  path: string,
  io: Io,
  work: (engine: Engine) => Promise<T>,
  create?: CaseHeader,
  listen?: (push: Pushed, engine: Engine) => void,
): Promise<T> {
  const { createEngine } = await import('../engine/engine')
  const push: PushFunction<typeof contract.events> = (name, value) => {
    if (name === 'progress') io.progress(progressText(value as Progress))
    else listen?.({ name, value } as Pushed, ask)
  }
  const engine = createEngine({ push })
  const { signal } = io
  const ask = Object.fromEntries(
    Object.entries(engine.handlers).map(([name, handler]) => [
      name,
      async (args: unknown) =>
        (handler as (args: unknown, context: { signal: AbortSignal }) => unknown)(args, { signal }),
    ]),
  ) as unknown as Engine
  try {
    await ask.openCase({ path, ...(create ? { create } : {}) })
    return await work(ask)
  } finally {
    await engine.close()
    io.quiet()
  }
}
