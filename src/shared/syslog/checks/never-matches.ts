import { isEmpty, readSelector } from '../selector'
import { defineCheck, within } from './define'

/** `mail.none`, `kern.*;kern.none`, `*.=*`. */
export default defineCheck({
  severity: 'warning',
  why: 'The selector takes no message at all, so that its actions never run.',
  mend: 'Take the part away that takes everything back, or remove the rule.',
  *run({ steps, config }) {
    for (const { step } of steps) {
      const s = step.statement
      if (s.kind !== 'selector') continue
      const { mask, problems } = readSelector(s.text.replace(/\s+/g, ''), config.dialect)
      if (isEmpty(mask) && problems.every((p) => p.kind === 'old'))
        yield { ...within(step.place, s.selectorAt), message: 'This selector can never match.' }
    }
  },
})
