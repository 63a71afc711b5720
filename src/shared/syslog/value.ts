/**
 * Values of RainerScript: number, string, JSON, and one that cannot be known here. Conversions as rsyslog makes them: a
 * string counts as a number when it has nothing but digits, after a minus or not; so the empty string counts as 0.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type Value =
  | { readonly t: 'N'; readonly n: number }
  | { readonly t: 'S'; readonly s: string }
  | { readonly t: 'J'; readonly j: Json }
  | { readonly t: '?' }

export const UNKNOWN: Value = { t: '?' }
export const num = (n: number): Value => ({ t: 'N', n })
export const str = (s: string): Value => ({ t: 'S', s })
export const flag = (b: boolean): Value => num(b ? 1 : 0)

/** The number that a text begins with, and whether all of it is that number. */
export function textToNumber(text: string): { n: number; whole: boolean } {
  const digits = /^-?\d*/.exec(text)![0]
  return { n: digits === '-' ? 0 : Number(digits), whole: digits.length === text.length }
}

export function toNumber(v: Value): { n: number; ok: boolean } | null {
  switch (v.t) {
    case 'N':
      return { n: v.n, ok: true }
    case 'S': {
      const { n, whole } = textToNumber(v.s)
      return { n, ok: whole }
    }
    case 'J': {
      const j = v.j
      const n =
        typeof j === 'number'
          ? Math.trunc(j)
          : typeof j === 'boolean'
            ? j
              ? 1
              : 0
            : typeof j === 'string'
              ? Number.parseInt(j, 10) || 0
              : 0
      return { n, ok: true }
    }
    default:
      return null
  }
}

/** JSON as json-c writes it with its default flags: blanks after braces, colons and commas. */
export function jsonText(j: Json): string {
  if (j === null) return 'null'
  if (typeof j === 'string') return JSON.stringify(j).replaceAll('/', '\\/')
  if (typeof j !== 'object') return String(j)
  if (Array.isArray(j)) return j.length === 0 ? '[ ]' : `[ ${j.map(jsonText).join(', ')} ]`
  const pairs = Object.entries(j)
  return pairs.length === 0 ? '{ }' : `{ ${pairs.map(([k, x]) => `${JSON.stringify(k)}: ${jsonText(x)}`).join(', ')} }`
}

export function toText(v: Value): string | null {
  switch (v.t) {
    case 'N':
      return String(v.n)
    case 'S':
      return v.s
    case 'J':
      return v.j === null ? '' : typeof v.j === 'string' ? v.j : jsonText(v.j)
    default:
      return null
  }
}

export function toJson(v: Value): Json {
  switch (v.t) {
    case 'N':
      return v.n
    case 'S':
      return v.s
    case 'J':
      return v.j
    default:
      return null
  }
}

/** Whether a condition holds; null when it cannot be told. */
export function holds(v: Value): boolean | null {
  const number = toNumber(v)
  return number === null ? null : number.n !== 0
}
