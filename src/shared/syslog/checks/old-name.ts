import { readSelector } from '../selector'
import { defineCheck, replace, within } from './define'

/** `*.panic`, `security.*`, `& ~`, `*.emerg *`. */
export default defineCheck({
  severity: 'info',
  why: 'Old words still work today but may not in the next version, and other daemons read some of them differently.',
  mend: 'Write the word that replaced it.',
  *run(input) {
    const { dialect } = input.config
    for (const { statement: s, path } of input.statements) {
      if (s.kind === 'selector' && s.selectorAt.to - s.selectorAt.from === s.text.length)
        for (const p of readSelector(s.text, dialect).problems) {
          if (p.kind !== 'old' || !p.instead) continue
          const range = { from: s.selectorAt.from + p.at, to: s.selectorAt.from + p.at + p.length }
          yield {
            ...within({ path }, range),
            message: p.message,
            fixes: [replace(`Write ${p.instead}`, range, p.instead)],
          }
        }
      if (dialect !== 'rsyslog' || s.kind !== 'legacy') continue
      const text = s.text.trim()
      if (text === '~')
        yield {
          ...within({ path }, s),
          message: '~ is the old form of stop.',
          fixes: [replace('Write stop', { from: s.from, to: s.from + 1 }, 'stop')],
        }
      else if (text === '*')
        yield {
          ...within({ path }, s),
          message: '* alone is the old form of :omusrmsg:*.',
          fixes: [replace('Write :omusrmsg:*', { from: s.from, to: s.from + 1 }, ':omusrmsg:*')],
        }
    }
  },
})
