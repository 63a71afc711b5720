import { defineCheck, within } from './define'

/** `*.emerg` alone on its line: the next rule becomes its action. */
export default defineCheck({
  severity: 'warning',
  why: 'rsyslog takes the next statement, on whichever line, for the action: the rule below holds only for messages that this selector takes.',
  mend: 'Write the destination on the same line, as :omusrmsg:* for all terminals.',
  *run({ steps, config, files }) {
    if (config.dialect !== 'rsyslog') return
    for (const step of steps) {
      const s = step.statement
      const first = step.then[0]
      if ((s.kind !== 'selector' && s.kind !== 'filter') || !first || first.place.path !== step.place.path) continue
      const inner = first.statement.kind
      if (inner !== 'selector' && inner !== 'filter') continue
      const head = s.kind === 'selector' ? s.selectorAt : s.filterAt
      const text = files.find((f) => f.path === step.place.path)?.document.text.slice(head.to, first.place.from)
      if (text && /^[^\S\n]*(?:#[^\n]*)?\n[^{]*$/.test(text))
        yield {
          ...within(step.place, head),
          message: 'This has no action of its own: the rule on the next line becomes its action.',
        }
    }
  },
})
