/**
 * Selectors: which facilities and severities a rule takes, as a mask of severities for each facility.
 *   auth,authpriv.*;kern.!=info;*.=debug;mail.none
 * Sources: syslog.conf(5) of sysklogd ("Selectors"), rsyslog's manual ("Sysklogd format"), syslog.conf(5) of FreeBSD.
 * sysklogd and rsyslog add the parts to each other from the left, `none` and `!` take away; the BSDs let the last part
 * that names a facility replace what was said of it.
 */
import { FACILITIES, FACILITY_NAMES, SEVERITY_NAMES } from './names'
import type { Dialect } from './tree'

/** Bit n of entry f is set when facility f with severity n is taken. */
export type Mask = readonly number[]

export interface SelectorPart {
  readonly facilities: readonly { readonly text: string; readonly at: number }[]
  /** With its comparison, as written. */
  readonly severity: string
  readonly severityAt: number
}
export interface SelectorProblem {
  readonly at: number
  readonly length: number
  readonly kind: 'facility' | 'severity' | 'old' | 'form'
  readonly message: string
  readonly instead: string | null
}
export interface Selector {
  readonly parts: readonly SelectorPart[]
  readonly mask: Mask
  /** The mask as a word: alike for selectors that take the same. */
  readonly key: string
  readonly problems: readonly SelectorProblem[]
}

const ALL = 0xff

/** Splits `a,b.sev;c.sev`; offsets are within `text`. */
function split(text: string): SelectorPart[] {
  const parts: SelectorPart[] = []
  for (let from = 0; from < text.length; ) {
    let end = text.indexOf(';', from)
    if (end < 0) end = text.length
    const piece = text.slice(from, end)
    if (piece !== '') {
      const dot = piece.indexOf('.')
      const heads = dot < 0 ? piece : piece.slice(0, dot)
      const facilities: { text: string; at: number }[] = []
      let at = from
      for (const word of heads.split(',')) {
        if (word !== '') facilities.push({ text: word, at })
        at += word.length + 1
      }
      parts.push({
        facilities,
        severity: dot < 0 ? '' : piece.slice(dot + 1).replace(/,+$/, ''),
        severityAt: dot < 0 ? end : from + dot + 1,
      })
    }
    from = end + 1
  }
  return parts
}

interface Level {
  /** Severities that the part names; null for `none`. */
  readonly bits: number | null
  readonly negated: boolean
}

/** `info`, `=info`, `!info`, `!=info`, and with `loose` comparisons of FreeBSD as `>=notice`. */
function readLevel(text: string, dialect: Dialect): Level | null {
  const m = /^([!=<>]*)(.*)$/s.exec(text.toLowerCase())!
  let [, sign = '', word = ''] = m
  const negated = sign.startsWith('!')
  if (negated) sign = sign.slice(1)
  if (dialect !== 'bsd' && sign !== '' && sign !== '=') return null
  if (word === 'none') return { bits: null, negated }
  // `=*` shifts beyond the mask: it names nothing.
  if (word === '*') return { bits: sign === '' ? ALL : 0, negated }
  const code = /^[0-9]+$/.test(word) && dialect !== 'bsd' ? Number(word) : SEVERITY_NAMES.get(word)?.code
  if (code === undefined || code > 7) return null
  // Numbers grow as messages matter less: `err and up` are the bits below.
  const up = (1 << (code + 1)) - 1
  if (sign === '') return { bits: up, negated }
  let bits = 0
  if (sign.includes('=')) bits |= 1 << code
  if (sign.includes('>')) bits |= up & ~(1 << code)
  if (sign.includes('<')) bits |= ALL & ~up
  return { bits, negated }
}

function facilityCodes(word: string, dialect: Dialect): readonly number[] | null {
  if (word.startsWith('*')) return EVERY
  const lower = word.toLowerCase()
  const code = FACILITY_NAMES.get(lower)?.code
  if (code !== undefined) return [dialect === 'bsd' && lower === 'security' ? 13 : code]
  // rsyslog divides a number by eight, as if it were a priority.
  return /^\d+$/.test(word) && Number(word) >> 3 < FACILITIES ? [Number(word) >> 3] : null
}
const EVERY: readonly number[] = Array.from({ length: FACILITIES }, (_, i) => i)

/** The word that is nearest in spelling, for a quick fix; null when none is near. */
export function nearestWord(word: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let least = 3
  for (const candidate of known) {
    const d = distance(word.toLowerCase().slice(0, 20), candidate)
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 9
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

const caches: Readonly<Record<Dialect, Map<string, Selector>>> = {
  rsyslog: new Map(),
  sysklogd: new Map(),
  bsd: new Map(),
}

/** Reads a selector. One with a word that is unknown takes nothing, as the daemons refuse it whole. */
export function readSelector(text: string, dialect: Dialect = 'rsyslog'): Selector {
  const cache = caches[dialect]
  let known = cache.get(text)
  if (!known) {
    known = decode(text, dialect)
    if (cache.size > 20_000) cache.clear()
    cache.set(text, known)
  }
  return known
}

function decode(text: string, dialect: Dialect): Selector {
  const parts = split(text)
  const problems: SelectorProblem[] = []
  const mask = new Array<number>(FACILITIES).fill(0)
  let refused = parts.length === 0
  for (const part of parts) {
    const level = readLevel(part.severity, dialect)
    const word = part.severity.replace(/^[!=<>]+/, '')
    if (!level) {
      refused = true
      const instead = nearestWord(word, SEVERITY_NAMES.keys())
      problems.push({
        at: part.severityAt,
        length: Math.max(1, part.severity.length),
        kind: 'severity',
        message: part.severity === '' ? 'A severity is missing after the dot.' : `${inertWord(word)} is no severity.`,
        instead: instead && part.severity.slice(0, part.severity.length - word.length) + instead,
      })
    } else {
      const old = SEVERITY_NAMES.get(word.toLowerCase())?.instead
      if (old)
        problems.push({
          at: part.severityAt + part.severity.length - word.length,
          length: word.length,
          kind: 'old',
          message: `${word} is an old word for ${old}.`,
          instead: old,
        })
    }
    if (part.facilities.length === 0) {
      refused = true
      problems.push({
        at: part.severityAt - 1,
        length: 1,
        kind: 'form',
        message: 'A facility is missing before the dot.',
        instead: null,
      })
    }
    for (const { text: name, at } of part.facilities) {
      const codes = facilityCodes(name, dialect)
      if (!codes) {
        refused = true
        problems.push({
          at,
          length: name.length,
          kind: 'facility',
          message: `${inertWord(name)} is no facility.`,
          instead: nearestWord(name, FACILITY_NAMES.keys()),
        })
        continue
      }
      const old = dialect === 'bsd' ? undefined : FACILITY_NAMES.get(name.toLowerCase())?.instead
      if (old)
        problems.push({
          at,
          length: name.length,
          kind: 'old',
          message: `${name} is an old word for ${old}.`,
          instead: old,
        })
      if (level) for (const f of codes) mask[f] = apply(mask[f]!, level, dialect)
    }
  }
  const taken = refused ? mask.map(() => 0) : mask
  return { parts, mask: taken, key: String.fromCharCode(...taken), problems }
}

function apply(before: number, { bits, negated }: Level, dialect: Dialect): number {
  if (dialect === 'bsd') {
    if (bits === null) return 0
    return negated ? ALL & ~bits : bits
  }
  if (bits === null) return negated ? ALL : 0
  return negated ? before & ~bits : before | bits
}

const inertWord = (word: string) => `"${word.slice(0, 40)}"`

export const takes = (mask: Mask, facility: number, severity: number): boolean =>
  ((mask[Math.min(facility, FACILITIES - 1)] ?? 0) & (1 << severity)) !== 0
export const isEmpty = (mask: Mask): boolean => mask.every((bits) => bits === 0)
