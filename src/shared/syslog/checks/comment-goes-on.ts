import { defineCheck } from './define'

/** A comment that ends with a backslash. */
export default defineCheck({
  severity: 'warning',
  why: 'rsyslog joins lines before it looks for comments: the line after this one is part of the comment and does not hold.',
  mend: 'Take the backslash at the end of the comment away.',
  *run({ files, config }) {
    if (config.dialect !== 'rsyslog') return
    for (const { path, document } of files)
      for (const c of document.comments) {
        const text = document.text.slice(c.from, c.to)
        const at = text.search(/\\[ \t\r]*\n[ \t]*[^\s#]/)
        if (text.startsWith('#') && at >= 0)
          yield { path, from: c.from + at, to: c.from + at + 1, message: 'The comment goes on in the next line.' }
      }
  },
})
