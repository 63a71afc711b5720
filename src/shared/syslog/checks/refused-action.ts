import { defineCheck } from './define'

/** `/var/log/x }`, a template that is not defined, a module that is not loaded. */
export default defineCheck({
  severity: 'error',
  why: 'The daemon drops an action that it cannot set up and goes on without it: the messages are not written there.',
  mend: 'Define or load what is missing before the action, or correct its form.',
  *run({ steps }) {
    for (const step of steps)
      if (step.bound?.disabled) yield { ...step.place, message: `This action never runs: ${step.bound.disabled}.` }
  },
})
