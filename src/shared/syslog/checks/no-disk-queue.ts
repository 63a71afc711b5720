import { defineCheck, replace } from './define'

/** `*.* @@loghost` alone; `action(type="omfwd" ... protocol="tcp")` without queue.filename. */
const NEEDED =
  ' queue.type="LinkedList" queue.filename="forward" queue.saveOnShutdown="on" action.resumeRetryCount="-1"'

export default defineCheck({
  severity: 'warning',
  why: 'While the log host cannot be reached, messages are dropped (or hold up local logging) unless a queue on disk keeps them; cutting the link is what an attacker does first.',
  mend: 'Give the action a queue with a file name, saveOnShutdown and resumeRetryCount -1.',
  *run({ steps, config }) {
    if (config.dialect !== 'rsyslog') return
    for (const step of steps) {
      const { bound, statement } = step
      if (!bound || bound.disabled || bound.action.kind !== 'remote' || bound.action.protocol === 'udp') continue
      if (bound.queued && bound.keeps.file !== null && bound.keeps.retries !== 0) continue
      const missing = [
        ...(bound.queued && bound.keeps.file !== null ? [] : ['no queue on disk']),
        ...(bound.keeps.retries === 0 ? ['gives up at once (resumeRetryCount)'] : []),
      ]
      const end = statement.kind === 'action' && !bound.queued && bound.keeps.retries === 0 ? statement.to - 1 : null
      yield {
        ...step.place,
        message: `What is sent to ${bound.action.destination} is lost while it cannot be reached: ${missing.join(', ')}.`,
        fixes: end === null ? [] : [replace('Give it a queue on disk', { from: end, to: end }, NEEDED)],
      }
    }
  },
})
