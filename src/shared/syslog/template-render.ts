/** What a template makes of a message. Null where a part cannot be known here. */
import { fieldOf, regexOf } from './functions'
import type { Message } from './message'
import { isVariable, propertyText, stampOf } from './property'
import { formatStamp } from './property-time'
import type { PropertyOptions, Template } from './template'
import { jsonText, toJson, toText } from './value'
import { readVariable, type Variables } from './variables'

export function renderTemplate(template: Template, message: Message, variables: Variables): string | null {
  if (template.subtree !== null) {
    const value = readVariable(variables, template.subtree.replace(/^\$/, ''))
    return value.t === '?' ? null : jsonText(toJson(value))
  }
  if (!template.parts) return null
  let out = ''
  for (const part of template.parts) {
    if ('constant' in part) {
      out += part.constant
      continue
    }
    const text = renderProperty(part.property, part.options, message, variables)
    if (text === null) return null
    out += template.escape === null ? text : escaped(text, template.escape)
  }
  return out
}

const escaped = (text: string, how: 'sql' | 'stdsql' | 'json'): string =>
  how === 'json'
    ? JSON.stringify(text).slice(1, -1)
    : how === 'stdsql'
      ? text.replaceAll("'", "''")
      : text.replace(/['\\]/g, '\\$&')

export function renderProperty(
  name: string,
  o: PropertyOptions,
  message: Message,
  variables: Variables,
): string | null {
  let text = rawText(name, o, message, variables)
  if (text === null) return null
  if (o.field) text = field(text, o.field)
  else if (o.from !== undefined || o.to !== undefined) text = piece(text, o)
  else if (o.regex) {
    const found = matched(text, o.regex)
    if (found === null) return null
    text = found
  }
  if (o.blankFirst) return text.startsWith(' ') ? '' : ' '
  if (o.compress) text = text.replace(/ {2,}/g, ' ')
  if (o.case)
    text =
      o.case === 'upper'
        ? text.replace(/[a-z]/g, (c) => c.toUpperCase())
        : text.replace(/[A-Z]/g, (c) => c.toLowerCase())
  if (o.control) text = controlled(text, o.control)
  if (o.path) text = securePath(text, o.path)
  if (o.dropLastLf && text.endsWith('\n')) text = text.slice(0, -1)
  if (o.format === 'csv') return `"${text.replaceAll('"', '""')}"`
  if (o.format === 'json' || o.format === 'jsonr') return jsonEscaped(text)
  if (o.format) return `"${o.outname ?? name}":"${jsonEscaped(text)}"`
  return text
}

const jsonEscaped = (text: string) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')

function rawText(name: string, o: PropertyOptions, message: Message, variables: Variables): string | null {
  if (isVariable(name)) return toText(readVariable(variables, name.replace(/^\$/, '')))
  const stamp = stampOf(message, name)
  if (stamp === undefined) {
    const text = propertyText(message, name)
    return text !== null && name.toLowerCase() === 'pri-text'
      ? `${text}<${message.facility * 8 + message.severity}>`
      : text
  }
  return stamp === null || o.utc ? null : formatStamp(stamp, o.date ?? 'rfc3164')
}

function field(text: string, of: NonNullable<PropertyOptions['field']>): string {
  if (!of.plus) return fieldOf(text, of.delimiter, of.number) ?? '**FIELD NOT FOUND**'
  const squeezed: string[] = []
  for (const [i, part] of text.split(of.delimiter).entries()) if (part !== '' || i === 0) squeezed.push(part)
  return squeezed[of.number - 1] ?? '**FIELD NOT FOUND**'
}

/** Positions count from 1; a `to` beyond the end is the end, a `from` beyond it leaves nothing. */
function piece(text: string, o: PropertyOptions): string {
  let from = o.from ?? 0
  let to = o.to ?? 0
  if (o.relativeToEnd) {
    const length = text.length
    const a = length - (from === 0 ? length : from)
    const b = length - to
    return text.slice(Math.max(0, Math.min(a, length)), Math.max(0, Math.min(b, length)))
  }
  if (from < 1) from = 1
  if (to === 0) to = Number.POSITIVE_INFINITY
  let out = text.slice(from - 1, to)
  // What begins beyond the end is not padded either.
  if (from <= text.length && o.fixedWidth && Number.isFinite(to)) out = out.padEnd(Math.min(to - from + 1, 10_000))
  return out
}

function matched(text: string, r: NonNullable<PropertyOptions['regex']>): string | null {
  const regex = regexOf(r.pattern, r.extended)
  if (!regex) return null
  let from = 0
  for (let n = 0; n <= r.match; n++) {
    const found = regex.exec(text, from)
    if (!found) break
    if (n === r.match) {
      const [a, b] = found[r.submatch] ?? [-1, -1]
      if (a < 0) break
      return text.slice(a, b)
    }
    if (found[0]![1] === from) return null
    from = found[0]![1]
  }
  return r.nomatch === 'DFLT' ? '**NO MATCH**' : r.nomatch === 'BLANK' ? '' : r.nomatch === 'ZERO' ? '0' : text
}

function controlled(text: string, how: 'escape' | 'space' | 'drop'): string {
  return text.replace(/[\x00-\x1f\x7f]/g, (c) =>
    how === 'drop' ? '' : how === 'space' ? ' ' : `#${c.charCodeAt(0).toString(10).padStart(3, '0')}`,
  )
}

function securePath(text: string, how: 'drop' | 'replace'): string {
  let out = how === 'drop' ? text.replaceAll('/', '') : text.replaceAll('/', '_')
  // Names of the folder itself and of the one above.
  if (out === '.') out = '_'
  else if (out === '..') out = how === 'drop' ? '__' : '__'
  else if (out === '') out = '_'
  return out
}
