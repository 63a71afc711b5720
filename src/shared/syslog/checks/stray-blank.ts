import { defineCheck, replace } from './define'

/** `*. * @athena`. */
const BLANK = /^[*\w,]+\.[ \t]+[*!=<>\w][*!=<>\w;.,]*/

export default defineCheck({
  severity: 'error',
  why: 'rsyslog reads this as something else: a * alone sends every message to all users that are logged in, and what follows is refused. Nothing is sent to the host that was meant.',
  mend: 'Take the blank after the dot away.',
  *run({ files, config }) {
    if (config.dialect !== 'rsyslog') return
    for (const { path, document } of files) {
      if (!config.read.includes(path)) continue
      for (const s of document.statements) {
        const m = s.kind === 'unknown' ? BLANK.exec(document.text.slice(s.from, s.to)) : null
        if (!m) continue
        const range = { from: s.from, to: s.from + m[0].length }
        yield {
          path,
          ...range,
          message: 'A blank stands within the selector.',
          fixes: [replace('Take the blank away', range, m[0].replace(/\s+/g, ''))],
        }
      }
    }
  },
})
