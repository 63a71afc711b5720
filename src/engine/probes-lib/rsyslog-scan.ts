/**
 * Statements of rsyslog.conf, in the order of the file (rsyslog's manual: basic structure, legacy and RainerScript).
 * An object with all its parameters is one statement, a template with its list too. Blocks open a depth: what stands
 * in braces are statements of their own, one deeper.
 */

export interface Statement {
  readonly kind:
    | 'directive'
    | 'object'
    | 'if'
    | 'else'
    | 'foreach'
    | 'selector'
    | 'filter'
    | 'chain'
    | 'legacy'
    | 'script'
    | 'block'
  /** Name of the directive, object or script statement. */
  readonly name: string
  /** Offsets in the text. */
  readonly from: number
  readonly to: number
  readonly depth: number
  /** What the statement applies to, or its value: a condition, a selector, a filter, an argument. */
  readonly subject: string
}
export interface Scanned {
  readonly statements: readonly Statement[]
  /** Ranges that were not understood. */
  readonly bad: readonly { readonly from: number; readonly to: number; readonly reason: string }[]
}

/** No object or condition is longer. */
const REACH = 65_536
/**
 * What may be searched in vain for ends that are missing, in characters; afterwards only a little way is looked, so that
 * a hostile file takes no longer than its length.
 */
const VAIN = 2_000_000
const NEAR = 400

interface Budget {
  left: number
}
const reachOf = (budget: Budget): number => (budget.left > 0 ? REACH : NEAR)
const OBJECTS =
  /^(?:module|input|action|template|global|main_queue|ruleset|parser|timezone|lookup_table|dyn_stats|percentile_stats|include|ratelimit|reload_lookup_table|dynstats)$/i

const isSpace = (c: string | undefined) => c === ' ' || c === '\t' || c === '\n' || c === '\r' || c === '\0'

/** After a comment or string that begins at `at`, or `at` when none does. */
function skipQuiet(text: string, at: number, budget: Budget): number {
  const c = text[at]
  if (c === '"' || c === "'" || c === '`') {
    const end = Math.min(text.length, at + reachOf(budget))
    for (let i = at + 1; i < end; i++) {
      if (text[i] === '\\') i++
      else if (text[i] === c) return i + 1
    }
    budget.left -= end - at
    return at + 1
  }
  if (c === '#') {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end
  }
  if (c === '/' && text[at + 1] === '*') {
    const end = text.indexOf('*/', at + 2)
    return end < 0 ? text.length : end + 2
  }
  return at
}

function skipBlank(text: string, at: number, budget: Budget): number {
  let i = at
  while (i < text.length) {
    if (isSpace(text[i])) i++
    else if (text[i] === '#' || (text[i] === '/' && text[i + 1] === '*')) i = skipQuiet(text, i, budget)
    else break
  }
  return i
}

/** The end of a bracketed group that begins at `at`, -1 when it does not end. */
function closing(text: string, at: number, open: string, close: string, budget: Budget): number {
  let depth = 0
  const end = Math.min(text.length, at + reachOf(budget))
  for (let i = at; i < end; ) {
    const after = skipQuiet(text, i, budget)
    if (after !== i) {
      i = after
      continue
    }
    if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i + 1
    i++
  }
  budget.left -= end - at
  return -1
}

/** Where a word stands outside of strings, comments and brackets; -1 when not before the reach. */
function findWord(text: string, at: number, word: 'then' | 'do' | ';', budget: Budget): number {
  const end = Math.min(text.length, at + reachOf(budget))
  const first = word[0]!
  for (let i = at; i < end; ) {
    const after = skipQuiet(text, i, budget)
    if (after !== i) {
      i = after
      continue
    }
    const c = text[i]!
    if (c === first || c.toLowerCase() === first) {
      if (word === ';') return i
      const apart = !/[\w$]/.test(text[i - 1] ?? ' ') && !/\w/.test(text[i + word.length] ?? ' ')
      if (apart && text.slice(i, i + word.length).toLowerCase() === word) return i
    }
    i++
  }
  budget.left -= end - at
  return -1
}

/** The end of a classic line, with lines that a backslash joins. */
function lineEnd(text: string, at: number): number {
  let end = at
  for (;;) {
    const next = text.indexOf('\n', end)
    if (next < 0) return text.length
    if (text[next - 1] !== '\\') return text[next - 1] === '\r' ? next - 1 : next
    end = next + 1
  }
}

const SELECTOR = /^[\w*][\w*,]*\.[\w*!=]+(?:;(?:\\\r?\n[ \t]*)?[\w*,]+\.[\w*!=]+)*;?(?=[ \t])/
const SPLIT_SELECTOR = /^[\w*,]+\. [\w*!=]+(?=[ \t])/
const FILTER = /^:[ \t]*[\w$!.-]+[ \t]*,[ \t]*!?\w+[ \t]*(?:,[ \t]*"(?:[^"\\\n]|\\.)*")?(?=[ \t,])/
const LEGACY = /^(?:[-/@|?^~>]|\.{1,2}\/|:\w+:|\*(?=\s*(?:\n|$|;)))/

export function scanRsyslog(text: string): Scanned {
  const statements: Statement[] = []
  const bad: { from: number; to: number; reason: string }[] = []
  const budget: Budget = { left: VAIN }
  let depth = 0
  let at = 0
  const put = (kind: Statement['kind'], name: string, from: number, to: number, subject: string) =>
    statements.push({ kind, name, from, to: Math.max(to, from + 1), depth, subject: subject.trim() })
  while ((at = skipBlank(text, at, budget)) < text.length) {
    const from = at
    const c = text[at]!
    const head = text.slice(at, at + 2000)
    if (c === '{') {
      depth++
      at++
      continue
    }
    if (c === '}') {
      depth = Math.max(0, depth - 1)
      at++
      continue
    }
    if (c === ';') {
      at++
      continue
    }
    const directive = /^\$(\w[\w.-]*)(?=[ \t\r\n]|$)/.exec(head)
    if (directive) {
      at = lineEnd(text, at)
      put('directive', directive[1]!, from, at, text.slice(from + directive[0].length, at))
      continue
    }
    const object = /^([A-Za-z_]\w*)\s*\(/.exec(head)
    if (object && OBJECTS.test(object[1]!)) {
      const open = from + object[0].length - 1
      let end = closing(text, open, '(', ')', budget)
      if (end < 0) {
        at = lineEnd(text, at)
        bad.push({ from, to: at, reason: `${object[1]}( has no end` })
        continue
      }
      const subject = text.slice(open + 1, end - 1)
      const name = object[1]!.toLowerCase()
      if (name === 'template' && text[skipBlank(text, end, budget)] === '{') {
        const list = closing(text, skipBlank(text, end, budget), '{', '}', budget)
        if (list > 0) end = list
      }
      put('object', name, from, end, subject)
      at = end
      continue
    }
    const word = /^[A-Za-z_]\w*/.exec(head)?.[0].toLowerCase()
    if (word === 'if') {
      const then = findWord(text, at + 2, 'then', budget)
      if (then > 0) {
        put('if', 'if', from, then + 4, text.slice(from + 2, then))
        at = then + 4
        continue
      }
    } else if (word === 'else') {
      put('else', 'else', from, from + 4, '')
      at += 4
      continue
    } else if (word === 'foreach') {
      const then = findWord(text, at + 7, 'do', budget)
      if (then > 0) {
        put('foreach', 'foreach', from, then + 2, text.slice(from + 7, then))
        at = then + 2
        continue
      }
    } else if (word === 'set' || word === 'unset' || word === 'reset' || word === 'call_indirect') {
      const end = findWord(text, at, ';', budget)
      if (end > 0) {
        at = end + 1
        put('script', word, from, at, text.slice(from + word.length, end))
        continue
      }
    } else if (word === 'call') {
      const called = /^call\s+([\w.-]+)/i.exec(head)
      if (called) {
        at += called[0].length
        put('script', 'call', from, at, called[1]!)
        continue
      }
    } else if (word === 'stop' || word === 'continue') {
      at += word.length
      put('script', word, from, at, '')
      continue
    }
    const selector = SELECTOR.exec(head) ?? SPLIT_SELECTOR.exec(head)
    const filter = selector ? null : FILTER.exec(head)
    const matched = selector ?? filter
    if (matched) {
      at += matched[0].length
      put(selector ? 'selector' : 'filter', matched[0], from, at, matched[0])
      while (text[at] === ' ' || text[at] === '\t' || text[at] === ',') at++
      // What follows on the line is its action, in either language, or a block.
      if (text[at] !== '{' && !startsStatement(text.slice(at, at + 60))) at = legacy(text, at, put)
      continue
    }
    if (c === '&') {
      let next = at + 1
      while (text[next] === ' ' || text[next] === '\t') next++
      put('chain', '&', from, at + 1, '')
      at = next
      if (!startsStatement(text.slice(at, at + 60))) at = legacy(text, at, put)
      continue
    }
    const block = /^[!+-][\w*-][^\s/]*(?=\s|$)/.exec(head)
    if (block) {
      at = lineEnd(text, at)
      put('block', c, from, at, text.slice(from + 1, at))
      continue
    }
    if (LEGACY.test(head)) {
      at = legacy(text, at, put)
      continue
    }
    at = lineEnd(text, at)
    bad.push({ from, to: at, reason: 'not a statement of rsyslog.conf' })
  }
  return { statements, bad }
}

const startsStatement = (head: string) =>
  /^(?:[A-Za-z_]\w*\s*\(|(?:stop|call|set|unset|continue|if)\b|[\r\n]|$)/.test(head)

function legacy(
  text: string,
  at: number,
  put: (kind: Statement['kind'], name: string, from: number, to: number, subject: string) => void,
): number {
  let end = lineEnd(text, at)
  // A block may close on the line: `{ /var/log/x }`, and a comment may follow.
  const line = uncommented(text.slice(at, end)).trimEnd()
  end = at + (/[ \t]\}$/.test(line) ? line.slice(0, -1).trimEnd() : line).length
  if (end > at) put('legacy', 'action', at, end, text.slice(at, end))
  return end
}

/** A line without the comment that ends it; a comment begins after a blank. */
export function uncommented(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1))
    if (at > 0 && isSpace(line[at - 1])) return line.slice(0, at).trimEnd()
  return line
}

/** `type="omfile" file='/x' queue.size=10` as a map; names in lower case, quotes taken off. */
export function parameters(text: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  const pair = /([\w.$-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|(\[[^\]]*\])|([^\s)]+))/g
  for (const m of text.slice(0, REACH).matchAll(pair))
    out.set(m[1]!.toLowerCase(), m[2] ?? m[3] ?? m[4] ?? m[5] ?? m[6] ?? '')
  return out
}
