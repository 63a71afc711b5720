import type { Expr } from '../tree'
import { defineCheck, within } from './define'

/** `not $msg contains "x"`, `a or b and c`. */
export default defineCheck({
  severity: 'warning',
  why: 'In rsyslog "not" binds tighter than a comparison, and "and" and "or" bind alike from the left: the condition is not what it reads like.',
  mend: 'Put parentheses around what belongs together.',
  *run(input) {
    for (const { statement: s, path } of input.statements) {
      const stack: Expr[] = s.kind === 'if' ? [s.condition] : s.kind === 'set' ? [s.value] : []
      while (stack.length > 0) {
        const e = stack.pop()!
        if (e.kind === 'binary') {
          if (e.op !== 'and' && e.op !== 'or' && e.left.kind === 'not')
            yield { ...within({ path }, e), message: 'not holds for the left side alone, not for the comparison.' }
          if (e.op === 'and' && e.left.kind === 'binary' && e.left.op === 'or')
            yield {
              ...within({ path }, e),
              message: 'This is read as (... or ...) and ...: or does not wait for and here.',
            }
          stack.push(e.left, e.right)
        } else if (e.kind === 'not' || e.kind === 'minus' || e.kind === 'group') stack.push(e.value)
        else if (e.kind === 'call') stack.push(...e.args)
      }
    }
  },
})
