/** What a word of a configuration means, with where that is written. */
import { DIRECTIVES } from './catalog/directives'
import { MODULES, OBJECTS } from './catalog/modules'
import { parametersOf } from './catalog/parameters'
import { moduleName } from './configure'
import { FUNCTIONS } from './functions'
import { FACILITY_NAMES, SEVERITY_NAMES } from './names'
import { PROPERTIES } from './property'
import { readSelector } from './selector'
import { type Document, everyStatement, type Param, param, type Range, type Statement } from './tree'

export interface Hover extends Range {
  readonly title: string
  readonly text: string
  readonly source: string
}

const RSYSLOG = 'rsyslog’s manual'
const CLASSIC = 'syslog.conf(5)'
const inside = (r: Range, at: number) => at >= r.from && at <= r.to

export function hoverAt(document: Document, at: number): Hover | null {
  let found: Statement | null = null
  for (const [s] of everyStatement(document.statements)) if (inside(s, at)) found = s
  return (found && ofStatement(found, at, document)) ?? ofWord(document, at)
}

function ofStatement(s: Statement, at: number, { text, dialect }: Document): Hover | null {
  switch (s.kind) {
    case 'directive': {
      if (!inside(s.nameAt, at))
        return s.name.toLowerCase() === 'modload' ? ofModule(s.value.split(/[\s#]/)[0]!, s.valueAt) : null
      const info = DIRECTIVES.get(s.name.toLowerCase())
      return info
        ? {
            ...s.nameAt,
            title: `$${info.name}`,
            text: info.meaning + (info.instead ? `. Today: ${info.instead}` : ''),
            source: `${RSYSLOG}, legacy directives`,
          }
        : null
    }
    case 'object':
    case 'action':
    case 'template':
    case 'ruleset':
    case 'include': {
      const object = s.kind === 'object' ? s.type : s.kind
      if (s.kind === 'template')
        for (const item of s.items ?? []) if (inside(item, at)) return ofParams(item.type, item.params, at)
      if (s.kind !== 'include' || s.params.length > 0) {
        const head = { from: s.from, to: s.from + object.length }
        const about = OBJECTS.get(object)
        if (about && inside(head, at))
          return { ...head, title: `${object}()`, text: about, source: `${RSYSLOG}, configuration objects` }
      }
      return ofParams(object, s.params, at)
    }
    case 'selector': {
      if (!inside(s.selectorAt, at)) return null
      const written = text.slice(s.selectorAt.from, s.selectorAt.to)
      // Places fit where no line was joined.
      for (const part of written.length === s.text.length ? readSelector(s.text, dialect).parts : []) {
        for (const f of part.facilities) {
          const range = { from: s.selectorAt.from + f.at, to: s.selectorAt.from + f.at + f.text.length }
          const info = FACILITY_NAMES.get(f.text.toLowerCase())
          if (inside(range, at) && (info || f.text === '*'))
            return {
              ...range,
              title: f.text === '*' ? 'every facility' : `${f.text} (facility ${info!.code})`,
              text: info?.meaning ?? 'All facilities',
              source: `${CLASSIC}; RFC 5424`,
            }
        }
        const range = {
          from: s.selectorAt.from + part.severityAt,
          to: s.selectorAt.from + part.severityAt + part.severity.length,
        }
        if (inside(range, at)) return { ...range, ...severity(part.severity), source: `${CLASSIC}; RFC 5424` }
      }
      return null
    }
    default:
      return null
  }
}

function severity(written: string): { title: string; text: string } {
  const word = written.replace(/^[!=<>]+/, '').toLowerCase()
  const sign = written.slice(0, written.length - word.length)
  const info = SEVERITY_NAMES.get(word)
  if (word === 'none') return { title: written, text: 'No message of these facilities' }
  if (word === '*')
    return { title: written, text: sign.startsWith('!') ? 'Takes every severity away again' : 'Every severity' }
  const which =
    sign.includes('=') && !/[<>]/.test(sign) ? 'this severity alone' : 'this severity and all that are graver'
  return {
    title: `${written}${info ? ` (severity ${info.code})` : ''}`,
    text: `${info?.meaning ?? 'No severity that is known'}: ${sign.startsWith('!') ? `takes ${which} away again` : which}`,
  }
}

function ofParams(object: string, params: readonly Param[], at: number): Hover | null {
  const type = param(params, 'type')
  const module = type ? moduleName(type.value) : null
  for (const p of params) {
    if (inside(p.nameAt, at)) {
      const info = parametersOf(object, module).parameters.get(p.name)
      return info
        ? { ...p.nameAt, title: info.name, text: info.meaning, source: `${RSYSLOG}, ${module ?? object}` }
        : null
    }
    if (!inside(p.valueAt, at)) continue
    if ((p.name === 'type' && (object === 'action' || object === 'input')) || p.name === 'load')
      return ofModule(p.value, p.valueAt)
    if (p.name === 'name' && object === 'property') return ofProperty(p.value, p.valueAt)
  }
  return null
}

function ofModule(written: string, range: Range): Hover | null {
  const name = moduleName(written)
  const info = MODULES.get(name)
  return info
    ? {
        from: range.from,
        to: range.to,
        title: `${name} (${info.kind})`,
        text: info.meaning,
        source: `${RSYSLOG}, modules`,
      }
    : null
}

function ofProperty(name: string, range: Range): Hover | null {
  const info = PROPERTIES.get(name.toLowerCase())
  return info
    ? { from: range.from, to: range.to, title: name, text: info.meaning, source: `${RSYSLOG}, properties` }
    : null
}

/** Functions and properties in expressions, filters and template strings, by the word at the place. */
function ofWord({ text }: Document, at: number): Hover | null {
  let from = at
  let to = at
  while (from > 0 && /[\w$!./-]/.test(text[from - 1]!)) from--
  while (to < text.length && /[\w$!./-]/.test(text[to]!)) to++
  if (to - from > 80) return null
  const word = text.slice(from, to)
  const info = FUNCTIONS.get(word)
  if (info && text[to] === '(')
    return { from, to, title: info.usage, text: info.meaning, source: `${RSYSLOG}, functions` }
  const before = text[from - 1]
  if (word.startsWith('$') || before === ':' || before === '%')
    return ofProperty(PROPERTIES.has(word) ? word : word.replace(/^\$/, ''), { from, to })
  return null
}
