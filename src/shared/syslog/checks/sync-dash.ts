import { readSelector, takes } from '../selector'
import { defineCheck, replace, within } from './define'

/** `authpriv.* -/var/log/secure` with sysklogd; `mail.* /var/log/maillog` without a dash. */
export default defineCheck({
  severity: 'info',
  why: 'Without - sysklogd syncs the file after each line: slow for much traffic, but the last lines survive a crash. With it the last lines before a crash are lost, which are those that one wants of auth, authpriv and kern.',
  mend: 'Write - before files with much traffic (mail, news, debug), and not before files of auth, authpriv and kern.',
  *run({ steps, config }) {
    if (config.dialect !== 'sysklogd') return
    for (const step of steps) {
      const s = step.statement
      const action = step.then[0]?.bound?.action
      const legacy = step.then[0]?.place
      if (s.kind !== 'selector' || action?.kind !== 'file' || !legacy) continue
      const { mask } = readSelector(s.text.replace(/\s+/g, ''), config.dialect)
      const grave = [0, 4, 10].some((f) => takes(mask, f, 2))
      const busy = [2, 7].some((f) => takes(mask, f, 6)) || mask.filter((bits) => bits & 0x80).length > 10
      if (action.unsynced && grave && !busy)
        yield {
          ...within(legacy, legacy),
          message: 'The last lines before a crash are lost: the file is not synced.',
          fixes: [replace('Take the - away', { from: legacy.from, to: legacy.from + 1 }, '')],
        }
      else if (!action.unsynced && busy && !grave)
        yield {
          ...within(legacy, legacy),
          message: 'The file is synced after each line, which is slow for this much traffic.',
          fixes: [replace('Write -', { from: legacy.from, to: legacy.from }, '-')],
        }
    }
  },
})
