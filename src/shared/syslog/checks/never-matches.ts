import { isEmpty } from '../selector'
import { defineCheck, within } from './define'

/** `mail.none`, `kern.*;kern.none`, `*.=*`. */
export default defineCheck({
  severity: 'warning',
  why: 'The selector takes no message at all, so that its actions never run.',
  mend: 'Take the part away that takes everything back, or remove the rule.',
  *run({ steps }) {
    for (const step of steps) {
      const s = step.statement
      if (s.kind !== 'selector') continue
      const { mask, problems } = step.selector!
      if (isEmpty(mask) && problems.every((p) => p.kind === 'old'))
        yield { ...within(step.place, s.selectorAt), message: 'This selector can never match.' }
    }
  },
})
