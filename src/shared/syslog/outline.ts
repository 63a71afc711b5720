/** What an editor shows of a configuration's shape: an outline, what folds, and the files that it includes. */
import { childrenOf, type Document, everyStatement, paramValue, type Range, type Statement } from './tree'

export interface OutlineItem extends Range {
  readonly name: string
  readonly detail: string
  readonly kind: 'rule' | 'condition' | 'ruleset' | 'template' | 'module' | 'input' | 'setting' | 'include' | 'block'
  readonly children: readonly OutlineItem[]
}

const short = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 80)

export function outlineOf({ text, statements }: Document): OutlineItem[] {
  const one = (s: Statement): OutlineItem[] => {
    const children = childrenOf(s).flatMap((list) => list.flatMap(one))
    const symbol = (kind: OutlineItem['kind'], name: string, detail = ''): OutlineItem[] => [
      { kind, name: short(name) || kind, detail: short(detail), children, from: s.from, to: s.to },
    ]
    switch (s.kind) {
      case 'selector':
      case 'filter':
        return symbol('rule', s.text, s.then[0] ? text.slice(s.then[0].from, s.then[0].to) : '')
      case 'if':
      case 'foreach':
        return symbol('condition', text.slice(s.headAt.from, s.headAt.to))
      case 'ruleset':
      case 'template':
        return symbol(s.kind, paramValue(s.params, 'name') ?? '', paramValue(s.params, 'type') ?? '')
      case 'include':
        return symbol('include', s.path)
      case 'object':
        return symbol(
          s.type === 'module' || s.type === 'input' ? s.type : 'setting',
          paramValue(s.params, s.type === 'module' ? 'load' : s.type === 'input' ? 'type' : 'name') ?? s.type,
          s.type,
        )
      case 'directive':
        return symbol(
          /^modload$/i.test(s.name) ? 'module' : /^template$/i.test(s.name) ? 'template' : 'setting',
          `$${s.name}`,
          s.value,
        )
      case 'block':
        return symbol('block', `${s.sign}${s.text}`)
      case 'setting':
        return symbol('setting', s.name, s.value)
      default:
        return children
    }
  }
  return statements.flatMap(one)
}

/** Statements and runs of comments over several lines. */
export function foldsOf({ text, statements, comments }: Document): (Range & { readonly comment: boolean })[] {
  const out: (Range & { comment: boolean })[] = []
  for (const [s] of everyStatement(statements))
    if (text.slice(s.from, s.to).includes('\n')) out.push({ from: s.from, to: s.to, comment: false })
  let run: { from: number; to: number; count: number } | null = null
  const flush = () => {
    if (run && run.count > 1) out.push({ from: run.from, to: run.to, comment: true })
    run = null
  }
  for (const c of comments) {
    if (run && /^[ \t\r]*\n[ \t]*$/.test(text.slice(run.to, c.from)))
      run = { from: run.from, to: c.to, count: run.count + 1 }
    else {
      flush()
      run = { from: c.from, to: c.to, count: 1 }
    }
  }
  flush()
  return out
}

/** Paths and patterns that are included, where they stand. */
export function includesOf({ statements }: Document): (Range & { readonly path: string })[] {
  return [...everyStatement(statements)].flatMap(([s]) =>
    s.kind === 'include' && s.path !== '' ? [{ ...s.pathAt, path: s.path }] : [],
  )
}
