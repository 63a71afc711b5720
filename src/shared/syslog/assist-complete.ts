/** What may be written at a place of a configuration. */
import { DIRECTIVES } from './catalog/directives'
import { MODULES, OBJECTS } from './catalog/modules'
import { parametersOf } from './catalog/parameters'
import { moduleName } from './configure'
import { FILTER_OPERATIONS } from './filter'
import { FUNCTIONS } from './functions'
import { FACILITY_NAMES, SEVERITY_NAMES } from './names'
import { PROPERTIES } from './property'
import { BUILTIN_TEMPLATES } from './template'
import type { Dialect, Range } from './tree'

export interface Completion extends Range {
  readonly label: string
  readonly detail: string
  readonly kind:
    | 'facility'
    | 'severity'
    | 'directive'
    | 'module'
    | 'parameter'
    | 'property'
    | 'function'
    | 'object'
    | 'template'
    | 'ruleset'
    | 'keyword'
  readonly insert: string
}
/** Names that the configuration defines. */
export interface Defined {
  readonly templates: readonly string[]
  readonly rulesets: readonly string[]
}

/** How far back the beginning of an object is looked for. */
const REACH = 4000

export function completeAt(text: string, at: number, dialect: Dialect, defined: Defined): Completion[] {
  const lineFrom = text.lastIndexOf('\n', at - 1) + 1
  const line = text.slice(lineFrom, at)
  if (/^\s*#/.test(line)) return []
  const word = /[\w.-]*$/.exec(line)![0]
  const offer = (
    kind: Completion['kind'],
    entries: Iterable<readonly [string, string, string?]>,
    part = word,
  ): Completion[] =>
    [...entries].map(([label, detail, insert = label]) => ({
      kind,
      label,
      detail,
      insert,
      from: at - part.length,
      to: at,
    }))

  const selector = /^[ \t]*[*\w,;.!=<>]*$/.exec(line)
  if (selector && !/^\s*(?:\$|:)/.test(line)) {
    const piece = line.slice(line.lastIndexOf(';') + 1)
    const dot = piece.indexOf('.')
    if (dot >= 0) {
      const severity = piece.slice(dot + 1).replace(/^[!=<>]+/, '')
      return offer(
        'severity',
        [...new Map([...SEVERITY_NAMES].filter(([, s]) => !s.instead)).entries()]
          .map(([n, s]) => [n, s.meaning] as const)
          .concat([
            ['none', 'No message of these facilities'],
            ['*', 'Every severity'],
          ]),
        severity,
      )
    }
    const facility = /[\w*]*$/.exec(piece)![0]
    const facilities = offer(
      'facility',
      [...FACILITY_NAMES].filter(([, f]) => !f.instead).map(([n, f]) => [n, f.meaning] as const),
      facility,
    )
    if (dialect !== 'rsyslog' || piece.includes(',') || line.includes(';')) return facilities
    return [...facilities, ...statements(offer, facility)]
  }
  if (dialect !== 'rsyslog') return []
  const directive = /^\s*\$(\w*)$/.exec(line)
  if (directive)
    return offer(
      'directive',
      [...DIRECTIVES.values()].map((d) => [d.name, d.meaning] as const),
      directive[1],
    )
  const filter = /^\s*:([\w$!.-]*)$/.exec(line)
  if (filter) return offer('property', properties(), filter[1])
  const operation = /^\s*:[^,]+,\s*!?(\w*)$/.exec(line)
  if (operation)
    return offer(
      'keyword',
      FILTER_OPERATIONS.map((o) => [o, 'Comparison of a property filter'] as const),
      operation[1],
    )
  if (/\bcall\s+[\w.-]*$/.test(line))
    return offer(
      'ruleset',
      defined.rulesets.map((r) => [r, 'Ruleset'] as const),
    )
  const template = /^[^"'(]*;\s*([\w.-]*)$/.exec(line)
  if (template) return offer('template', templates(defined), template[1])
  const object = enclosing(text, at)
  if (object) return inObject(text, at, object, offer, defined)
  const variable = /\$([\w-]*)$/.exec(line)
  if (variable)
    return offer(
      'property',
      properties().filter(([n]) => !n.startsWith('$')),
      variable[1],
    )
  if (/%([\w$-]*)$/.test(line) && /"[^"]*$/.test(line))
    return offer('property', properties(), /%([\w$-]*)$/.exec(line)![1]!)
  if (/^\s*(?:if|set|else)\b/.test(line))
    return [
      ...offer(
        'function',
        [...FUNCTIONS.values()].map((f) => [f.usage, f.meaning, f.usage.slice(0, f.usage.indexOf('(') + 1)] as const),
      ),
      ...offer(
        'keyword',
        ['and', 'or', 'not', 'then', 'contains', 'contains_i', 'startswith', 'startswith_i'].map(
          (k) => [k, 'Operator'] as const,
        ),
      ),
    ]
  return []
}

type Offer = (
  kind: Completion['kind'],
  entries: Iterable<readonly [string, string, string?]>,
  part?: string,
) => Completion[]

const properties = (): (readonly [string, string])[] => [...PROPERTIES].map(([n, p]) => [n, p.meaning] as const)
const templates = (defined: Defined): (readonly [string, string])[] =>
  [...new Set([...defined.templates, ...BUILTIN_TEMPLATES.keys()])].map(
    (t) => [t, BUILTIN_TEMPLATES.has(t) ? 'Template of rsyslog' : 'Template'] as const,
  )

function statements(offer: Offer, part: string): Completion[] {
  return [
    ...offer(
      'object',
      [...OBJECTS]
        .filter(([n]) => n !== 'property' && n !== 'constant')
        .map(([n, about]) => [n, about, `${n}(`] as const),
      part,
    ),
    ...offer(
      'keyword',
      [
        ['if', 'Condition'],
        ['set', 'Sets a variable'],
        ['unset', 'Removes a variable'],
        ['call', 'Runs a ruleset'],
        ['stop', 'Ends the message'],
        ['foreach', 'Loop'],
        ['else', 'Otherwise'],
      ],
      part,
    ),
  ]
}

interface Enclosing {
  readonly name: string
  readonly from: number
}

/** The object whose parenthesis is open here; strings and comments on the way are minded. */
function enclosing(text: string, at: number): Enclosing | null {
  const start = Math.max(0, at - REACH)
  const heads = [
    ...text
      .slice(start, at)
      .matchAll(
        /\b(module|input|action|template|ruleset|global|main_queue|include|property|constant|parser|lookup_table|dyn_stats|timezone)[ \t]*\(/gi,
      ),
  ]
  for (const m of heads.reverse()) {
    const from = start + m.index + m[0].length
    const inner = text.slice(from, at).replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|#[^\n]*/g, '')
    if (!inner.includes(')')) return { name: m[1]!.toLowerCase(), from }
  }
  return null
}

function inObject(text: string, at: number, { name, from }: Enclosing, offer: Offer, defined: Defined): Completion[] {
  const inner = text.slice(from, at)
  const value = /([\w.]+)\s*=\s*"([^"]*)$/.exec(inner)
  if (value) {
    const [, key = '', part = ''] = value
    const lower = key.toLowerCase()
    const wanted = name === 'input' ? 'input' : name === 'action' ? 'output' : null
    if ((lower === 'type' && wanted) || lower === 'load')
      return offer(
        'module',
        [...MODULES]
          .filter(
            ([, m]) => lower === 'load' || m.kind === wanted || (wanted === 'output' && m.kind === 'modification'),
          )
          .map(([n, m]) => [n, m.meaning] as const),
        part,
      )
    if (lower === 'template' || lower === 'dynafile') return offer('template', templates(defined), part)
    if (lower === 'ruleset')
      return offer(
        'ruleset',
        defined.rulesets.map((r) => [r, 'Ruleset'] as const),
        part,
      )
    if (lower === 'name' && name === 'property') return offer('property', properties(), part)
    return []
  }
  const type = /\btype\s*=\s*"([^"]*)"/i.exec(text.slice(from, from + REACH).split(')')[0]!)
  const { parameters } = parametersOf(name, type ? moduleName(type[1]!) : null)
  return offer(
    'parameter',
    [...parameters.values()].map((p) => [p.name, p.meaning, `${p.name}="`] as const),
  )
}
