import { hasWildcard } from '../include'
import { defineCheck } from './define'

/** An include that leads to no file at hand. */
export default defineCheck({
  severity: 'warning',
  why: 'rsyslog stops reading at an $IncludeConfig whose file is missing, and what was meant to be in it does not hold. It may also be that the file was not captured.',
  mend: 'Correct the path, or write a pattern, which may fit nothing.',
  *run({ config }) {
    for (const { path, place } of config.missing)
      if (!hasWildcard(path) && !path.endsWith('/'))
        yield { ...place, message: `${path.slice(0, 100)} is not among the files at hand.` }
  },
})
