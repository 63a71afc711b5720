import { DIRECTIVES } from '../catalog/directives'
import { parametersOf } from '../catalog/parameters'
import { moduleName } from '../configure'
import { FUNCTIONS } from '../functions'
import { knownProperty } from '../property'
import { nearestWord } from '../selector'
import { type Expr, type Param, param, paramValue } from '../tree'
import { type CheckInput, defineCheck, type Found, replace, within } from './define'

/** A directive, parameter, function or property that is not in rsyslog's manual. */
export default defineCheck({
  severity: 'warning',
  why: 'The daemon ignores a directive or parameter that it does not know, with an error in its own log; what it was to set does not hold. It may also be newer than what is known here.',
  mend: 'Correct the spelling; completion lists what there is.',
  *run(input: CheckInput): Iterable<Found> {
    if (input.config.dialect !== 'rsyslog') return
    for (const { statement: s, path } of input.statements) {
      if (s.kind === 'directive' && !DIRECTIVES.has(s.name.toLowerCase())) {
        const near = nearestWord(s.name, DIRECTIVES.keys())
        const instead = near && DIRECTIVES.get(near)!.name
        yield {
          ...within({ path }, s.nameAt),
          message: `$${s.name.slice(0, 60)} is no directive that is known here.`,
          fixes: instead ? [replace(`Write $${instead}`, s.nameAt, `$${instead}`)] : [],
        }
      }
      if (
        s.kind === 'object' ||
        s.kind === 'action' ||
        s.kind === 'template' ||
        s.kind === 'ruleset' ||
        s.kind === 'include'
      ) {
        const object = s.kind === 'object' ? s.type : s.kind
        const type = param(s.params, 'type')
        yield* unknownParams(object, type ? moduleName(type.value) : null, s.params, path)
      }
      if (s.kind === 'template')
        for (const item of s.items ?? []) {
          yield* unknownParams(item.type, null, item.params, path)
          const name = item.type === 'property' ? paramValue(item.params, 'name') : null
          if (name !== null && !knownProperty(name))
            yield {
              ...within({ path }, item),
              severity: 'error',
              message: `There is no property ${name.slice(0, 40)}: the template is dropped.`,
            }
        }
      const stack: Expr[] = s.kind === 'if' ? [s.condition] : s.kind === 'set' ? [s.value] : []
      while (stack.length > 0) {
        const e = stack.pop()!
        if (e.kind === 'binary') stack.push(e.left, e.right)
        else if (e.kind === 'not' || e.kind === 'minus' || e.kind === 'group') stack.push(e.value)
        else if (e.kind === 'variable' && !knownProperty(e.name))
          yield { ...within({ path }, e), severity: 'error', message: `There is no property $${e.name.slice(0, 40)}.` }
        else if (e.kind === 'call') {
          stack.push(...e.args)
          const known = FUNCTIONS.get(e.name)
          if (!known)
            yield {
              ...within({ path }, e),
              severity: 'error',
              message: `There is no function ${e.name.slice(0, 40)}().`,
            }
          else if (e.args.length < known.least || e.args.length > known.most)
            yield {
              ...within({ path }, e),
              severity: 'error',
              message: `${known.usage} takes ${known.least === known.most ? known.most : `${known.least} to ${known.most}`} values, not ${e.args.length}.`,
            }
        }
      }
    }
  },
})

function* unknownParams(
  object: string,
  module: string | null,
  params: readonly Param[],
  path: string,
): Generator<Found> {
  const { parameters, complete } = parametersOf(object, module)
  if (!complete) return
  for (const p of params) {
    if (parameters.has(p.name)) continue
    const near = nearestWord(p.name, parameters.keys())
    const instead = near && parameters.get(near)!.name
    yield {
      path,
      from: p.nameAt.from,
      to: p.nameAt.to,
      message: `${p.name.slice(0, 60)} is no parameter of ${object}${module ? ` ${module}` : ''} that is known here.`,
      fixes: instead ? [replace(`Write ${instead}`, p.nameAt, instead)] : [],
    }
  }
}
