/** Reads a command's arguments: nothing is guessed, and what is unknown is an error that names what was perhaps meant. */
import { parseArgs } from 'node:util'
import { Fault } from '../shared/fault'
import type { Given, Option } from './command'

/** Edits (insert, delete, replace, swap neighbours) from one word to another. */
export function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      rows[i]![j] = best
    }
  return rows[a.length]![b.length]!
}

/** The known word that was perhaps meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const scored = known
    .map((k) => ({ k, d: word.length > 1 && k.startsWith(word) ? 0.5 : distance(word.toLowerCase(), k) }))
    .sort((x, y) => x.d - y.d || (x.k < y.k ? -1 : 1))
  const best = scored[0]
  return best && best.d <= Math.max(1, Math.floor(word.length / 3)) ? best.k : null
}

export const badUse = (message: string): Fault => new Fault('bad-use', message)
export const meant = (near: string | null, prefix = ''): string => (near ? `; did you mean ${prefix}${near}?` : '')

/** Errors: Fault `bad-use` for an unknown option, a missing or superfluous value, too few or too many words. */
export function readArgv(
  argv: readonly string[],
  options: Readonly<Record<string, Option>>,
  [least, most]: readonly [number, number],
): Given {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, o]) => [
        name,
        { type: o.value === null ? ('boolean' as const) : ('string' as const), ...(o.short ? { short: o.short } : {}) },
      ]),
    ),
  })
  const values = new Map<string, string[]>()
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (!option) {
      const near = rawName.startsWith('--') ? nearest(name, Object.keys(options)) : null
      throw badUse(`unknown option ${rawName}${meant(near, '--')}`)
    }
    if (option.value === null && value !== undefined) throw badUse(`${rawName} takes no value`)
    // `--case --name x`: a value that looks like an option was most likely forgotten; `--case=--x` says that it is meant.
    if (option.value !== null && (value === undefined || (!token.inlineValue && /^-./.test(value) && !isNumber(value))))
      throw badUse(`${rawName} needs a value: ${rawName} ${option.value}`)
    if (option.oneOf && !option.oneOf.includes(value ?? ''))
      throw badUse(`${rawName} is one of ${option.oneOf.join(', ')}; not "${value}"`)
    const before = values.get(name)
    if (before && !option.many && option.value !== null) throw badUse(`${rawName} was given twice`)
    values.set(name, [...(before ?? []), value ?? ''])
  }
  if (words.length < least)
    throw badUse(least === 1 ? 'something is missing' : `${least} words are needed, ${words.length} given`)
  if (words.length > most) throw badUse(`one word too many: "${words[most]}"`)
  return {
    words,
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1) ?? null,
    list: (name) => values.get(name) ?? [],
  }
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

/** A whole number from 0. */
export function wholeNumber(text: string | null, option: string): number | null {
  if (text === null) return null
  if (!/^\d{1,12}$/.test(text)) throw badUse(`${option} is a whole number, not "${text}"`)
  return Number(text)
}
