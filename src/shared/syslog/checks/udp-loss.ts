import { defineCheck, replace } from './define'

/** `authpriv.* @loghost`, `*.* @loghost`. */
export default defineCheck({
  severity: 'warning',
  why: 'A datagram that is lost is lost without a word, and anyone can forge one: an attacker needs only to fill the link.',
  mend: 'Forward by TCP (@@host), better by RELP or TLS, with a queue on disk.',
  *run({ steps, config }) {
    for (const step of steps) {
      const action = step.bound?.action
      if (action?.kind !== 'remote' || action.protocol !== 'udp' || step.bound?.disabled) continue
      const legacy = step.statement.kind === 'legacy' && config.dialect === 'rsyslog'
      yield {
        ...step.place,
        message: `Messages to ${action.destination} go by UDP and may be lost.`,
        fixes: legacy ? [replace('Forward by TCP', { from: step.place.from, to: step.place.from + 1 }, '@@')] : [],
      }
    }
  },
})
