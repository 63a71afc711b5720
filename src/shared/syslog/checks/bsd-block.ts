import { defineCheck } from './define'

/** `!ppp` or `+host` in rsyslog.conf. */
export default defineCheck({
  severity: 'error',
  why: 'rsyslog no longer knows blocks of the BSDs: it ignores the line, and the rules below take every message.',
  mend: 'Write a condition: if $programname == "ppp" then ...',
  *run({ steps, config }) {
    if (config.dialect !== 'rsyslog') return
    for (const step of steps)
      if (step.statement.kind === 'block') yield { ...step.place, message: 'rsyslog ignores this line.' }
  },
})
