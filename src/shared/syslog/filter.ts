/**
 * rsyslog's property filters.
 *   :programname, !isequal, "sshd"
 * Operations: contains, isequal, startswith, regex (POSIX basic), ereregex (extended), isempty; `!` negates
 * (rsyslog's manual, "Property-Based Filters"). The value's `\"` and `\\` stand for the character alone.
 */
export type FilterOperation = 'contains' | 'isequal' | 'startswith' | 'regex' | 'ereregex' | 'isempty'
export interface PropertyFilter {
  readonly property: string
  /** Null when the word is none that is known; then the daemon drops the rule. */
  readonly operation: FilterOperation | null
  readonly written: string
  readonly negated: boolean
  readonly value: string
  /** Offsets within the text. */
  readonly propertyAt: readonly [number, number]
  readonly operationAt: readonly [number, number]
  readonly valueAt: readonly [number, number]
}

const FORM = /^:([ \t]*)([^,]*?)[ \t]*,([ \t]*)(!?)([a-z_]*)[ \t]*(?:,[ \t]*"((?:[^"\\]|\\.)*)"?)?/is
export const FILTER_OPERATIONS: readonly FilterOperation[] = [
  'contains',
  'isequal',
  'startswith',
  'regex',
  'ereregex',
  'isempty',
]

const cache = new Map<string, PropertyFilter | null>()

/** Reads `:property, operation, "value"`; null when the text is none. */
export function readFilter(text: string): PropertyFilter | null {
  let known = cache.get(text)
  if (known === undefined) {
    known = decode(text)
    if (cache.size > 20_000) cache.clear()
    cache.set(text, known)
  }
  return known
}

function decode(text: string): PropertyFilter | null {
  const m = FORM.exec(text.slice(0, 20_000))
  if (!m) return null
  const [whole, gap = '', property = '', gap2 = '', bang = '', word = '', raw = ''] = m
  const from = 1 + gap.length
  const op = text.indexOf(',', from) + 1 + gap2.length
  const lower = word.toLowerCase() as FilterOperation
  const open = whole.lastIndexOf(`"${raw}`)
  return {
    property,
    operation: FILTER_OPERATIONS.includes(lower) ? lower : null,
    written: word,
    negated: bang === '!',
    value: raw.replace(/\\(["\\])/g, '$1'),
    propertyAt: [from, from + property.length],
    operationAt: [op, op + bang.length + word.length],
    valueAt: open < 0 ? [whole.length, whole.length] : [open, whole.length],
  }
}
