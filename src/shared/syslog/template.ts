/**
 * Templates of rsyslog, of every kind, as constants and properties with their options.
 *   $template PerHost,"/var/log/%HOSTNAME%/%$year%.log"
 *   template(name="t" type="string" string="%msg:R,ERE,1,DFLT:([0-9]+)--end%\n")
 *   template(name="t" type="list") { property(name="msg" position.to="20") constant(value="\n") }
 * Sources: rsyslog's manual, "Templates" and "The Property Replacer".
 */
import { knownProperty } from './property'
import type { StampFormat } from './property-time'
import { type Param, paramValue, type TemplateItem } from './tree'

export interface PropertyOptions {
  readonly from?: number
  readonly to?: number
  readonly relativeToEnd?: boolean
  readonly fixedWidth?: boolean
  readonly field?: { readonly delimiter: string; readonly number: number; readonly plus: boolean }
  readonly regex?: {
    readonly pattern: string
    readonly extended: boolean
    readonly match: number
    readonly submatch: number
    readonly nomatch: 'DFLT' | 'BLANK' | 'ZERO' | 'FIELD'
  }
  readonly date?: StampFormat
  readonly utc?: boolean
  readonly case?: 'upper' | 'lower'
  readonly control?: 'escape' | 'space' | 'drop'
  readonly path?: 'drop' | 'replace'
  readonly format?: 'csv' | 'json' | 'jsonf' | 'jsonr' | 'jsonfr'
  readonly dropLastLf?: boolean
  readonly blankFirst?: boolean
  readonly compress?: boolean
  readonly outname?: string
  /** Options that are not known. */
  readonly unknown: readonly string[]
}
export type TemplatePart =
  | { readonly constant: string }
  | { readonly property: string; readonly options: PropertyOptions }
export interface Template {
  readonly name: string
  /** Null when what it makes cannot be told here (a plugin). */
  readonly parts: readonly TemplatePart[] | null
  readonly escape: 'sql' | 'stdsql' | 'json' | null
  /** For type subtree: the variable that is printed as JSON. */
  readonly subtree: string | null
  readonly faults: readonly string[]
}

const DATES: ReadonlySet<string> = new Set([
  'rfc3164',
  'rfc3164-buggyday',
  'rfc3339',
  'mysql',
  'pgsql',
  'unixtimestamp',
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'subseconds',
  'tzoffshour',
  'tzoffsmin',
  'tzoffsdirection',
  'ordinal',
  'week',
  'wday',
  'wdayname',
])

const OPTIONS: Readonly<Record<string, Partial<PropertyOptions>>> = {
  uppercase: { case: 'upper' },
  lowercase: { case: 'lower' },
  'escape-cc': { control: 'escape' },
  'space-cc': { control: 'space' },
  'drop-cc': { control: 'drop' },
  'secpath-drop': { path: 'drop' },
  'secpath-replace': { path: 'replace' },
  csv: { format: 'csv' },
  json: { format: 'json' },
  jsonf: { format: 'jsonf' },
  jsonr: { format: 'jsonr' },
  jsonfr: { format: 'jsonfr' },
  'drop-last-lf': { dropLastLf: true },
  'sp-if-no-1st-sp': { blankFirst: true },
  compressspace: { compress: true },
  'fixed-width': { fixedWidth: true },
  'pos-end-relative': { relativeToEnd: true },
  'date-utc': { utc: true },
  mandatory: {},
}

function readOptions(text: string): PropertyOptions {
  const unknown: string[] = []
  let out: Partial<PropertyOptions> = {}
  for (const word of text.split(',').map((w) => w.trim().toLowerCase())) {
    if (word === '') continue
    const known = OPTIONS[word]
    const date = word.startsWith('date-') ? word.slice(5) : null
    if (known) out = { ...out, ...known }
    else if (date !== null && DATES.has(date)) out = { ...out, date: date as StampFormat }
    else unknown.push(word)
  }
  return { ...out, unknown }
}

const NOMATCH: Readonly<Record<string, 'DFLT' | 'BLANK' | 'ZERO' | 'FIELD'>> = {
  DFLT: 'DFLT',
  BLANK: 'BLANK',
  ZERO: 'ZERO',
  FIELD: 'FIELD',
}

/** `name:from:to:options` between two percent signs, the regular expression ending with `--end`. */
export function readPropertySpec(spec: string): TemplatePart {
  const colon = spec.indexOf(':')
  const name = (colon < 0 ? spec : spec.slice(0, colon)).trim()
  if (colon < 0) return { property: name, options: { unknown: [] } }
  let rest = spec.slice(colon + 1)
  const regex =
    /^R(?:,(BRE|ERE))?(?:,(\d+))?(?:,(DFLT|BLANK|ZERO|FIELD))?(?:,(\d+))?:([\s\S]*?)--end(?::([\s\S]*))?$/.exec(rest)
  if (regex) {
    const [, type, sub, nomatch, match, pattern = '', options = ''] = regex
    return {
      property: name,
      options: {
        regex: {
          pattern,
          extended: type === 'ERE',
          submatch: Number(sub ?? 0),
          match: Number(match ?? 0),
          nomatch: NOMATCH[nomatch ?? 'DFLT']!,
        },
        ...readOptions(options),
      },
    }
  }
  const field = /^F(?:,(\d+)(\+)?)?(?:,\d+)?:(\d+)(\+)?(?::([\s\S]*))?$/.exec(rest)
  if (field) {
    const [, code = '9', plus, number = '1', plus2, options = ''] = field
    return {
      property: name,
      options: {
        field: {
          delimiter: String.fromCharCode(Number(code) & 255),
          number: Number(number),
          plus: (plus ?? plus2) === '+',
        },
        ...readOptions(options),
      },
    }
  }
  const [from = '', to = '', ...more] = rest.split(':')
  rest = more.join(':')
  const end = to.trim() === '$'
  return {
    property: name,
    options: {
      ...(from.trim() === '' ? {} : { from: Number(from) || 0 }),
      ...(to.trim() === '' || end ? (end ? { to: Number.POSITIVE_INFINITY } : {}) : { to: Number(to) || 0 }),
      ...readOptions(rest),
    },
  }
}

/**
 * A template's string. That of `$template` has escapes of its own: `\n`, `\r`, `\\`, `\%`, and a decimal number for a
 * character; in an object the string's escapes are all there is, so that a percent sign cannot be written.
 */
export function readTemplateString(text: string, legacy: boolean): { parts: TemplatePart[]; faults: string[] } {
  const parts: TemplatePart[] = []
  const faults: string[] = []
  let constant = ''
  for (let i = 0; i < text.length; ) {
    const c = text[i]!
    if (c === '%') {
      // A percent sign in a regular expression is part of it.
      const regex = /^%[^:%]*:R[^:]*:/.exec(text.slice(i, i + 200))
      const from = regex ? text.indexOf('--end', i) : i + 1
      const end = from < 0 ? -1 : text.indexOf('%', from)
      if (end < 0) {
        faults.push('A % begins a property that no % ends.')
        break
      }
      if (constant !== '') parts.push({ constant })
      constant = ''
      const part = readPropertySpec(text.slice(i + 1, end))
      if ('property' in part && !knownProperty(part.property))
        faults.push(`There is no property "${part.property.slice(0, 40)}".`)
      parts.push(part)
      i = end + 1
    } else if (legacy && c === '\\') {
      const number = /^\d+/.exec(text.slice(i + 1, i + 10))
      const next = text[i + 1]
      if (number) {
        constant += String.fromCharCode(Number(number[0]) & 255)
        i += 1 + number[0].length
      } else {
        constant += next === 'n' ? '\n' : next === 'r' ? '\r' : (next ?? '\\')
        i += 2
      }
    } else {
      constant += c
      i++
    }
  }
  if (constant !== '') parts.push({ constant })
  return { parts, faults }
}

/** `$template name,"string",options`: the value of the directive. */
export function readLegacyTemplate(value: string): Template {
  const comma = value.indexOf(',')
  const name = (comma < 0 ? value : value.slice(0, comma)).trim()
  const none = { name, parts: null, escape: null, subtree: null }
  if (comma < 0) return { ...none, faults: ['A template is written $template name,"text".'] }
  const rest = value.slice(comma + 1).trim()
  if (rest.startsWith('=')) return { ...none, faults: [] }
  if (!rest.startsWith('"')) return { ...none, faults: ['The text of a template stands in double quotes.'] }
  let end = 1
  while (end < rest.length && rest[end] !== '"') end += rest[end] === '\\' ? 2 : 1
  const { parts, faults } = readTemplateString(rest.slice(1, end), true)
  const options = rest.slice(end + 1).toLowerCase()
  return {
    name,
    parts,
    escape: /\bstdsql\b/.test(options)
      ? 'stdsql'
      : /\bsql\b/.test(options)
        ? 'sql'
        : /\bjson\b/.test(options)
          ? 'json'
          : null,
    subtree: null,
    faults: end >= rest.length ? [...faults, 'The text of the template has no closing quote.'] : faults,
  }
}

const on = (value: string | null) => value === 'on' || value === 'yes' || value === '1'

function readItem(item: TemplateItem): TemplatePart {
  const get = (name: string) => paramValue(item.params, name)
  if (item.type === 'constant') return { constant: get('value') ?? '' }
  const number = (name: string) => {
    const value = get(name)
    return value === null ? undefined : Number(value) || 0
  }
  const from = number('position.from')
  const to = number('position.to')
  const delimiter = get('field.delimiter')
  const fieldNumber = number('field.number')
  const pattern = get('regex.expression')
  const date = get('dateformat')?.toLowerCase()
  const control = get('controlcharacters')?.toLowerCase()
  const path = get('securepath')?.toLowerCase()
  const casing = get('caseconversion')?.toLowerCase()
  const format = get('format')?.toLowerCase()
  const outname = get('outname')
  const options: PropertyOptions = {
    unknown: [],
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(on(get('position.relativetoend')) ? { relativeToEnd: true } : {}),
    ...(on(get('fixedwidth')) ? { fixedWidth: true } : {}),
    ...(on(get('droplastlf')) ? { dropLastLf: true } : {}),
    ...(on(get('spifno1stsp')) ? { blankFirst: true } : {}),
    ...(on(get('compressspace')) ? { compress: true } : {}),
    ...(on(get('date.inutc')) ? { utc: true } : {}),
    ...(fieldNumber === undefined
      ? {}
      : {
          field: {
            delimiter: delimiter === null ? '\t' : String.fromCharCode(Number(delimiter) & 255),
            number: fieldNumber,
            plus: false,
          },
        }),
    ...(pattern === null
      ? {}
      : {
          regex: {
            pattern,
            extended: get('regex.type')?.toUpperCase() === 'ERE',
            match: number('regex.match') ?? 0,
            submatch: number('regex.submatch') ?? 0,
            nomatch: NOMATCH[get('regex.nomatchmode')?.toUpperCase() ?? 'DFLT'] ?? 'DFLT',
          },
        }),
    ...(date && DATES.has(date) ? { date: date as StampFormat } : {}),
    ...(casing === 'upper' || casing === 'lower' ? { case: casing } : {}),
    ...(control === 'escape' || control === 'space' || control === 'drop' ? { control } : {}),
    ...(path === 'drop' || path === 'replace' ? { path } : {}),
    ...(format === 'csv' || format === 'json' || format === 'jsonf' || format === 'jsonr' || format === 'jsonfr'
      ? { format }
      : {}),
    ...(outname === null ? {} : { outname }),
  }
  return { property: get('name') ?? '', options }
}

export function readTemplateObject(params: readonly Param[], items: readonly TemplateItem[] | null): Template {
  const name = paramValue(params, 'name') ?? ''
  const type = paramValue(params, 'type')?.toLowerCase()
  const quoting = on(paramValue(params, 'option.stdsql'))
    ? 'stdsql'
    : on(paramValue(params, 'option.sql'))
      ? 'sql'
      : on(paramValue(params, 'option.json'))
        ? 'json'
        : null
  if (type === 'list' || items) {
    const parts = (items ?? []).map(readItem)
    const faults = parts.flatMap((p) =>
      'property' in p && !knownProperty(p.property) ? [`There is no property "${p.property.slice(0, 40)}".`] : [],
    )
    return { name, parts, escape: quoting, subtree: null, faults }
  }
  if (type === 'string') {
    const { parts, faults } = readTemplateString(paramValue(params, 'string') ?? '', false)
    return { name, parts, escape: quoting, subtree: null, faults }
  }
  if (type === 'subtree')
    return { name, parts: null, escape: quoting, subtree: paramValue(params, 'subtree'), faults: [] }
  return { name, parts: null, escape: quoting, subtree: null, faults: [] }
}

const builtin = (name: string, text: string): readonly [string, Template] => [
  name,
  { name, parts: readTemplateString(text, true).parts, escape: null, subtree: null, faults: [] },
]
const TEXT = '%HOSTNAME% %syslogtag%%msg:::sp-if-no-1st-sp%'
/** What the daemon knows by itself (rsyslog's manual, "Reserved Template Names"). */
export const BUILTIN_TEMPLATES: ReadonlyMap<string, Template> = new Map([
  builtin('RSYSLOG_TraditionalFileFormat', `%TIMESTAMP% ${TEXT}%msg:::drop-last-lf%\\n`),
  builtin('RSYSLOG_FileFormat', `%TIMESTAMP:::date-rfc3339% ${TEXT}%msg:::drop-last-lf%\\n`),
  builtin(
    'RSYSLOG_TraditionalForwardFormat',
    '<%PRI%>%TIMESTAMP% %HOSTNAME% %syslogtag:1:32%%msg:::sp-if-no-1st-sp%%msg%',
  ),
  builtin(
    'RSYSLOG_ForwardFormat',
    '<%PRI%>%TIMESTAMP:::date-rfc3339% %HOSTNAME% %syslogtag:1:32%%msg:::sp-if-no-1st-sp%%msg%',
  ),
  builtin(
    'RSYSLOG_SyslogProtocol23Format',
    '<%PRI%>1 %TIMESTAMP:::date-rfc3339% %HOSTNAME% %APP-NAME% %PROCID% %MSGID% %STRUCTURED-DATA% %msg%\\n',
  ),
  builtin('RSYSLOG_SysklogdFileFormat', `%TIMESTAMP% ${TEXT}%msg%\\n`),
  builtin('RSYSLOG_StdUsrMsgFmt', ' %syslogtag%%msg%\\n\\r'),
  ...[
    'RSYSLOG_WallFmt',
    'RSYSLOG_DebugFormat',
    'RSYSLOG_StdDBFmt',
    'RSYSLOG_StdPgSQLFmt',
    'RSYSLOG_StdJSONFmt',
    'RSYSLOG_omudpspoofDfltSourceTpl',
    'RSYSLOG_spoofadr',
  ].map((name) => [name, { name, parts: null, escape: null, subtree: null, faults: [] }] as const),
])
