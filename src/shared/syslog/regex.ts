/**
 * POSIX regular expressions, basic and extended, matched in time linear in the text: the pattern comes from a host that
 * may be hostile. Leftmost match, the longest of those; what a parenthesis holds is that of the preferred path.
 * Classes, ranges, `{n,m}`, anchors, alternatives; of GNU's additions `\w \W \s \S \b \< \>` and in basic `\+ \? \|`.
 * Back references are not regular: a pattern with one is not supported and says so.
 */

type Test = (code: number) => boolean
type Node =
  | { readonly kind: 'char'; readonly test: Test }
  | { readonly kind: 'seq'; readonly items: readonly Node[] }
  | { readonly kind: 'alt'; readonly items: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly item: Node; readonly index: number }
  | { readonly kind: 'start' | 'end' | 'word' | 'wordstart' | 'wordend' }

export interface Regex {
  /** Offsets of the match and of each parenthesis, -1 where one took no part; null when nothing matches. */
  readonly exec: (text: string, from?: number) => readonly (readonly [number, number])[] | null
  readonly test: (text: string) => boolean
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[ \t\n\v\f\r]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[\x00-\x1f\x7f]/,
  xdigit: /[0-9A-Fa-f]/,
}
const isWord = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
const SPACE: Test = (c) => c === 32 || (c >= 9 && c <= 13)
/** Repeats and whole programs beyond this are refused. */
const MOST_REPEAT = 255
const MOST_STEPS = 20_000

/** Compiles; throws an Error that says what is wrong with the pattern. */
export function compileRegex(pattern: string, extended: boolean): Regex {
  const parser = { text: pattern, at: 0, groups: 0, extended, depth: 0 }
  const tree = parseAlternatives(parser)
  if (parser.at < pattern.length) throw new Error(`unmatched ) at ${parser.at}`)
  return matcher(compile(tree), parser.groups + 1)
}

interface Parser {
  readonly text: string
  at: number
  groups: number
  readonly extended: boolean
  depth: number
}
const closes = (p: Parser) => (p.extended ? p.text[p.at] === ')' : p.text.startsWith('\\)', p.at))

function parseAlternatives(p: Parser): Node {
  if (++p.depth > 200) throw new Error('nested too deeply')
  const items = [parseSequence(p)]
  const bar = p.extended ? '|' : '\\|'
  while (p.text.startsWith(bar, p.at)) {
    p.at += bar.length
    items.push(parseSequence(p))
  }
  p.depth--
  return items.length === 1 ? items[0]! : { kind: 'alt', items }
}

function parseSequence(p: Parser): Node {
  const items: Node[] = []
  const first = p.at
  while (p.at < p.text.length && !p.text.startsWith(p.extended ? '|' : '\\|', p.at)) {
    if (closes(p) && (p.depth > 1 || !p.extended)) {
      if (p.depth === 1) throw new Error('unmatched )')
      break
    }
    const start = p.at === first || (!p.extended && items.length === 1 && items[0]!.kind === 'start')
    let item = parseAtom(p, start)
    for (let count = 0; ; count++) {
      const repeat = parseRepeat(p, start && !p.extended && item.kind === 'start')
      if (!repeat) break
      if (count > 10) throw new Error('too many repeats')
      item = { kind: 'repeat', item, least: repeat[0], most: repeat[1] }
    }
    items.push(item)
  }
  return { kind: 'seq', items }
}

function parseRepeat(p: Parser, no: boolean): readonly [number, number] | null {
  const { text, at } = p
  const char = text[at]
  if (no || char === undefined) return null
  const sign = p.extended
    ? char
    : char === '*'
      ? '*'
      : char === '\\' && '+?{'.includes(text[at + 1] ?? ' ')
        ? text[at + 1]!
        : null
  const width = p.extended || char === '*' ? 1 : 2
  if (sign === '*' || sign === '+' || sign === '?') {
    p.at += width
    return sign === '*' ? [0, Number.POSITIVE_INFINITY] : sign === '+' ? [1, Number.POSITIVE_INFINITY] : [0, 1]
  }
  if (sign !== '{') return null
  const m = /^(\d*)(,?)(\d*)(\\?\})/.exec(text.slice(at + width, at + width + 20))
  if (!m || (m[1] === '' && m[2] === '') || (m[4] === '}') !== p.extended) {
    if (p.extended) return null
    throw new Error('a repeat in braces is not closed')
  }
  p.at += width + m[0].length
  const least = Number(m[1] || 0)
  const most = m[2] === '' ? least : m[3] === '' ? Number.POSITIVE_INFINITY : Number(m[3])
  if (least > MOST_REPEAT || (most !== Number.POSITIVE_INFINITY && most > MOST_REPEAT) || most < least)
    throw new Error('a repeat is out of range')
  return [least, most]
}

function parseAtom(p: Parser, start: boolean): Node {
  const { text } = p
  const char = text[p.at++]!
  if (char === '[') return { kind: 'char', test: parseBracket(p) }
  if (char === '.') return { kind: 'char', test: () => true }
  if (char === '^' && (p.extended || start)) return { kind: 'start' }
  if (
    char === '$' &&
    (p.extended || p.at === text.length || text.startsWith('\\)', p.at) || text.startsWith('\\|', p.at))
  )
    return { kind: 'end' }
  if (p.extended && char === '(') return parseGroup(p)
  if (p.extended && (char === '*' || char === '+' || char === '?') && start)
    throw new Error(`${char} has nothing to repeat`)
  if (char === '\\') {
    const next = text[p.at++]
    if (next === undefined) throw new Error('a backslash ends the pattern')
    if (!p.extended && next === '(') return parseGroup(p)
    if (/[1-9]/.test(next)) throw new Error('a back reference is not supported')
    if (next === 'w') return { kind: 'char', test: isWord }
    if (next === 'W') return { kind: 'char', test: (c) => !isWord(c) }
    if (next === 's') return { kind: 'char', test: SPACE }
    if (next === 'S') return { kind: 'char', test: (c) => !SPACE(c) }
    if (next === 'b') return { kind: 'word' }
    if (next === '<') return { kind: 'wordstart' }
    if (next === '>') return { kind: 'wordend' }
    const code = next.charCodeAt(0)
    return { kind: 'char', test: (c) => c === code }
  }
  const code = char.charCodeAt(0)
  return { kind: 'char', test: (c) => c === code }
}

function parseGroup(p: Parser): Node {
  const index = ++p.groups
  const item = parseAlternatives(p)
  if (!closes(p)) throw new Error('a parenthesis is not closed')
  p.at += p.extended ? 1 : 2
  return { kind: 'group', item, index }
}

function parseBracket(p: Parser): Test {
  const { text } = p
  const negated = text[p.at] === '^'
  if (negated) p.at++
  const tests: Test[] = []
  for (let first = true; ; first = false) {
    const char = text[p.at]
    if (char === undefined) throw new Error('a [ is not closed')
    if (char === ']' && !first) {
      p.at++
      break
    }
    const named = /^\[:([a-z]+):\]/.exec(text.slice(p.at, p.at + 12))
    if (named) {
      const set = CLASSES[named[1]!]
      if (!set) throw new Error(`[:${named[1]}:] is no class`)
      tests.push((c) => set.test(String.fromCharCode(c)))
      p.at += named[0].length
      continue
    }
    const low = char.charCodeAt(0)
    p.at++
    if (text[p.at] === '-' && text[p.at + 1] !== undefined && text[p.at + 1] !== ']') {
      const high = text.charCodeAt(p.at + 1)
      if (high < low) throw new Error('a range ends before it begins')
      p.at += 2
      tests.push((c) => c >= low && c <= high)
    } else tests.push((c) => c === low)
  }
  const any: Test = (c) => tests.some((t) => t(c))
  return negated ? (c) => !any(c) : any
}

type Step =
  | { op: 'char'; test: Test; next: number }
  | { op: 'split'; first: number; second: number }
  | { op: 'save'; slot: number; next: number }
  | { op: 'assert'; kind: 'start' | 'end' | 'word' | 'wordstart' | 'wordend'; next: number }
  | { op: 'match' }

function compile(root: Node): Step[] {
  const steps: Step[] = []
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new Error('the pattern is too large')
    return steps.push(step) - 1
  }
  // Built backwards: each node is given where to go next.
  const emit = (node: Node, next: number): number => {
    switch (node.kind) {
      case 'char':
        return add({ op: 'char', test: node.test, next })
      case 'seq':
        return node.items.reduceRight((to, item) => emit(item, to), next)
      case 'alt':
        return node.items
          .slice(0, -1)
          .reduceRight(
            (second, item) => add({ op: 'split', first: emit(item, next), second }),
            emit(node.items[node.items.length - 1]!, next),
          )
      case 'group':
        return add({
          op: 'save',
          slot: 2 * node.index,
          next: emit(node.item, add({ op: 'save', slot: 2 * node.index + 1, next })),
        })
      case 'repeat': {
        let to = next
        if (node.most === Number.POSITIVE_INFINITY) {
          const split: Step = { op: 'split', first: 0, second: next }
          const at = add(split)
          split.first = emit(node.item, at)
          to = at
        } else
          for (let i = node.least; i < node.most; i++)
            to = add({ op: 'split', first: emit(node.item, to), second: next })
        for (let i = 0; i < node.least; i++) to = emit(node.item, to)
        return to
      }
      default:
        return add({ op: 'assert', kind: node.kind, next })
    }
  }
  const start = emit(root, add({ op: 'match' }))
  steps.push({ op: 'split', first: start, second: start })
  return steps
}

function matcher(steps: readonly Step[], groups: number): Regex {
  const start = steps.length - 1
  const run = (text: string, from: number, captures: boolean): readonly (readonly [number, number])[] | null => {
    const seen = new Int32Array(steps.length).fill(-1)
    let generation = 0
    let best: number[] | null = null
    type Thread = { pc: number; saves: number[] }
    const fits = (kind: string, at: number): boolean => {
      const before = at > 0 && isWord(text.charCodeAt(at - 1))
      const after = at < text.length && isWord(text.charCodeAt(at))
      if (kind === 'start') return at === from
      if (kind === 'end') return at === text.length
      return kind === 'word' ? before !== after : kind === 'wordstart' ? !before && after : before && !after
    }
    const add = (list: Thread[], pc: number, saves: number[], at: number) => {
      const stack: Thread[] = [{ pc, saves }]
      while (stack.length > 0) {
        const t = stack.pop()!
        if (seen[t.pc] === generation) continue
        seen[t.pc] = generation
        const step = steps[t.pc]!
        if (step.op === 'split') stack.push({ pc: step.second, saves: t.saves }, { pc: step.first, saves: t.saves })
        else if (step.op === 'save') {
          const saves = captures ? t.saves.slice() : t.saves
          if (captures) saves[step.slot] = at
          stack.push({ pc: step.next, saves })
        } else if (step.op === 'assert') {
          if (fits(step.kind, at)) stack.push({ pc: step.next, saves: t.saves })
        } else list.push(t)
      }
    }
    let current: Thread[] = []
    for (let at = from; ; at++) {
      generation++
      const list: Thread[] = []
      for (const t of current) add(list, t.pc, t.saves, at)
      // Leftmost: no new start once something has matched or is under way from further left and has matched.
      if (!best) add(list, start, [at], at)
      current = []
      const code = at < text.length ? text.charCodeAt(at) : -1
      for (const t of list) {
        const step = steps[t.pc]!
        if (step.op === 'match') {
          if (!captures) return [[t.saves[0]!, at]]
          if (!best || t.saves[0]! < best[0]! || (t.saves[0] === best[0] && at > best[1]!)) {
            best = t.saves.slice()
            best[1] = at
          }
        } else if (step.op === 'char' && code >= 0 && step.test(code) && (!best || t.saves[0]! <= best[0]!))
          current.push({ pc: step.next, saves: t.saves })
      }
      if (at >= text.length || (best && current.length === 0)) break
    }
    if (!best) return null
    const found = best
    return Array.from({ length: groups }, (_, i) => {
      const a = found[2 * i]
      const b = found[2 * i + 1]
      return a === undefined || b === undefined ? ([-1, -1] as const) : ([a, b] as const)
    })
  }
  return {
    exec: (text, from = 0) => run(text, from, true),
    test: (text) => run(text, 0, false) !== null,
  }
}
