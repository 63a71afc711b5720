/**
 * The query line's language: free text, and `key:value` words that become chips.
 *   failed severity:<=warning program:sshd addr:10.0.0.7 from:2025-03-04T09:00
 * A value with a space is quoted. Words with an unknown key stay text, so a log line can be pasted as it is. Pure.
 */
import type { Filter, Ref, RefKind } from '../shared/model'
import { type Instant, parseIso, type Zone } from '../shared/time'
import { SEVERITIES } from './glossary-log'

export const KEYS = [
  'severity',
  'program',
  'kind',
  'user',
  'addr',
  'port',
  'path',
  'interface',
  'host',
  'file',
  'from',
  'to',
] as const
export type Key = (typeof KEYS)[number]

export const KEY_ABOUT: Readonly<Record<Key, string>> = {
  severity: 'this severity and worse: severity:<=warning',
  program: 'events of a program: program:sshd',
  kind: 'a kind of event: kind:login',
  user: 'what is tied to a user: user:root',
  addr: 'what is tied to an address: addr:10.0.0.7',
  port: 'what is tied to a port: port:22',
  path: 'what is tied to a path: path:/etc/passwd',
  interface: 'what is tied to an interface: interface:eth0',
  host: 'one host only: host:zeus',
  file: 'events of one evidence file, by its number: file:12',
  from: 'not before: from:2025-03-04T09:00',
  to: 'before: to:2025-03-05',
}

const ENTITY_KINDS: Partial<Record<Key, RefKind>> = {
  user: 'user',
  addr: 'address',
  port: 'port',
  path: 'path',
  interface: 'interface',
  file: 'artifact',
}
export const KEY_OF_KIND: Partial<Record<RefKind, Key>> = {
  user: 'user',
  address: 'addr',
  port: 'port',
  path: 'path',
  interface: 'interface',
  artifact: 'file',
  program: 'program',
}

export interface QueryContext {
  readonly zone: Zone
  readonly hosts: readonly { readonly id: number; readonly name: string }[]
}
export interface Word {
  readonly key: Key | null
  readonly value: string
  /** Where it lies in the text. */
  readonly from: number
  readonly to: number
  /** False for the last word while it is still being typed (nothing follows it). */
  readonly done: boolean
}

const WORD = /(?:([a-z]+):)?(?:"((?:[^"\\]|\\.)*)("|$)|(\S*))/giy

export function words(text: string): Word[] {
  const found: Word[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    WORD.lastIndex = at
    const m = WORD.exec(text)
    if (!m || m[0] === '') break
    const key = m[1]?.toLowerCase() as Key | undefined
    const known = key !== undefined && (KEYS as readonly string[]).includes(key)
    const to = at + m[0].length
    const inner = m[2] !== undefined ? m[2].replace(/\\(.)/g, '$1') : (m[4] ?? '')
    const value = known ? inner : m[2] !== undefined && !m[1] ? inner : m[0]
    found.push({ key: known ? key : null, value, from: at, to, done: to < text.length || m[3] === '"' })
    at = to
  }
  return found
}

/** Severity as 0..7 from `warning`, `<=warning`, `warn`, `4`; null when it is none. */
export function severityOf(text: string): number | null {
  const bare = text.toLowerCase().replace(/^[<=>]+/, '')
  if (/^[0-7]$/.test(bare)) return Number(bare)
  const at = SEVERITIES.findIndex((s) => s.names.includes(bare))
  return at < 0 ? null : at
}

export interface Absorbed {
  readonly filter: Filter
  /** What is left as free text. */
  readonly text: string
  /** What could not be understood, in words. */
  readonly problems: readonly string[]
}

const instantOf = (value: string, zone: Zone): Instant | null => parseIso(value.replace('_', ' '), zone)

function apply(filter: Filter, key: Key, value: string, context: QueryContext): Filter | string {
  const add = (list: readonly string[]) => (list.includes(value) ? list : [...list, value])
  switch (key) {
    case 'severity': {
      const severity = severityOf(value)
      return severity === null
        ? `“${value}” is no severity: emerg, alert, crit, err, warning, notice, info, debug`
        : { ...filter, severity }
    }
    case 'program':
      return { ...filter, programs: add(filter.programs) }
    case 'kind':
      return { ...filter, kinds: add(filter.kinds) }
    case 'host': {
      const host = context.hosts.find((h) => h.name.toLowerCase() === value.toLowerCase() || String(h.id) === value)
      return host ? { ...filter, hosts: [...new Set([...filter.hosts, host.id])] } : `no host “${value}” in this case`
    }
    case 'from':
    case 'to': {
      const at = instantOf(value, context.zone)
      return at === null ? `“${value}” is no time: write 2025-03-04 or 2025-03-04T09:12` : { ...filter, [key]: at }
    }
    default:
      return { ...filter, entity: { kind: ENTITY_KINDS[key] as RefKind, id: value, host: null } }
  }
}

/** Moves the key words of a draft into the filter. While typing (`all` false) the last, unfinished word is left alone. */
export function absorb(filter: Filter, draft: string, all: boolean, context: QueryContext): Absorbed {
  let next = filter
  const problems: string[] = []
  const left: string[] = []
  for (const word of words(draft)) {
    if (word.key === null || word.value === '' || (!all && !word.done)) {
      left.push(draft.slice(word.from, word.to))
      continue
    }
    const result = apply(next, word.key, word.value, context)
    if (typeof result === 'string') {
      problems.push(result)
      left.push(draft.slice(word.from, word.to))
    } else next = result
  }
  const text = left.join(' ')
  return { filter: next, text, problems }
}

/** The free text of a draft: words with a key that is still being typed do not count. */
export const freeText = (draft: string): string =>
  words(draft)
    .filter((w) => w.key === null)
    .map((w) => w.value)
    .join(' ')

const quoted = (value: string): string =>
  /[\s"]/.test(value) ? `"${value.replace(/["\\]/g, (c) => `\\${c}`)}"` : value

export interface Chip {
  readonly id: string
  /** What one would type to get it. */
  readonly text: string
  /** The filter without it. */
  readonly without: Filter
}

export function chips(filter: Filter, hostName: (id: number) => string, printTime: (at: Instant) => string): Chip[] {
  const found: Chip[] = []
  const put = (text: string, without: Filter) => found.push({ id: text, text, without })
  if (filter.severity !== null)
    put(`severity:<=${SEVERITIES[filter.severity]?.name ?? filter.severity}`, { ...filter, severity: null })
  for (const p of filter.programs)
    put(`program:${quoted(p)}`, { ...filter, programs: filter.programs.filter((x) => x !== p) })
  for (const k of filter.kinds) put(`kind:${quoted(k)}`, { ...filter, kinds: filter.kinds.filter((x) => x !== k) })
  for (const h of filter.hosts)
    put(`host:${quoted(hostName(h))}`, { ...filter, hosts: filter.hosts.filter((x) => x !== h) })
  if (filter.entity)
    put(`${KEY_OF_KIND[filter.entity.kind] ?? filter.entity.kind}:${quoted(filter.entity.id)}`, {
      ...filter,
      entity: null,
    })
  if (filter.from !== null) put(`from:${printTime(filter.from).replace(' ', 'T')}`, { ...filter, from: null })
  if (filter.to !== null) put(`to:${printTime(filter.to).replace(' ', 'T')}`, { ...filter, to: null })
  return found
}

export interface Offer {
  readonly insert: string
  readonly about: string
}

/** What could stand at the end of the draft: keys for a bare word, values for a key. At most a dozen. */
export function complete(draft: string, values: (key: Key) => readonly Offer[]): Offer[] {
  const last = words(draft).at(-1)
  const typing = last && !last.done ? last : null
  if (typing?.key) {
    const want = typing.value.toLowerCase().replace(/^[<=>]+/, '')
    return values(typing.key)
      .filter((o) => o.insert.toLowerCase().includes(want))
      .slice(0, 12)
      .map((o) => ({ insert: `${typing.key}:${quoted(o.insert)} `, about: o.about }))
  }
  const want = typing ? typing.value.toLowerCase() : ''
  return KEYS.filter((k) => k.startsWith(want)).map((k) => ({ insert: `${k}:`, about: KEY_ABOUT[k] }))
}

/** The draft with its last word replaced. */
export function take(draft: string, offer: Offer): string {
  const last = words(draft).at(-1)
  return last && !last.done ? draft.slice(0, last.from) + offer.insert : draft + offer.insert
}

export const sameRef = (a: Ref | null, b: Ref | null): boolean =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id && (a.host ?? null) === (b.host ?? null))
