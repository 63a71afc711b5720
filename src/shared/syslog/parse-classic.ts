/**
 * syslog.conf of sysklogd, busybox and the BSDs: one rule a line.
 *   auth,authpriv.*                 -/var/log/auth.log
 *   *.=info;*.=notice;\
 *           mail.none               /var/log/messages
 *   !ppp
 * A backslash at the end goes on in the next line; a comment does not go on. `!program` and `+host` (BSD) limit the rules
 * below them, also as `#!program` for daemons that do not know them. sysklogd 2 has settings and includes.
 */
import type { Dialect, Document, Problem, Range, Statement } from './tree'

const BLOCK = /^#?([!+-])([\w*@!.,:-][^/]{0,2000})?$/
/** Names of a block are separated by commas, with blanks around them or without. */
const isBlock = (text: string) => !/[^,\s]\s+[^,\s]/.test(text)
const FILTER = /^#?:[ \t]*([\w-]+)[ \t]*,[ \t]*!?\w+(?:[ \t]*,[ \t]*(?:"(?:[^"\\]|\\.)*"|\S+))?$/
const SETTING = /^(include|rotate_size|rotate_count|notify|secure_mode|listen|udp_size|owner|group|mode)(\s+)(\S.*)$/
/** Facilities, a dot and a severity; parts joined by semicolons, with blanks after them or after the dot. */
const SELECTOR = /^[\w*][\w*,]*\.[\w*!=<>]+(?:;[\w*][\w*,]*\.[\w*!=<>]+)*;?(?=\s|$)/
const LOOSE = /^[\w*][\w*,]*\.\s*[\w*!=<>]+(?:\s*;\s*[\w*][\w*,]*\.\s*[\w*!=<>]+)*;?(?=\s|$)/
/** What a severity is; what follows a loose selector must not look like one. */
const SEVERITY = /^[!=<>]{0,3}(?:\*|none|emerg|panic|alert|crit|err|error|warn|warning|notice|info|debug|\d)$/i

interface Logical {
  readonly text: string
  readonly place: (from: number, to: number) => Range
}

function* logicalLines(written: string, comments: Range[]): Generator<Logical> {
  let text = ''
  let pieces: { out: number; src: number }[] = []
  const flush = (): Logical => {
    const map = pieces
    const source = (at: number): number => {
      let piece = map[0]!
      for (const p of map) if (p.out <= at) piece = p
      return piece.src + (at - piece.out)
    }
    const line = {
      text,
      place: (from: number, to: number) => ({ from: source(from), to: to > from ? source(to - 1) + 1 : source(from) }),
    }
    text = ''
    pieces = []
    return line
  }
  for (let at = 0; at < written.length; ) {
    let end = written.indexOf('\n', at)
    if (end < 0) end = written.length
    const raw = written.slice(at, end)
    const body = raw.trim()
    const from = at + (raw.length - raw.trimStart().length)
    const comment = body.startsWith('#') && !/^#[!+-][\w*][^\s/]*$/.test(body) && !FILTER.test(body)
    if (comment) comments.push({ from, to: from + body.length })
    else if (body !== '') {
      const goesOn = body.endsWith('\\') && pieces.length < 1000
      const piece = goesOn ? body.slice(0, -1) : body
      pieces.push({ out: text.length, src: from })
      text += piece
      if (!goesOn) yield flush()
    } else if (text !== '') yield flush()
    at = end + 1
  }
  if (pieces.length > 0) yield flush()
}

/** Which daemon the file is for, when nothing says it: blocks and comparisons are the BSDs'. */
export const classicDialect = (text: string): Dialect =>
  /^#?[!+-][\w*@][^\s/]*\s*$|^[\w*,;.]*\.[!]?[<>]/m.test(text) || /\$(?:FreeBSD|OpenBSD|NetBSD|DragonFly)\b/.test(text)
    ? 'bsd'
    : 'sysklogd'

export function parseClassic(written: string, dialect: Dialect = classicDialect(written)): Document {
  const comments: Range[] = []
  const problems: Problem[] = []
  const statements: Statement[] = []
  for (const { text, place } of logicalLines(written, comments)) {
    const whole = place(0, text.length)
    const block = BLOCK.exec(text)
    const setting = SETTING.exec(text)
    if (block && isBlock(text)) {
      statements.push({ kind: 'block', sign: block[1] as '!' | '+' | '-', text: block[2] ?? '*', ...whole })
      continue
    }
    if (FILTER.test(text)) {
      statements.push({ kind: 'block', sign: ':', text: text.replace(/^#?:/, ''), ...whole })
      continue
    }
    const strict = SELECTOR.exec(text)
    const selector = strict ?? LOOSE.exec(text)
    if (selector && (strict || looksRight(selector[0]))) {
      const head = selector[0]
      const rest = text.slice(head.length)
      const action = rest.trim()
      const at = head.length + (rest.length - rest.trimStart().length)
      const selectorAt = place(0, head.length)
      if (!strict)
        problems.push({
          ...selectorAt,
          check: 'stray-blank',
          severity: 'error',
          message: 'A blank stands within the selector.',
          why: 'The daemon takes the blank for the end of the selector and refuses the line, or reads another rule than was meant.',
          mend: 'Take the blank away.',
          fixes: [{ title: 'Take the blank away', edits: [{ ...selectorAt, text: head.replace(/\s+/g, '') }] }],
        })
      if (action === '')
        problems.push({
          ...whole,
          check: 'no-destination',
          severity: 'error',
          message: 'The rule says no destination.',
          why: 'The daemon ignores a line without one: nothing is logged by it.',
          mend: 'Add a path, @host or users after the selector.',
        })
      const then: Statement[] =
        action === '' ? [] : [{ kind: 'legacy', text: action, ...place(at, at + action.length) }]
      statements.push({ kind: 'selector', text: head, selectorAt, then, ...whole })
      continue
    }
    if (setting) {
      const [, name = '', gap = '', value = ''] = setting
      const nameAt = place(0, name.length)
      const valueAt = place(name.length + gap.length, text.length)
      if (name === 'include')
        statements.push({ kind: 'include', path: value.trim(), pathAt: valueAt, params: [], ...whole })
      else statements.push({ kind: 'setting', name, nameAt, value: value.trim(), valueAt, ...whole })
      continue
    }
    const reason = 'This is no rule of syslog.conf.'
    problems.push({ ...whole, check: 'syntax', severity: 'error', message: reason })
    statements.push({ kind: 'unknown', reason, ...whole })
  }
  return { text: written, dialect, statements, comments, problems }
}

/** Whether all severities of a selector with blanks are such, so that no path or user was taken for one. */
const looksRight = (head: string): boolean =>
  head
    .replace(/\s+/g, '')
    .split(';')
    .every((part) => part === '' || SEVERITY.test(part.slice(part.indexOf('.') + 1)))
