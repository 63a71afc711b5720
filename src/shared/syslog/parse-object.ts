/**
 * Objects of RainerScript: a name and parameters in parentheses.
 *   action(type="omfwd" target="192.0.2.7" port="514" queue.type="LinkedList")
 *   template(name="line" type="list") { property(name="msg") constant(value="\n") }
 */
import { atLineStart, type Cursor, peek, skip, take } from './cursor'
import { readString } from './parse-string'
import type { Param, TemplateItem } from './tree'

const NAME = /[a-z][a-z0-9_.\-@]*/iy
/** What cannot stand in an object but begins a statement: there an object that was not closed is taken to end. */
const STATEMENT =
  /(?:\$[a-z]|[a-z_]+[ \t]*\([ \t]*(?:[a-z]+[ \t]*=|$)|[*a-z][*a-z,]*[0-7]?\.[*!=a-z]|:[a-z$-]+,|if[ \t(]|[{}])/iy

/** The parameters up to and with the closing parenthesis; the opening one is passed. `what` is for messages. */
export function readParams(c: Cursor, what: string, open: number): Param[] {
  const params: Param[] = []
  const seen = new Set<string>()
  for (;;) {
    skip(c)
    const from = c.at
    const char = c.text[from]
    if (char === ')') {
      c.at++
      return params
    }
    if (
      char === undefined ||
      (atLineStart(c, from) && peek(c, STATEMENT) && !/^[a-z][\w.-]*\s*=/i.test(c.text.slice(from, from + 80)))
    ) {
      c.problem(open, open + 1, `${what}( is not closed.`, { mend: 'Put ) after the last parameter.' })
      return params
    }
    const name = take(c, NAME)
    if (name === null) {
      // One message for a run of characters that mean nothing here.
      while (c.at < c.text.length && !/[\s)]/.test(c.text[c.at]!)) c.at++
      if (c.at === from) c.at++
      c.problem(from, c.at, 'A parameter is written name="value".')
      continue
    }
    const nameAt = c.place(from, c.at)
    skip(c)
    if (c.text[c.at] !== '=') {
      c.problem(from, from + name.length, `${name} has no value: a parameter is written name="value".`)
      continue
    }
    c.at++
    skip(c)
    const value = readValue(c, name)
    if (!value) continue
    const lower = name.toLowerCase()
    if (seen.has(lower))
      c.problem(from, from + name.length, `${name} is given twice.`, {
        severity: 'warning',
        why: 'Only one of the two counts.',
      })
    seen.add(lower)
    params.push({ name: lower, nameAt, ...value, ...c.place(from, c.at) })
  }
}

function readValue(c: Cursor, name: string): Pick<Param, 'value' | 'values' | 'valueAt' | 'quote'> | null {
  const from = c.at
  const string = readString(c, 'object')
  if (string)
    return {
      value: string.value,
      values: [string.value],
      quote: string.quote,
      valueAt: c.place(string.from, string.to),
    }
  if (c.text[from] === '[') {
    c.at++
    const values: string[] = []
    for (;;) {
      skip(c)
      const item = readString(c, 'object')
      if (!item) break
      values.push(item.value)
      skip(c)
      if (c.text[c.at] !== ',') break
      c.at++
    }
    if (c.text[c.at] === ']') c.at++
    else c.problem(from, from + 1, 'An array is a list of quoted strings, closed by ].')
    return { value: values[0] ?? '', values, quote: '[', valueAt: c.place(from, c.at) }
  }
  const bare = take(c, /[^\s)"'`,[\]=]+/y)
  if (bare === null) {
    c.problem(from, from + 1, `The value of ${name} is missing.`)
    return null
  }
  const valueAt = c.place(from, c.at)
  c.problem(from, c.at, `The value of ${name} must stand in double quotes.`, {
    fixes: [{ title: 'Put it in quotes', edits: [{ ...valueAt, text: `"${bare}"` }] }],
  })
  return { value: bare, values: [bare], quote: '"', valueAt }
}

const ITEM = /(?:property|constant)[ \t\n]*\(/iy

/** `{ property(...) constant(...) }`, the brace being next. */
export function readTemplateItems(c: Cursor): TemplateItem[] {
  const open = c.at++
  const items: TemplateItem[] = []
  for (;;) {
    skip(c)
    const from = c.at
    if (c.text[from] === '}') {
      c.at++
      return items
    }
    const head = take(c, ITEM)
    if (head === null) {
      const unknown = c.text[from] === undefined ? null : take(c, /[^\s}]+/y)
      if (unknown === null) {
        c.problem(open, open + 1, 'This list is not closed.', { mend: 'Put } after the last property or constant.' })
        return items
      }
      c.problem(from, c.at, 'A template of type list holds property(...) and constant(...).')
      continue
    }
    const type = head[0]!.toLowerCase() === 'p' ? 'property' : 'constant'
    const params = readParams(c, type, from)
    items.push({ type, params, ...c.place(from, c.at) })
  }
}
