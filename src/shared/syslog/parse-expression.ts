/**
 * Expressions of RainerScript.
 *   if $programname == 'sshd' and not ($msg contains ['Accepted', 'Failed']) then
 * `and` and `or` bind alike, from the left; `not` binds tighter than a comparison, so that `not $a == "b"` asks whether
 * the negated `$a` equals "b" (rsyslog's grammar).
 */
import { type Cursor, DEEPEST, lineEnd, peek, skip, take } from './cursor'
import { readString } from './parse-string'
import type { BinaryOp, Expr } from './tree'

const VARIABLE = /\$[$!./]?[@a-z_]*[!@a-z0-9\-_.[\]]*/iy
const NUMBER = /0x[0-9a-f]+|0[0-7]+|[1-9][0-9]*|0/iy
const WORD = /[a-z][a-z0-9_]*/iy
const SIGN = /==|<=|>=|!=|<>|[<>+\-*/%&]/y

const POWER: Readonly<Record<BinaryOp, number>> = {
  and: 1,
  or: 1,
  '==': 2,
  '!=': 2,
  '<=': 2,
  '>=': 2,
  '<': 2,
  '>': 2,
  contains: 2,
  contains_i: 2,
  startswith: 2,
  startswith_i: 2,
  endswith: 2,
  '+': 3,
  '-': 3,
  '&': 3,
  '*': 4,
  '/': 4,
  '%': 4,
}
const isOp = (word: string): word is BinaryOp => Object.hasOwn(POWER, word)

/** Words that end an expression. */
const ENDS = new Set(['then', 'do', 'in'])

function operatorHere(c: Cursor): { op: BinaryOp; length: number } | null {
  const sign = peek(c, SIGN)
  // A comment begins like a division.
  if (sign)
    return sign === '/' && c.text[c.at + 1] === '*'
      ? null
      : { op: sign === '<>' ? '!=' : (sign as BinaryOp), length: sign.length }
  const word = peek(c, WORD)
  const lower = word?.toLowerCase()
  return lower && isOp(lower) ? { op: lower, length: word!.length } : null
}

/** Reads an expression; null (with a problem) when none begins here. */
export function readExpression(c: Cursor, least = 1): Expr | null {
  if (c.depth >= DEEPEST) {
    c.problem(c.at, c.at + 1, 'This expression nests deeper than is read.')
    return null
  }
  c.depth++
  try {
    let left = readPrimary(c)
    for (;;) {
      if (!left) return null
      skip(c, false)
      const found = operatorHere(c)
      if (!found || POWER[found.op] < least) return left
      c.at += found.length
      const right = readExpression(c, POWER[found.op] + 1)
      if (!right) return null
      left = { kind: 'binary', op: found.op, left, right, from: left.from, to: right.to }
    }
  } finally {
    c.depth--
  }
}

function readPrimary(c: Cursor): Expr | null {
  skip(c, false)
  const from = c.at
  const char = c.text[from]
  const string = readString(c, 'expression')
  if (string)
    return { kind: 'string', value: string.value, backtick: string.quote === '`', ...c.place(string.from, string.to) }
  if (char === '$') {
    const name = take(c, VARIABLE)!
    return { kind: 'variable', name: name.slice(1), ...c.place(from, c.at) }
  }
  const number = take(c, NUMBER)
  if (number) {
    const value = /^0[0-7]+$/.test(number) ? Number.parseInt(number, 8) : Number(number)
    return { kind: 'number', value, ...c.place(from, c.at) }
  }
  if (char === '(') {
    c.at++
    const value = readExpression(c)
    if (!value) return null
    skip(c, false)
    if (c.text[c.at] === ')') c.at++
    else c.problem(from, from + 1, 'This parenthesis is not closed.')
    return { kind: 'group', value, ...c.place(from, c.at) }
  }
  if (char === '[') return readArray(c)
  if (char === '-') {
    c.at++
    const value = readExpression(c, 5)
    return value && { kind: 'minus', value, ...c.place(from, c.at) }
  }
  const word = peek(c, WORD)
  const lower = word?.toLowerCase()
  if (lower === 'not') {
    c.at += 3
    const value = readExpression(c, 5)
    return value && { kind: 'not', value, ...c.place(from, c.at) }
  }
  if (word && !isOp(lower!) && !ENDS.has(lower!)) {
    c.at += word.length
    skip(c, false)
    if (c.text[c.at] !== '(') {
      c.problem(from, from + word.length, `${word} is neither a variable, a string nor a function call.`, {
        mend: 'Variables begin with $, strings stand in quotes.',
      })
      return { kind: 'string', value: word, backtick: false, ...c.place(from, from + word.length) }
    }
    const args = readArguments(c)
    return { kind: 'call', name: word, args, ...c.place(from, c.at) }
  }
  const end = Math.min(lineEnd(c, from), from + 1)
  c.problem(from, end, char === undefined ? 'The file ends in an expression.' : 'A value is missing here.')
  return null
}

/** `( a , b )`, the parenthesis being next. */
export function readArguments(c: Cursor): Expr[] {
  const open = c.at
  c.at++
  const args: Expr[] = []
  skip(c, false)
  while (c.text[c.at] !== ')') {
    const arg = readExpression(c)
    if (!arg) return args
    args.push(arg)
    skip(c, false)
    if (c.text[c.at] === ',') c.at++
    else break
    skip(c, false)
  }
  if (c.text[c.at] === ')') c.at++
  else c.problem(open, open + 1, 'This parenthesis is not closed.')
  return args
}

/** `[ "a", "b" ]`: constant strings only. */
function readArray(c: Cursor): Expr | null {
  const from = c.at++
  const items: string[] = []
  for (;;) {
    skip(c, false)
    const item = readString(c, 'expression')
    if (!item) break
    items.push(item.value)
    skip(c, false)
    if (c.text[c.at] !== ',') break
    c.at++
  }
  if (c.text[c.at] === ']') c.at++
  else c.problem(from, from + 1, 'An array is a list of quoted strings, closed by ].')
  if (items.length === 0) c.problem(from, c.at, 'An array holds at least one string.')
  return { kind: 'array', items, ...c.place(from, c.at) }
}
