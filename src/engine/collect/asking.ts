/** Questions that only the person can decide: out as a push, back as a call; shared by all that logs in to hosts. */
import type { CollectAnswer } from '../../shared/collect'
import type { contract } from '../../shared/contract'
import type { PushFunction } from '../../shared/rpc'
import type { Ask } from './secrets'

export interface Asking {
  readonly askFor: (signal: AbortSignal) => Ask
  readonly answer: (id: number, answer: CollectAnswer) => void
}

export function makeAsking(push: PushFunction<typeof contract.events>): Asking {
  const waiting = new Map<number, (answer: CollectAnswer) => void>()
  let questions = 0
  return {
    askFor: (signal) => (question) =>
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
      }),
    answer: (id, answer) => waiting.get(id)?.(answer),
  }
}
