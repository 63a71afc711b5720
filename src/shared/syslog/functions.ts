/** Functions of RainerScript (rsyslog's manual, "Built-in Functions"). One whose result depends on the host is unknown. */
import type { Message } from './message'
import { compileRegex, type Regex } from './regex'
import { readSelector, takes } from './selector'
import type { Expr } from './tree'
import { num, str, toNumber, toText, UNKNOWN, type Value } from './value'
import { type Variables, writeVariable } from './variables'

export interface FunctionContext {
  readonly message: Message
  readonly variables: Variables
  /** What a template makes of the message; null when it is unknown or cannot be told. */
  readonly template: (name: string) => string | null
  /** What `script_error()` answers. */
  scriptError: number
}
type Eval = (e: Expr, c: FunctionContext) => Value

export interface FunctionInfo {
  readonly least: number
  readonly most: number
  readonly usage: string
  readonly meaning: string
}
const f = (usage: string, meaning: string, least: number, most = least): readonly [string, FunctionInfo] => [
  usage.slice(0, usage.indexOf('(')),
  { least, most, usage, meaning },
]
export const FUNCTIONS: ReadonlyMap<string, FunctionInfo> = new Map([
  f('strlen(text)', 'How many bytes the text has', 1),
  f('getenv(name)', 'A variable of the daemon’s environment', 1),
  f('num2ipv4(number)', 'The address that a number stands for', 1),
  f('int2hex(number)', 'The number in hexadecimal', 1),
  f('substring(text, start, length)', 'A piece of the text; start counts from 0', 3),
  f('ltrim(text)', 'The text without blanks before it', 1),
  f('rtrim(text)', 'The text without blanks after it', 1),
  f('tolower(text)', 'The text in lower case', 1),
  f('toupper(text)', 'The text in upper case', 1),
  f('cstr(value)', 'The value as a string', 1),
  f('cnum(value)', 'The value as a number', 1),
  f('ip42num(address)', 'The number that an address stands for; -1 when it is none', 1),
  f('ipv42num(address)', 'The number that an address stands for; -1 when it is none', 1),
  f('re_match(text, regex)', '1 when the POSIX extended expression is found in the text', 2),
  f('re_match_i(text, regex)', 'As re_match, without regard to case', 2),
  f('re_extract(text, regex, match, submatch, otherwise)', 'What a parenthesis of the expression matched', 5),
  f('re_extract_i(text, regex, match, submatch, otherwise)', 'As re_extract, without regard to case', 5),
  f('field(text, delimiter, number)', 'A field of the text; the first is 1', 3),
  f('exec_template(name)', 'What a template makes of the message', 1),
  f('prifilt(selector)', '1 when the selector takes the message', 1),
  f('lookup(table, key)', 'The value of a key in a lookup table', 2),
  f('dyn_inc(bucket, metric)', 'Adds one to a counter', 2),
  f('percentile_observe(bucket, statistic, value)', 'Adds a value to a statistic', 3),
  f('replace(text, find, with)', 'The text with every `find` replaced', 3),
  f('wrap(text, wrapper, escape)', 'The text between two wrappers', 2, 3),
  f('random(most)', 'A random number', 1),
  f('format_time(seconds, format)', 'A time of day as text, in UTC', 2),
  f('parse_time(text)', 'The time that a text stands for, in seconds since 1970', 1),
  f('is_time(text, format)', '1 when the text is a time', 1, 2),
  f('parse_json(text, container)', 'Reads JSON into a variable; 0 when that went well', 2),
  f('script_error()', 'What went wrong in the last function; 0 when nothing did', 0),
  f('previous_action_suspended()', '1 when the action before this one could not be carried out', 0),
  f('exists($!variable)', '1 when the variable is there', 1),
  f('get_property(tree, key)', 'A member of a tree or array', 2),
  f('append_json(text, text)', 'Joins two JSON values', 2),
  f('split(text, separator)', 'The pieces of a text as a JSON array', 2),
  f('hash32(text, seed)', 'A hash of the text', 1, 2),
  f('hash64(text, seed)', 'A hash of the text', 1, 2),
  f('hash32mod(text, mod, seed)', 'A hash of the text, modulo', 2, 3),
  f('hash64mod(text, mod, seed)', 'A hash of the text, modulo', 2, 3),
  f('http_request(url)', 'What a web server answers', 1),
  f('is_in_subnet(address, subnet)', '1 when the address lies in the subnet', 2),
])

const regexes = new Map<string, Regex | null>()
export function regexOf(pattern: string, extended: boolean): Regex | null {
  const key = `${extended ? 'e' : 'b'}${pattern}`
  let regex = regexes.get(key)
  if (regex === undefined) {
    try {
      regex = compileRegex(pattern, extended)
    } catch {
      regex = null
    }
    if (regexes.size > 500) regexes.clear()
    regexes.set(key, regex)
  }
  return regex
}

/** A function of texts and numbers; null in an argument has been sorted out before. */
type Plain = (text: readonly string[], number: readonly { n: number; ok: boolean }[], c: FunctionContext) => Value
const lower = (t: string) => t.replace(/[A-Z]/g, (x) => x.toLowerCase())

const PLAIN: Readonly<Record<string, Plain>> = {
  strlen: ([a]) => num(utf8Length(a!)),
  num2ipv4: (_t, [a]) =>
    str(
      !a!.ok || a!.n < 0 || a!.n > 4294967295
        ? '-1'
        : [24, 16, 8, 0].map((s) => Math.floor(a!.n / 2 ** s) % 256).join('.'),
    ),
  int2hex: (_t, [a]) =>
    str(a!.ok ? (a!.n < 0 ? BigInt.asUintN(64, BigInt(a!.n)).toString(16) : a!.n.toString(16)) : 'NAN'),
  substring: ([a], [, from, length]) => {
    const start = from!.n
    return str(
      start < 0 || start > a!.length
        ? ''
        : a!.slice(start, length!.n < 0 ? Math.max(start, a!.length + length!.n) : start + length!.n),
    )
  },
  ltrim: ([a]) => str(a!.replace(/^ +/, '')),
  rtrim: ([a]) => str(a!.slice(0, a!.length - trailing(a!))),
  tolower: ([a]) => str(lower(a!)),
  toupper: ([a]) => str(a!.replace(/[a-z]/g, (x) => x.toUpperCase())),
  cstr: ([a]) => str(a!),
  cnum: (_t, [a]) => num(a!.n),
  ip42num: ([a]) => num(addressNumber(a!)),
  ipv42num: ([a]) => num(addressNumber(a!)),
  replace: ([a, find, by]) => (find === '' ? UNKNOWN : str(a!.split(find!).join(by))),
  wrap: ([a, w, by]) => str(w! + (by === undefined || w === '' ? a! : a!.split(w!).join(by)) + w!),
}
const trailing = (text: string): number => {
  let n = 0
  while (n < text.length && text[text.length - 1 - n] === ' ') n++
  return n
}
function utf8Length(text: string): number {
  let n = 0
  for (const c of text) {
    const code = c.codePointAt(0)!
    n += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return n
}
function addressNumber(text: string): number {
  const m = /^ *(\d*)\.(\d*)\.(\d*)\.(\d*) *$/.exec(text)
  return m ? [1, 2, 3, 4].reduce((sum, i) => sum * 256 + Number(m[i] || 0), 0) : -1
}

export function callFunction(name: string, args: readonly Expr[], c: FunctionContext, evaluate: Eval): Value {
  const known = FUNCTIONS.get(name)
  if (!known || args.length < known.least || args.length > known.most) return num(0)
  if (name === 'script_error') return num(c.scriptError)
  const first = args[0]
  const constant = first?.kind === 'string' ? first.value : null
  if (name === 'prifilt')
    return num(constant !== null && takes(readSelector(constant).mask, c.message.facility, c.message.severity) ? 1 : 0)
  if (name === 'exec_template') {
    const made = constant === null ? null : c.template(constant)
    return made === null ? UNKNOWN : str(made)
  }
  const values = args.map((a) => evaluate(a, c))
  if (name === 'exists') return num(toText(values[0]!) === '' ? 0 : 1)
  if (values.some((v) => v.t === '?')) return UNKNOWN
  const texts = values.map((v) => toText(v)!)
  const plain = PLAIN[name]
  if (plain)
    return plain(
      texts,
      values.map((v) => toNumber(v)!),
      c,
    )
  if (name.startsWith('re_')) return regexCall(name, args, texts, values)
  if (name === 'field') return fieldCall(texts, values)
  if (name === 'parse_json') return parseJson(texts, c)
  return UNKNOWN
}

function regexCall(name: string, args: readonly Expr[], texts: readonly string[], values: readonly Value[]): Value {
  if (args[1]!.kind !== 'string') return UNKNOWN
  const fold = name.endsWith('_i')
  const regex = regexOf(fold ? lower(texts[1]!) : texts[1]!, true)
  if (!regex) return UNKNOWN
  const text = texts[0]!
  const searched = fold ? lower(text) : text
  if (name.startsWith('re_match')) return num(regex.test(searched) ? 1 : 0)
  const match = toNumber(values[2]!)!.n
  const sub = toNumber(values[3]!)!.n
  let from = 0
  for (let tried = 0; tried <= Math.min(match, text.length); tried++) {
    const found = regex.exec(searched, from)
    if (!found) break
    if (tried === match) {
      const [a, b] = found[sub] ?? [-1, -1]
      return a < 0 ? str(texts[4]!) : str(text.slice(a, b))
    }
    const end = found[0]![1]
    if (end === from && found[0]![0] === from) return UNKNOWN
    from = end
  }
  return str(texts[4]!)
}

/** Of a text and a delimiter the field with this number; null when there are not so many. */
export function fieldOf(text: string, delimiter: string, number: number): string | null {
  if (delimiter === '') return null
  let from = 0
  for (let n = 1; n < number; n++) {
    const next = text.indexOf(delimiter, from)
    if (next < 0) return null
    from = next + delimiter.length
  }
  const end = text.indexOf(delimiter, from)
  return end < 0 ? text.slice(from) : text.slice(from, end)
}

function fieldCall(texts: readonly string[], values: readonly Value[]): Value {
  const delimiter = values[1]!.t === 'S' ? texts[1]! : String.fromCharCode(toNumber(values[1]!)!.n & 255)
  return str(fieldOf(texts[0]!, delimiter, toNumber(values[2]!)!.n) ?? '***FIELD NOT FOUND***')
}

function parseJson(texts: readonly string[], c: FunctionContext): Value {
  try {
    const name = texts[1]!.replace(/^\$/, '')
    writeVariable(c.variables, name, JSON.parse(texts[0]!), false)
    c.scriptError = 0
  } catch {
    c.scriptError = 1
  }
  return num(c.scriptError)
}
