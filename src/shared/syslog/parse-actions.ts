/** Actions of either language, with those that `&` adds, and the directives that may stand between them. */
import { type Cursor, lineEnd, peek, skip, take } from './cursor'
import { readParams } from './parse-object'
import type { Statement } from './tree'

/** `name (`: the beginning of an object. */
export const OBJECT = /([a-z_]+)[ \t\n]*\(/iy
/** A word, as a keyword or the names of users. */
export const USERS = /[a-z0-9_][a-z0-9_\-+,;]*/iy
const MODULE_ACTION = /:[a-z0-9]+:[^\n]*/iy
export const DIRECTIVE = /\$[a-z]+[^\n]*/iy

/** What is not understood, up to `to`; the daemon ends its reading there when `fatal`. */
export function unknown(c: Cursor, list: Statement[], from: number, to: number, reason: string, fatal = true): void {
  c.at = Math.max(to, from + 1)
  c.problem(from, c.at, reason, { fatal })
  list.push({ kind: 'unknown', reason, ...c.place(from, c.at) })
}

export function readDirective(c: Cursor, list: Statement[], line: string): void {
  const from = c.at
  c.at += line.length
  const name = /^\$([a-z0-9_.-]+)/i.exec(line)![1]!
  const rest = line.slice(name.length + 1)
  const value = rest.trim()
  const valueFrom = from + name.length + 1 + (rest.length - rest.trimStart().length)
  const nameAt = c.place(from, from + name.length + 1)
  const valueAt = c.place(valueFrom, valueFrom + value.length)
  if (name.toLowerCase() === 'includeconfig') {
    // The lexer takes the path up to the next blank.
    const path = /^\S+/.exec(value)?.[0] ?? ''
    list.push({
      kind: 'include',
      path,
      pathAt: c.place(valueFrom, valueFrom + path.length),
      params: [],
      ...c.place(from, c.at),
    })
  } else list.push({ kind: 'directive', name, nameAt, value, valueAt, ...c.place(from, c.at) })
}

/** Remembers where the cursor stands; what is returned leads back there. */
export function marked(c: Cursor): () => void {
  const { at } = c
  const comments = c.comments.length
  return () => {
    c.at = at
    c.comments.length = comments
  }
}

/** An action of either language, with those that `&` adds. */
export function readActions(c: Cursor, list: Statement[]): void {
  if (!readAction(c, list)) return
  readChain(c, list)
}

export function readChain(c: Cursor, list: Statement[]): void {
  for (;;) {
    const back = marked(c)
    // The lexer obeys directives by itself, so that they may stand before the & of an action.
    const directives: Statement[] = []
    skip(c)
    for (let line = peek(c, DIRECTIVE); line !== null; line = peek(c, DIRECTIVE)) {
      readDirective(c, directives, line)
      skip(c)
    }
    if (c.text[c.at] !== '&') {
      back()
      return
    }
    list.push(...directives)
    c.at++
    skip(c)
    OBJECT.lastIndex = c.at
    const object = OBJECT.exec(c.text)
    if (object && object[1]!.toLowerCase() === 'action') {
      const from = c.at
      c.at += object[0].length
      const open = c.at
      const params = readParams(c, 'action', from)
      list.push({ kind: 'action', params, paramsAt: c.place(open, c.at), ...c.place(from, c.at) })
    } else if (!readAction(c, list)) return
  }
}

function readAction(c: Cursor, list: Statement[]): boolean {
  const from = c.at
  const char = c.text[from]
  const word = peek(c, USERS)?.toLowerCase() ?? null
  if (word === 'stop' || word === 'continue') {
    c.at += word.length
    list.push({ kind: word, ...c.place(from, c.at) })
    return true
  }
  if (word === 'call') {
    c.at += 4
    skip(c, false)
    const at = c.at
    const name = take(c, /[a-z][a-z0-9\-_.]*/iy)
    if (name === null) {
      unknown(c, list, from, lineEnd(c, from), 'call needs the name of a ruleset.')
      return false
    }
    list.push({ kind: 'call', name, nameAt: c.place(at, c.at), ...c.place(from, c.at) })
    return true
  }
  let text: string | null = null
  if (word !== null) text = take(c, USERS)
  else if (char === '*') text = take(c, /\*/y)
  else if (char === ':') text = take(c, MODULE_ACTION)
  else if (char === '~') text = take(c, /~[^\n]*/y)
  else if (char !== undefined && '/|.-@^?>'.includes(char)) text = take(c, /[^\n]{2,}/y)
  if (text === null) {
    unknown(c, list, from, lineEnd(c, from), 'This is no statement of rsyslog.conf.')
    return false
  }
  list.push({ kind: 'legacy', text, ...c.place(from, c.at) })
  return true
}
