/**
 * rsyslog.conf in all its languages at once, as rsyslog's lexer and grammar read it.
 *   $ModLoad imudp
 *   auth,authpriv.*;kern.!=info   -/var/log/auth.log;Precise
 *   & stop
 *   :msg, contains, "ID-4711"     ~
 *   if $programname == 'sshd' then { action(type="omfile" file="/var/log/ssh.log") stop }
 * The lexer takes the longest match at each place: a path or a forward reaches to the end of its line, with whatever
 * stands there, and a selector or property filter counts only at the start of a line. The action of a selector may stand
 * on a later line.
 */
import { atLineStart, type Cursor, cursorOf, DEEPEST, lineEnd, peek, skip, take } from './cursor'
import { DIRECTIVE, marked, OBJECT, readActions, readChain, readDirective, USERS, unknown } from './parse-actions'
import { readArguments, readExpression } from './parse-expression'
import { readParams, readTemplateItems } from './parse-object'
import type { Document, Expr, Statement } from './tree'

const DECLARED = new Set([
  'module',
  'input',
  'global',
  'main_queue',
  'parser',
  'timezone',
  'lookup_table',
  'dyn_stats',
  'percentile_stats',
  'ratelimit',
])
const SELECTOR = /[*a-z]+[0-7]*[.,][,!=;.*a-z0-7]+/iy
const FILTER = /:\$?[a-z-]+[ ]*,[ ]*!?[a-z]+[ ]*,[ ]*"(?:\\"|[^"\\]|\\(?!"))*"/iy
const BSD = /![^ \t\n]+(?=[ \t]*(?:\n|$))|[+-]\*(?=\s*(?:#.*)?(?:\n|$))|\+[a-z0-9.:-]+(?=[ \t]*(?:\n|$))/iy
/** Words that begin an action, and what shows that a word begins a sentence. */
const ACTION_WORDS: ReadonlySet<string> = new Set(['stop', 'continue', 'call'])
const PROSE = /^[ \t]*[^\s&}#{;]/
/** A selector that rsyslog's lexer does not take for one, as `loca9.info` or `*. *`. */
const NEAR_SELECTOR = /[*\w,]+\.[ \t]*[*!=<>\w;.,]+(?=[ \t]+[-/@|~?:^*&a-z])/iy

export function parseRsyslog(written: string): Document {
  const c = cursorOf(written)
  const statements = readScript(c, null)
  return { text: written, dialect: 'rsyslog', statements, comments: c.comments, problems: c.problems }
}

/** Statements up to the closing brace of the block that opened at `open`, or to the end of the file. */
function readScript(c: Cursor, open: number | null): Statement[] {
  const list: Statement[] = []
  for (;;) {
    skip(c)
    const char = c.text[c.at]
    if (char === undefined) {
      if (open !== null) c.problem(open, open + 1, 'This brace is not closed.')
      return list
    }
    if (char === '}') {
      if (open !== null) {
        c.at++
        return list
      }
      c.problem(c.at, c.at + 1, 'No block is open that this brace could close.')
      c.at++
      continue
    }
    readStatement(c, list, open !== null)
  }
}

/** What follows a condition: one statement with its `&` actions, or a block in braces. */
function readBlock(c: Cursor, owner: string): Statement[] {
  const list: Statement[] = []
  if (c.depth >= DEEPEST) {
    c.problem(c.at, c.at + 1, 'Blocks nest deeper than is read.')
    c.at = c.text.length
    return list
  }
  c.depth++
  for (;;) {
    skip(c)
    const char = c.text[c.at]
    if (char === '{') {
      const open = c.at++
      const inner = readScript(c, open)
      if (inner.length === 0)
        c.problem(open, c.at, 'This block is empty: rsyslog refuses it.', {
          mend: 'Write continue in it, or take it away.',
        })
      list.push(...inner)
      break
    }
    if (char === undefined || char === '}') {
      c.problem(Math.max(0, c.at - 1), c.at, `${owner} has nothing to do: an action or a block must follow.`)
      break
    }
    // Directives are obeyed as they come and do not count as the statement.
    const before = list.length
    readStatement(c, list, true)
    const last = list[list.length - 1]
    if (list.length === before || last === undefined) break
    if (last.kind !== 'directive') break
  }
  c.depth--
  return list
}

/** Reads one statement with the actions that `&` adds to it. */
function readStatement(c: Cursor, list: Statement[], inner: boolean): void {
  const from = c.at
  const char = c.text[from]!
  const lineStart = atLineStart(c, from)
  if (char === '$') {
    const line = peek(c, DIRECTIVE)
    if (line !== null) {
      readDirective(c, list, line)
      return
    }
    unknown(c, list, from, lineEnd(c, from), 'A $ must be followed by the name of a directive.')
    return
  }
  if (lineStart) {
    const selector = peek(c, SELECTOR)
    const users = peek(c, USERS)
    if (selector !== null && selector.length >= (users?.length ?? 0)) {
      c.at += selector.length
      const selectorAt = c.place(from, c.at)
      const then = readBlock(c, 'This selector')
      list.push({ kind: 'selector', text: selector, selectorAt, then, ...c.place(from, c.at) })
      return
    }
    if (char === ':') {
      const filter = peek(c, FILTER)
      if (filter !== null) {
        c.at += filter.length
        const filterAt = c.place(from, c.at)
        const then = readBlock(c, 'This filter')
        list.push({ kind: 'filter', text: filter, filterAt, then, ...c.place(from, c.at) })
        return
      }
    }
    const block = peek(c, BSD)
    if (block !== null) {
      c.at += block.length
      const sign = block[0] as '!' | '+' | '-'
      list.push({ kind: 'block', sign, text: block.slice(1).trim(), ...c.place(from, c.at) })
      return
    }
    const near = peek(c, NEAR_SELECTOR)
    if (near !== null && /[.]/.test(near)) {
      unknown(c, list, from, lineEnd(c, from), nearSelector(near), false)
      return
    }
  }
  OBJECT.lastIndex = from
  const object = OBJECT.exec(c.text)
  if (object && readObject(c, list, object, inner)) return
  const users = peek(c, USERS)
  if (users !== null) {
    const word = users.toLowerCase()
    if (readKeyword(c, list, word, from)) return
    // The daemon takes each word of a sentence for a user who is to get all messages; nobody means that.
    if (
      lineStart &&
      !ACTION_WORDS.has(word) &&
      PROSE.test(c.text.slice(from + users.length, from + users.length + 80))
    ) {
      unknown(c, list, from, lineEnd(c, from), 'This is no statement of rsyslog.conf.', false)
      return
    }
  }
  readActions(c, list)
}

const nearSelector = (text: string) =>
  /\.\s/.test(text)
    ? 'A blank stands within this selector: rsyslog does not read it as one.'
    : 'This is no selector that rsyslog knows: facility or severity is misspelt.'

function readObject(c: Cursor, list: Statement[], head: RegExpExecArray, inner: boolean): boolean {
  const from = c.at
  const type = head[1]!.toLowerCase()
  const open = from + head[0].length
  if (type === 'reload_lookup_table') {
    c.at = open - 1
    const args = readArguments(c)
    list.push({ kind: 'reload', args, ...c.place(from, c.at) })
    return true
  }
  if (
    type === 'if' ||
    type === 'set' ||
    type === 'reset' ||
    type === 'unset' ||
    type === 'foreach' ||
    type === 'call_indirect'
  )
    return false
  const known =
    DECLARED.has(type) || type === 'action' || type === 'template' || type === 'ruleset' || type === 'include'
  if (!known) {
    if (!/^[ \t\n]*(?:[a-z][\w.]*[ \t\n]*=|\))/i.test(c.text.slice(open, open + 100))) return false
    c.at = open
    readParams(c, type, from)
    c.problem(from, from + type.length, `rsyslog knows no object ${type}().`, { fatal: false })
    list.push({ kind: 'unknown', reason: `rsyslog knows no object ${type}().`, ...c.place(from, c.at) })
    return true
  }
  if (inner && type !== 'action' && type !== 'include')
    c.problem(from, from + type.length, `${type}() declares something and cannot stand within a block.`, {
      mend: 'Move it to the top level of the file.',
    })
  c.at = open
  const params = readParams(c, type, from)
  const paramsAt = c.place(open, c.at)
  if (type === 'action') {
    list.push({ kind: 'action', params, paramsAt, ...c.place(from, c.at) })
    readChain(c, list)
    return true
  }
  if (type === 'include') {
    const file = params.find((p) => p.name === 'file')
    list.push({
      kind: 'include',
      path: file?.value ?? '',
      pathAt: file?.valueAt ?? paramsAt,
      params,
      ...c.place(from, c.at),
    })
    return true
  }
  if (type === 'template' || type === 'ruleset') {
    const end = c.at
    skip(c)
    const brace = c.text[c.at] === '{'
    if (type === 'template') {
      const items = brace ? readTemplateItems(c) : null
      list.push({ kind: 'template', params, paramsAt, items, ...c.place(from, brace ? c.at : end) })
    } else {
      const body = brace ? readRulesetBody(c) : null
      list.push({ kind: 'ruleset', params, paramsAt, body, ...c.place(from, brace ? c.at : end) })
    }
    return true
  }
  list.push({ kind: 'object', type, params, paramsAt, ...c.place(from, c.at) })
  return true
}

function readRulesetBody(c: Cursor): Statement[] {
  const open = c.at++
  c.depth++
  const body = readScript(c, open)
  c.depth--
  return body
}

function readKeyword(c: Cursor, list: Statement[], word: string, from: number): boolean {
  // `if(` and `set $!x` match as keywords only when the word ends there.
  if (word === 'if') {
    c.at += 2
    readIf(c, list, from)
    return true
  }
  if (word === 'foreach') {
    c.at += word.length
    readForeach(c, list, from)
    return true
  }
  if (word === 'set' || word === 'reset' || word === 'unset') {
    c.at += word.length
    readSet(c, list, from, word)
    return true
  }
  if (word === 'call_indirect') {
    c.at += word.length
    const name = readExpression(c)
    if (!name) recover(c)
    endWith(c, ';', 'call_indirect')
    if (name) list.push({ kind: 'call-indirect', name, ...c.place(from, c.at) })
    else list.push({ kind: 'unknown', reason: 'call_indirect needs an expression', ...c.place(from, c.at) })
    readChain(c, list)
    return true
  }
  if (word === 'else') {
    unknown(c, list, from, from + 4, 'No if stands before this else.')
    return true
  }
  return false
}

function recover(c: Cursor): void {
  c.at = Math.max(c.at, Math.min(lineEnd(c, c.at), c.text.length))
}

function endWith(c: Cursor, sign: string, what: string): void {
  skip(c, false)
  if (c.text[c.at] === sign) c.at++
  else
    c.problem(Math.max(0, c.at - 1), c.at, `${what} ends with ${sign}`, {
      fixes: [{ title: `Add ${sign}`, edits: [{ ...c.place(c.at, c.at), text: sign }] }],
    })
}

function readIf(c: Cursor, list: Statement[], from: number): void {
  const condition = readExpression(c)
  skip(c, false)
  const word = take(c, /then\b/iy)
  if (!condition || word === null) {
    if (condition) c.problem(c.at, c.at + 1, 'then is missing after the condition.')
    const end = lineEnd(c, c.at)
    const then = c.text.slice(c.at, end).search(/\bthen\b/i)
    c.at = then >= 0 ? c.at + then + 4 : end
    if (then < 0) {
      list.push({ kind: 'unknown', reason: 'The condition could not be read.', ...c.place(from, c.at) })
      return
    }
  }
  const headAt = c.place(from, c.at)
  const then = readBlock(c, 'This if')
  let otherwise: Statement[] | null = null
  const back = marked(c)
  skip(c)
  // A word that is longer is no `else`: a user may be called elsewhere.
  if (peek(c, USERS)?.toLowerCase() === 'else') {
    c.at += 4
    otherwise = readBlock(c, 'This else')
  } else back()
  const test: Expr = condition ?? { kind: 'string', value: '', backtick: false, ...headAt }
  if (condition) list.push({ kind: 'if', condition: test, headAt, then, otherwise, ...c.place(from, c.at) })
  else list.push({ kind: 'unknown', reason: 'The condition could not be read.', ...c.place(from, c.at) }, ...then)
}

function readForeach(c: Cursor, list: Statement[], from: number): void {
  skip(c, false)
  const open = c.text[c.at] === '('
  if (open) c.at++
  skip(c, false)
  const variable = take(c, /\$[$!./]?[@a-z_]*[!@a-z0-9\-_.[\]]*/iy)
  skip(c, false)
  const inWord = variable === null ? null : take(c, /in\b/iy)
  const collection = inWord === null ? null : readExpression(c)
  skip(c, false)
  const closed = c.text[c.at] === ')'
  if (closed) c.at++
  skip(c, false)
  const doWord = take(c, /do\b/iy)
  if (!open || !closed || !variable || !collection || doWord === null) {
    const end = lineEnd(c, c.at)
    unknown(c, list, from, end, 'A loop is written foreach ($.x in $!list) do { ... }.')
    return
  }
  const headAt = c.place(from, c.at)
  const body = readBlock(c, 'This loop')
  list.push({ kind: 'foreach', variable: variable.slice(1), collection, headAt, body, ...c.place(from, c.at) })
}

function readSet(c: Cursor, list: Statement[], from: number, word: 'set' | 'reset' | 'unset'): void {
  skip(c, false)
  const at = c.at
  const variable = take(c, /\$[$!./]?[@a-z_]*[!@a-z0-9\-_.[\]]*/iy)
  if (variable === null) {
    unknown(c, list, from, lineEnd(c, c.at), `${word} needs a variable, as ${word} $!name`)
    return
  }
  const variableAt = c.place(at, c.at)
  const name = variable.slice(1)
  if (!/^[!./]/.test(name))
    c.problem(at, c.at, `${variable} cannot be set: only variables that begin with $!, $. or $/ can.`)
  if (word === 'unset') {
    endWith(c, ';', 'unset')
    list.push({ kind: 'unset', variable: name, variableAt, ...c.place(from, c.at) })
    return
  }
  skip(c, false)
  if (c.text[c.at] !== '=') {
    unknown(c, list, from, lineEnd(c, c.at), `= is missing: ${word} ${variable} = value;`)
    return
  }
  c.at++
  const value = readExpression(c)
  if (!value) {
    recover(c)
    list.push({ kind: 'unknown', reason: 'The value could not be read.', ...c.place(from, c.at) })
    return
  }
  endWith(c, ';', word)
  list.push({ kind: 'set', variable: name, variableAt, value, reset: word === 'reset', ...c.place(from, c.at) })
}
