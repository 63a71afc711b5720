/** Steps side by side, in order: one that hangs does not hold up the others, one that fails does not stop them. */
import { faultData } from '../../shared/fault'
import { type ProbeSpec, TOPICS_OF } from './catalogue'
import { ends } from './run-probe'

export interface LanesOptions {
  /** Told before and after each step. */
  readonly tell: (step: ProbeSpec, over: boolean) => void
  readonly blind: (sentence: string, about: (typeof TOPICS_OF)[ProbeSpec['stage']]) => void
}

/** Steps under way at once. */
const LANES = 3

/** Errors: what ends a collection (`gone`, `cancelled`, `limit`); what was not reached is told before. */
export async function inLanes(
  steps: readonly ProbeSpec[],
  job: (step: ProbeSpec) => Promise<void>,
  { tell, blind }: LanesOptions,
): Promise<void> {
  const queue = [...steps]
  let failed: unknown = null
  const work = async () => {
    for (let step = queue.shift(); step && !failed; step = queue.shift()) {
      tell(step, false)
      try {
        await job(step)
      } catch (error) {
        const { code, message } = faultData(error)
        if (ends(error) || code === 'gone' || code === 'bug') failed ??= error
        else blind(`${step.title}: ${message}`, TOPICS_OF[step.stage])
      }
      tell(step, true)
    }
  }
  await Promise.all(Array.from({ length: LANES }, work))
  if (!failed) return
  if (queue.length > 0) blind(`Not reached: ${queue.map((s) => s.title).join(', ')}.`, [])
  throw failed
}
