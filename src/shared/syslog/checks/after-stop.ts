import type { Step } from '../configure'
import { defineCheck } from './define'

/** `stop` and then another action in the same block. */
export default defineCheck({
  severity: 'warning',
  why: 'stop (or ~) ends the message: what stands after it in the same block never runs.',
  mend: 'Move stop to the end, or remove what follows it.',
  *run({ config }) {
    if (config.dialect !== 'rsyslog') return
    const lists: (readonly Step[])[] = [...config.rulesets.values()].map((r) => r.steps)
    while (lists.length > 0) {
      const list = lists.pop()!
      let stopped = false
      for (const step of list) {
        if (stopped) {
          yield { ...step.place, message: 'This is never reached: a stop stands before it.' }
          break
        }
        stopped = step.statement.kind === 'stop' || step.bound?.action.kind === 'discard'
        if (step.then.length > 1) lists.push(step.then)
        if (step.otherwise.length > 1) lists.push(step.otherwise)
        for (const inner of [step.then[0], step.otherwise[0]]) if (inner && inner.then.length > 0) lists.push([inner])
      }
    }
  },
})
