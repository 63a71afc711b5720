/** The calls of the contract that collect: questions go out as pushes, answers come in as calls. */
import type { CollectAnswer, CollectProgress, LiveSample } from '../../shared/collect'
import type { contract, EngineContract } from '../../shared/contract'
import type { Handlers, PushFunction } from '../../shared/rpc'
import type { OpenCase, Tell } from '../case/open-case'
import { type CollectCase, collect, collectProfiles, forgetHostKey, planCollect, takeInLeftOver } from './collect'
import { watch } from './live'
import type { Ask } from './secrets'

interface Around {
  readonly need: () => OpenCase
  readonly teller: () => Tell
  readonly push: PushFunction<typeof contract.events>
  readonly changed: (what: 'case') => void
}
type Calls =
  | 'collect'
  | 'watch'
  | 'stopCollecting'
  | 'collectPlan'
  | 'collectProfiles'
  | 'collectAnswer'
  | 'forgetHostKey'

const caseOf = (open: OpenCase, { teller, changed }: Pick<Around, 'teller' | 'changed'>): CollectCase => ({
  folder: open.folder,
  takeIn: async (folder) => {
    const report = await open.import([folder], teller(), undefined, true)
    changed('case')
    return report.captures.at(-1)?.id ?? null
  },
})

/** Takes in what a collection left in the case when the program ended in the middle of it. */
export const takeInLeft = (open: OpenCase, around: Pick<Around, 'teller' | 'changed'>): Promise<number> =>
  takeInLeftOver(caseOf(open, around))

export function collectHandlers({ need, teller, push, changed }: Around): Pick<Handlers<EngineContract>, Calls> {
  const waiting = new Map<number, (answer: CollectAnswer) => void>()
  let questions = 0
  const running = new Set<AbortController>()
  /** Under the caller's signal and the one that `stopCollecting` fires. */
  const stoppable = async <T>(signal: AbortSignal, job: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const own = new AbortController()
    running.add(own)
    try {
      return await job(AbortSignal.any([signal, own.signal]))
    } finally {
      running.delete(own)
      changed('case')
    }
  }
  const askFor =
    (signal: AbortSignal): Ask =>
    (question) =>
      new Promise((resolve) => {
        const id = ++questions
        const give = (answer: CollectAnswer) => {
          waiting.delete(id)
          signal.removeEventListener('abort', stop)
          resolve(answer)
        }
        const stop = () => give(null)
        waiting.set(id, give)
        signal.addEventListener('abort', stop, { once: true })
        push('collectQuestion', { id, question })
      })
  return {
    collectProfiles: async () => collectProfiles(),
    collectPlan: async (request) => planCollect(request),
    collectAnswer: async ({ id, answer }) => {
      waiting.get(id)?.(answer)
      return null
    },
    forgetHostKey: async ({ target }) => forgetHostKey(need().folder, target),
    stopCollecting: async () => {
      for (const controller of running) controller.abort()
      return null
    },
    watch: async (request, context) => {
      const into = caseOf(need(), { teller, changed })
      const sample = (s: LiveSample) => push('liveSample', s)
      return stoppable(context.signal, (signal) => watch(into, request, { ask: askFor(signal), sample, signal }))
    },
    collect: async (request, context) => {
      const into = caseOf(need(), { teller, changed })
      const progress = (p: CollectProgress) => push('collectProgress', p)
      return stoppable(context.signal, (signal) => collect(into, request, { ask: askFor(signal), progress, signal }))
    },
  }
}
