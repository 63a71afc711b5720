import { readFilter } from '../filter'
import { compileRegex } from '../regex'
import type { Expr } from '../tree'
import { defineCheck, within } from './define'

/** `:msg, regex, "[a-z"`, `re_match($msg, "(")`. */
export default defineCheck({
  severity: 'error',
  why: 'An expression that does not compile never matches, and the rule never fires.',
  mend: 'Correct the expression: regex takes the basic POSIX form, ereregex and the functions the extended one.',
  *run(input) {
    for (const { statement: s, path } of input.statements) {
      if (s.kind === 'filter') {
        const filter = readFilter(s.text)
        const fault =
          filter && (filter.operation === 'regex' || filter.operation === 'ereregex')
            ? faultOf(filter.value, filter.operation === 'ereregex')
            : null
        if (fault) yield { ...within({ path }, s.filterAt), message: `The expression does not compile: ${fault}.` }
      }
      const stack: Expr[] = s.kind === 'if' ? [s.condition] : s.kind === 'set' ? [s.value] : []
      while (stack.length > 0) {
        const e = stack.pop()!
        if (e.kind === 'binary') stack.push(e.left, e.right)
        else if (e.kind === 'not' || e.kind === 'minus' || e.kind === 'group') stack.push(e.value)
        else if (e.kind === 'call') {
          stack.push(...e.args)
          const pattern = e.name.startsWith('re_') ? e.args[1] : undefined
          const fault = pattern?.kind === 'string' ? faultOf(pattern.value, true) : null
          if (pattern && fault)
            yield { ...within({ path }, pattern), message: `The expression does not compile: ${fault}.` }
        }
      }
    }
  },
})

function faultOf(pattern: string, extended: boolean): string | null {
  try {
    compileRegex(pattern, extended)
    return null
  } catch (error) {
    const message = (error as Error).message
    // Some that are refused here a daemon may take.
    return message.includes('not supported') ? null : message
  }
}
