/** The calls of the contract that collect: questions go out as pushes, answers come in as calls. */
import type { CollectProgress, LiveSample } from '../../shared/collect'
import type { contract, EngineContract } from '../../shared/contract'
import type { Handlers, PushFunction } from '../../shared/rpc'
import type { OpenCase, Tell } from '../case/open-case'
import type { Asking } from './asking'
import { type CollectCase, collect, collectProfiles, forgetHostKey, planCollect, takeInLeftOver } from './collect'
import { watch } from './live'

interface Around {
  readonly need: () => OpenCase
  readonly teller: () => Tell
  readonly push: PushFunction<typeof contract.events>
  readonly changed: (what: 'case') => void
  readonly asking: Asking
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

export function collectHandlers({
  need,
  teller,
  push,
  changed,
  asking,
}: Around): Pick<Handlers<EngineContract>, Calls> {
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
  return {
    collectProfiles: async () => collectProfiles(),
    collectPlan: async (request) => planCollect(request),
    collectAnswer: async ({ id, answer }) => {
      asking.answer(id, answer)
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
      return stoppable(context.signal, (signal) => watch(into, request, { ask: asking.askFor(signal), sample, signal }))
    },
    collect: async (request, context) => {
      const into = caseOf(need(), { teller, changed })
      const progress = (p: CollectProgress) => push('collectProgress', p)
      return stoppable(context.signal, (signal) =>
        collect(into, request, { ask: asking.askFor(signal), progress, signal }),
      )
    },
  }
}
