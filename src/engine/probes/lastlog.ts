/**
 * The last login of each account, as lastlog(8) prints it; all accounts that never logged in are listed too.
 *   Username         Port     From             Latest
 *   alice            pts/0    198.51.100.7     Tue Mar  4 09:12:44 +0000 2025
 *   daemon                                     **Never logged in**
 */
import { bool, defineProbe, optional, text, time } from '../define'
import { sight } from '../facets'
import { asctime } from '../probes-lib/host-when'

const HEADER = /^Username\s+Port\s+From\s+Latest\s*$/
const LINE =
  /^(\S.{0,255}?)(\s.*?)?\s(\*\*Never logged in\*\*|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [+-]\d{4} \d{4})\s*$/

export default defineProbe({
  title: 'Last login of each account (lastlog)',
  commands: ['lastlog'],
  recognise: { names: ['lastlog*'], shape: (head) => (head.lines.slice(0, 5).some((l) => HEADER.test(l)) ? 0.9 : 0) },
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
      if (HEADER.test(line.text)) {
        from = line.text.indexOf('From')
        out.noise(line)
        continue
      }
      const m = line.text.length < 2000 ? LINE.exec(line.text) : null
      if (!m || from < 0) {
        out.unparsed(line, from < 0 ? 'no header of lastlog before this line' : 'not a line of lastlog')
        continue
      }
      const never = m[3]!.startsWith('**')
      const middle = m[2] ?? ''
      const words = middle.trim() === '' ? [] : middle.trim().split(/\s+/)
      // One word alone is the terminal or the host: the header's columns say which.
      const column = m[1]!.length + middle.search(/\S/)
      const host = words.length > 1 ? words.slice(1).join(' ') : words.length === 1 && column >= from ? words[0]! : null
      const terminal = words.length > 1 || (words.length === 1 && column < from) ? words[0]! : null
      out.row(
        { user: m[1]!.trim(), terminal, source: host, login: never ? null : asctime(m[3]!, context.zone), never },
        line,
      )
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
