import { defineCheck } from './define'

/** `stop` and then another action in the same block. */
export default defineCheck({
  severity: 'warning',
  why: 'stop (or ~) ends the message: what stands after it in the same block never runs.',
  mend: 'Move stop to the end, or remove what follows it.',
  *run({ config }) {
    if (config.dialect !== 'rsyslog') return
    const lists = [...config.rulesets.values()].map((r) => r.steps)
    while (lists.length > 0) {
      const list = lists.pop()!
      let stopped = false
      for (const step of list) {
        if (stopped) {
          yield { ...step.place, message: 'This is never reached: a stop stands before it.' }
          break
        }
        stopped = step.statement.kind === 'stop' || step.bound?.action.kind === 'discard'
        lists.push([...step.then], [...step.otherwise])
      }
    }
  },
})
