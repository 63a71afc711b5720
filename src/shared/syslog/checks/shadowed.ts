import type { Step } from '../configure'
import { FACILITIES } from '../names'
import { isEmpty } from '../selector'
import { defineCheck, within } from './define'

/** `auth.* stop` before `auth.info /var/log/auth.log`; the same rule twice. */
export default defineCheck({
  severity: 'warning',
  why: 'A rule before this one ends all messages that it would take, or does the same already.',
  mend: 'Put the rule before the one that stops them, or remove it.',
  *run({ config }) {
    const { dialect } = config
    for (const ruleset of config.rulesets.values()) {
      const gone = new Array<number>(FACILITIES).fill(0)
      let anyGone = false
      const seen = new Set<string>()
      for (const step of ruleset.steps) {
        const s = step.statement
        if (s.kind === 'block') {
          // Blocks of the BSDs limit the rules below; what was said before counts for other messages.
          seen.clear()
          continue
        }
        if (s.kind !== 'selector') continue
        const { mask, key: taken } = step.selector!
        if (anyGone && !isEmpty(mask) && mask.every((bits, f) => (bits & ~gone[f]!) === 0)) {
          yield {
            ...within(step.place, s.selectorAt),
            message: 'A stop before this rule ends every message that it would take.',
          }
          continue
        }
        if (step.then.length > 0 && step.then.every((t) => t.bound?.action.destination)) {
          const key = step.then.reduce((all, t) => `${all} ${t.bound!.action.destination}`, taken)
          if (seen.has(key))
            yield { ...step.place, message: 'A rule before this one does the same: each message is written twice.' }
          seen.add(key)
        }
        if (dialect === 'rsyslog' && step.then.some(ends)) {
          anyGone = true
          for (let f = 0; f < FACILITIES; f++) gone[f] = gone[f]! | mask[f]!
        }
      }
    }
  },
})

const ends = (step: Step): boolean => step.statement.kind === 'stop' || step.bound?.action.kind === 'discard'
