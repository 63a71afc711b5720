import { FILTER_OPERATIONS, readFilter } from '../filter'
import { knownProperty } from '../property'
import { nearestWord, readSelector } from '../selector'
import { defineCheck, replace, within } from './define'

/** `auht.info`, `*.warnning`, `:mesg, contians, "x"`. */
export default defineCheck({
  severity: 'error',
  why: 'The daemon refuses a rule whose facility, severity, property or comparison it does not know: nothing is logged by it.',
  mend: 'Correct the spelling; completion lists what there is.',
  *run(input) {
    for (const { statement: s, path } of input.statements) {
      if (s.kind === 'selector') {
        const strict = s.text.replace(/\s+/g, '')
        for (const p of readSelector(strict, input.config.dialect).problems) {
          if (p.kind === 'old') continue
          // Offsets fit the text as written where nothing was joined.
          const whole = s.selectorAt.to - s.selectorAt.from === strict.length
          const range = whole
            ? { from: s.selectorAt.from + p.at, to: s.selectorAt.from + p.at + p.length }
            : s.selectorAt
          const fixes = whole && p.instead ? [replace(`Write ${p.instead}`, range, p.instead)] : []
          yield { ...within({ path }, range), message: p.message, fixes }
        }
      } else if (s.kind === 'filter') {
        const filter = readFilter(s.text)
        if (!filter) continue
        const from = s.filterAt.from
        if (!knownProperty(filter.property)) {
          const range = { from: from + filter.propertyAt[0], to: from + filter.propertyAt[1] }
          yield { ...within({ path }, range), message: `There is no property ${filter.property.slice(0, 40)}.` }
        }
        if (filter.operation === null) {
          const range = { from: from + filter.operationAt[0], to: from + filter.operationAt[1] }
          const instead = nearestWord(filter.written, FILTER_OPERATIONS)
          const fixes = instead ? [replace(`Write ${instead}`, range, (filter.negated ? '!' : '') + instead)] : []
          yield {
            ...within({ path }, range),
            message: `${filter.written.slice(0, 40)} is no comparison of a property filter.`,
            fixes,
          }
        }
      }
    }
  },
})
