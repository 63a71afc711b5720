/**
 * The last login of each account, as lastlog(8) prints it; all accounts that never logged in are listed too.
 *   Username         Port     From             Latest
 *   alice            pts/0    198.51.100.7     Tue Mar  4 09:12:44 +0000 2025
 *   daemon                                     **Never logged in**
 */
import type { Instant } from '../../shared/time'
import { bool, defineProbe, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { asctime } from '../probes-lib/host-when'
import { anyMonth } from '../probes-lib/month-names'

const HEADER = /^Username\s+Port\s+From\s+Latest\s*$/
/** In another language: four words, over rows that end in stars or in a date with an offset. */
const ANY_HEADER = /^\p{Lu}[\p{L} .]{0,40}? {2,}\p{L}+\.? {2,}(\p{L}+) {2,}\S.{0,40}$/u
/** The end of a row: never, or when. */
const TAIL = /\s(\*\*[^*]{3,60}\*\*|\p{L}{2,6}\.?,? \p{L}{3,6}\.? [ \d]\d \d\d:\d\d:\d\d [+-]\d{4} \d{4})\s*$/u

interface Cut {
  readonly user: string
  readonly middle: string
  readonly tail: string
}
function cutRow(text: string): Cut | null {
  const tail = text.length < 2000 ? TAIL.exec(text) : null
  const user = tail ? /^\S{1,256}(?=\s)/.exec(text)?.[0] : undefined
  return tail && user ? { user, middle: text.slice(user.length, tail.index), tail: tail[1]! } : null
}

/** The date with its month in any language that is known; the day of the week is of no use. */
function when(printed: string, context: ParseContext): Instant | null {
  const m = /^\S+ (\S+) +(\d.*)$/.exec(printed)
  const month = m ? anyMonth(m[1]!) : 0
  return month === 0 ? null : asctime(`${ENGLISH[month - 1]} ${m![2]}`, context.zone)
}
const ENGLISH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export default defineProbe({
  title: 'Last login of each account (lastlog)',
  commands: ['lastlog'],
  recognise: {
    names: ['lastlog*'],
    shape: (head) => {
      if (head.lines.slice(0, 5).some((l) => HEADER.test(l))) return 0.9
      const [first, ...rest] = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      if (!first || !ANY_HEADER.test(first) || rest.length === 0) return 0
      return rest.every((l) => cutRow(l) !== null) && rest.some((l) => l.trimEnd().endsWith('**')) ? 0.85 : 0
    },
  },
  columns: {
    user: text('Account'),
    terminal: optional(text('Terminal of the last login')),
    source: optional(text('Where from, perhaps cut to 16 characters')),
    login: optional(time('Last login; null when there was none')),
    never: bool('The account never logged in'),
  },
  parse: (lines, out, context) => {
    let from = -1
    for (const line of lines) {
      const other = from < 0 && !HEADER.test(line.text) ? ANY_HEADER.exec(line.text) : null
      if (other || HEADER.test(line.text)) {
        from = line.text.indexOf(other ? other[1]! : 'From')
        out.noise(line)
        continue
      }
      const m = cutRow(line.text)
      if (!m || from < 0) {
        out.unparsed(line, from < 0 ? 'no header of lastlog before this line' : 'not a line of lastlog')
        continue
      }
      const never = m.tail.startsWith('**')
      const { middle } = m
      const words = middle.trim() === '' ? [] : middle.trim().split(/\s+/)
      // One word alone is the terminal or the host: the header's columns say which.
      const column = m.user.length + middle.search(/\S/)
      const host = words.length > 1 ? words.slice(1).join(' ') : words.length === 1 && column >= from ? words[0]! : null
      const terminal = words.length > 1 || (words.length === 1 && column < from) ? words[0]! : null
      out.row({ user: m.user, terminal, source: host, login: never ? null : when(m.tail, context), never }, line)
    }
  },
  events: (r) =>
    r.login === null
      ? []
      : [
          {
            ts: r.login,
            kind: 'login',
            summary: `last login of ${r.user}${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`,
            entities: [['user', r.user]],
          },
        ],
  sights: (r) =>
    r.login === null
      ? []
      : [sight('login', { account: r.user, terminal: r.terminal, source: r.source, login: r.login, success: true })],
})
