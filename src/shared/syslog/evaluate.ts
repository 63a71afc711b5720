/**
 * What an expression is worth for a message, with the conversions of rsyslog: two strings are equal as strings; a
 * number and a string as numbers when the string is one, otherwise as strings. An array on the right of a comparison
 * holds when one of its members does. Where a value cannot be known, neither can what depends on it.
 */
import { callFunction, type FunctionContext } from './functions'
import { FACILITY_NAMES, SEVERITY_NAMES } from './names'
import { isVariable, propertyText, stampOf } from './property'
import { formatStamp } from './property-time'
import type { BinaryOp, Expr } from './tree'
import { flag, holds, num, str, toNumber, toText, UNKNOWN, type Value } from './value'
import { readVariable } from './variables'

export function evaluate(e: Expr, c: FunctionContext): Value {
  switch (e.kind) {
    case 'number':
      return num(e.value)
    case 'string':
      return e.backtick ? backtick(e.value) : str(e.value)
    case 'array':
      return str(e.items[0] ?? '')
    case 'group':
      return evaluate(e.value, c)
    case 'variable':
      return variable(e.name, c)
    case 'not': {
      const h = holds(evaluate(e.value, c))
      return h === null ? UNKNOWN : flag(!h)
    }
    case 'minus': {
      const n = toNumber(evaluate(e.value, c))
      return n === null ? UNKNOWN : num(-n.n)
    }
    case 'call':
      return callFunction(e.name, e.args, c, evaluate)
    case 'binary':
      return binary(e.op, e.left, e.right, c)
  }
}

/** `` `echo text` `` is text; what names the environment or a file cannot be known here. */
function backtick(text: string): Value {
  return text.startsWith('echo ') && !text.includes('$') ? str(text.slice(5)) : UNKNOWN
}

function variable(name: string, c: FunctionContext): Value {
  if (isVariable(name)) return readVariable(c.variables, name)
  const stamp = stampOf(c.message, name)
  const text =
    stamp !== undefined ? stamp && formatStamp(stamp, 'rfc3164') : propertyText(c.message, name.toLowerCase())
  return text === null ? UNKNOWN : str(text)
}

function binary(op: BinaryOp, left: Expr, right: Expr, c: FunctionContext): Value {
  if (op === 'and' || op === 'or') {
    const a = holds(evaluate(left, c))
    const decides = op === 'or'
    if (a === decides) return flag(decides)
    const b = holds(evaluate(right, c))
    if (b === decides) return flag(decides)
    return a === null || b === null ? UNKNOWN : flag(!decides)
  }
  const priority = op === '==' || op === '!=' ? priorityWord(left, right, c) : null
  if (priority !== null) return flag(priority === (op === '=='))
  const l = evaluate(left, c)
  if (op === '==' || op === '!=' || op === '<' || op === '>' || op === '<=' || op === '>=')
    return compare(op, l, right, c)
  if (op === 'contains' || op === 'contains_i' || op === 'startswith' || op === 'startswith_i' || op === 'endswith') {
    const text = toText(l)
    const wanted = right.kind === 'array' ? right.items : [toText(evaluate(right, c))]
    if (text === null || wanted.some((w) => w === null)) return UNKNOWN
    return flag(wanted.some((w) => finds(op, text, w!)))
  }
  const r = evaluate(right, c)
  if (op === '&') {
    const a = toText(l)
    const b = toText(r)
    return a === null || b === null ? UNKNOWN : str(a + b)
  }
  const a = toNumber(l)
  const b = toNumber(r)
  if (a === null || b === null) return UNKNOWN
  switch (op) {
    case '+':
      return num(a.n + b.n)
    case '-':
      return num(a.n - b.n)
    case '*':
      return num(a.n * b.n)
    case '/':
      return num(b.n === 0 ? 0 : Math.trunc(a.n / b.n))
    default:
      return num(b.n === 0 ? 0 : a.n % b.n)
  }
}

const ungroup = (e: Expr): Expr => (e.kind === 'group' ? ungroup(e.value) : e)

/**
 * A facility or severity by word against a constant: rsyslog reads the constant as a selector would, in any case, with
 * the old words and numbers. Null where the comparison is an ordinary one.
 */
function priorityWord(left: Expr, right: Expr, c: FunctionContext): boolean | null {
  const property = ungroup(left)
  const constant = ungroup(right)
  if (property.kind !== 'variable' || constant.kind !== 'string' || constant.backtick) return null
  const severity = property.name === 'syslogseverity-text'
  if (!severity && property.name !== 'syslogfacility-text') return null
  const word = lower(constant.value)
  const n = /^\d/.test(word)
    ? severity
      ? Number.parseInt(word, 10) & 31
      : Number.parseInt(word, 10) >> 3
    : (severity ? SEVERITY_NAMES : FACILITY_NAMES).get(word)?.code
  if (n !== undefined) return n === (severity ? c.message.severity : c.message.facility)
  return word === '*' || word === 'none' ? false : null
}

/** ASCII only, as the daemon's C library in the C locale. */
const lower = (text: string) => text.replace(/[A-Z]/g, (x) => x.toLowerCase())

function finds(
  op: 'contains' | 'contains_i' | 'startswith' | 'startswith_i' | 'endswith',
  text: string,
  wanted: string,
): boolean {
  switch (op) {
    case 'contains':
      return text.includes(wanted)
    case 'contains_i':
      return lower(text).includes(lower(wanted))
    case 'startswith':
      return text.startsWith(wanted)
    case 'startswith_i':
      // rsyslog compares only as far as the shorter of the two reaches.
      return lower(wanted).startsWith(lower(text).slice(0, wanted.length))
    case 'endswith':
      return text.endsWith(wanted)
  }
}

type Comparison = '==' | '!=' | '<' | '>' | '<=' | '>='
const decide = (op: Comparison, order: number): boolean =>
  op === '=='
    ? order === 0
    : op === '!='
      ? order !== 0
      : op === '<'
        ? order < 0
        : op === '>'
          ? order > 0
          : op === '<='
            ? order <= 0
            : order >= 0

/** Strings in the order of their length's prefix and then their bytes, as strcmp has it. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Two strings are equal as text, but greater or smaller as numbers where both are numbers ("" and "-" are 0). */
function stringOrder(op: Comparison, l: string, r: string): number {
  if (op === '==' || op === '!=') return order(l, r)
  const a = toNumber(str(l))!
  const b = toNumber(str(r))!
  return a.ok && b.ok ? a.n - b.n : order(l, r)
}

function compare(op: Comparison, l: Value, right: Expr, c: FunctionContext): Value {
  let r: Value
  if (right.kind === 'array' && (op === '==' || op === '!=')) {
    if (l.t === 'S' || (l.t === 'J' && op === '==')) return flag(right.items.includes(toText(l)!) === (op === '=='))
    // Otherwise only one member counts; rsyslog sorts the array beforehand.
    r = str([...right.items].sort(order)[0] ?? '')
  } else r = evaluate(right, c)
  if (l.t === '?' || r.t === '?') return UNKNOWN
  if (l.t === 'S' && r.t === 'S') return flag(decide(op, stringOrder(op, l.s, r.s)))
  if (l.t === 'J' && r.t === 'S') return flag(decide(op, stringOrder(op, toText(l)!, r.s)))
  if (l.t !== 'N') {
    const n = toNumber(l)!
    if (n.ok) return flag(decide(op, n.n - toNumber(r)!.n))
    return flag(decide(op, order(toText(l)!, toText(r)!)))
  }
  const n = toNumber(r)!
  if (n.ok) return flag(decide(op, l.n - n.n))
  return flag(decide(op, order(toText(l)!, toText(r)!)))
}
