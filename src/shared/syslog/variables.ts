/** Variables of a message (`$!`), of its processing (`$.`) and of the daemon (`$/`), as trees that paths lead into. */
import type { Json, Value } from './value'
import { jsonText, str, UNKNOWN } from './value'

type Tree = { [name: string]: Json }
export interface Variables {
  message: Tree
  local: Tree
  global: Tree
  /** Paths whose value cannot be known here. */
  readonly unknown: Set<string>
}
export const noVariables = (): Variables => ({ message: {}, local: {}, global: {}, unknown: new Set() })

const rootOf = (vars: Variables, sign: string): Tree =>
  sign === '!' ? vars.message : sign === '.' ? vars.local : vars.global

/** `!a!b` as its sign and steps; names are case-sensitive unless the daemon is told otherwise. */
function split(name: string): { sign: string; steps: string[] } {
  return {
    sign: name[0]!,
    steps: name
      .slice(1)
      .split(/[!./]/)
      .filter((s) => s !== ''),
  }
}

/** The value of a variable by its name without `$`: a string by itself, anything else as JSON, absent as ''. */
export function readVariable(vars: Variables, name: string): Value {
  if (vars.unknown.has(name)) return UNKNOWN
  if (/^!all-json(?:-plain)?$/.test(name)) {
    // The whole tree as text, under a name of its own.
    const whole = vars.message
    return str(Object.keys(whole).length === 0 ? '{}' : name === '!all-json' ? jsonText(whole) : JSON.stringify(whole))
  }
  const { sign, steps } = split(name)
  let at: Json | undefined = rootOf(vars, sign)
  for (const step of steps) {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return str('')
    at = Object.hasOwn(at, step) ? (at as { [name: string]: Json })[step] : undefined
    if (at === undefined) return str('')
  }
  if (typeof at === 'string') return str(at)
  if (at === null || at === undefined) return str('')
  return { t: 'J', j: at }
}

export function writeVariable(vars: Variables, name: string, value: Json, unknown: boolean, replace = false): void {
  const { sign, steps } = split(name)
  if (unknown) vars.unknown.add(name)
  else vars.unknown.delete(name)
  let at = rootOf(vars, sign)
  const last = steps.pop()
  if (last === undefined) {
    // A whole tree is merged into what is there.
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) Object.assign(at, structured(value))
    return
  }
  for (const step of steps) {
    const next = Object.hasOwn(at, step) ? at[step] : undefined
    if (next !== null && typeof next === 'object' && !Array.isArray(next)) at = next as Tree
    else at = put(at, step, {}) as Tree
  }
  const old = Object.hasOwn(at, last) ? at[last] : undefined
  // A value cannot take the place of a container, unless it is reset.
  if (
    !replace &&
    old !== null &&
    typeof old === 'object' &&
    !Array.isArray(old) &&
    (value === null || typeof value !== 'object')
  )
    return
  put(at, last, structured(value))
}

const put = (tree: Tree, name: string, value: Json): Json => {
  Object.defineProperty(tree, name, { value, writable: true, enumerable: true, configurable: true })
  return value
}
const structured = (value: Json): Json =>
  value !== null && typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as Json) : value

export function dropVariable(vars: Variables, name: string): void {
  const { sign, steps } = split(name)
  vars.unknown.delete(name)
  const last = steps.pop()
  if (last === undefined) {
    if (sign === '!') vars.message = {}
    else if (sign === '.') vars.local = {}
    else vars.global = {}
    return
  }
  let at: Json = rootOf(vars, sign)
  for (const step of steps) {
    if (at === null || typeof at !== 'object' || Array.isArray(at) || !Object.hasOwn(at, step)) return
    at = (at as Tree)[step]!
  }
  if (at !== null && typeof at === 'object' && !Array.isArray(at)) delete (at as Tree)[last]
}
