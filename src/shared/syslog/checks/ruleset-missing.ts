import { defineCheck, within } from './define'

/** `call remote` without a ruleset of that name; an input bound to one that is not there. */
export default defineCheck({
  severity: 'error',
  why: 'The daemon skips the call, or sends the messages of the input through the default ruleset instead.',
  mend: 'Define the ruleset, or correct its name.',
  *run({ steps, config }) {
    for (const step of steps)
      if (step.statement.kind === 'call' && !config.rulesets.has(step.statement.name))
        yield { ...within(step.place, step.statement.nameAt), message: `There is no ruleset ${step.statement.name}.` }
    for (const { ruleset, place } of config.inputs)
      if (ruleset !== null && !config.rulesets.has(ruleset))
        yield { ...place, message: `There is no ruleset ${ruleset.slice(0, 60)}.` }
  },
})
