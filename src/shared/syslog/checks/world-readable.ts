import { defineCheck } from './define'

/** authpriv into a file that everyone may read. */
export default defineCheck({
  severity: 'warning',
  why: 'authpriv is private because it tells who logs in, how, and now and then a password typed in the wrong place.',
  mend: 'Set FileCreateMode to 0640 or 0600 before the rule, and chmod the file that is there.',
  *run({ config, fired }) {
    if (config.dialect !== 'rsyslog') return
    const seen = new Set<string>()
    for (const { bound, place, target } of fired(10)) {
      const key = `${place.path} ${place.from}`
      if (bound.action.kind !== 'file' || (bound.mode & 0o004) === 0 || seen.has(key)) continue
      seen.add(key)
      const mode = bound.mode.toString(8).padStart(4, '0')
      const message = `${target ?? bound.action.destination} gets authpriv and is made with mode ${mode}: everyone may read it.`
      yield { ...place, message }
    }
  },
})
