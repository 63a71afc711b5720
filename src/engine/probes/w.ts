/**
 * Who is logged in and what they do, as w(1) tells it; the first line is that of uptime.
 *    19:43:06 up 2 days, 19:32,  2 users,  load average: 0.00, 0.00, 0.00
 *   USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT
 *   alice    pts/0    198.51.100.7     Thu22   10.00s  0.17s  0.00s w
 * LOGIN@ is the time of day for today, weekday and hour within the week, and the date before; TTY or FROM may be blank.
 */
import type { Instant } from '../../shared/time'
import { defineProbe, int, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { HOUR, wallOf, weekdayOf } from '../probes-lib/host-when'
import { isPrompt, words } from '../probes-lib/lines'
import { remembering, skipBlanks } from '../probes-lib/scan'
import { lastHour, resolveStart } from '../probes-lib/start-time'
import { UPTIME } from '../probes-lib/uptime-line'

/** Other languages keep TTY, LOGIN@, JCPU and PCPU. */
const HEADER =
  /^(?:USER\s+TTY\s+(?:FROM\s+)?(?:LOGIN@\s+)?IDLE\s+(?:JCPU\s+PCPU\s+)?WHAT|\p{L}{2,10}\.?\s+TTY\s+(?:\p{L}{2,10}\.?\s+)?LOGIN@\s+\p{L}{2,10}\.?\s+JCPU\s+PCPU\s+\p{L}{2,10}\.?)\s*$/u
/** Solaris: cells may be blank, and stand under their headers. */
const SOLARIS = /^User\s+tty\s+login@\s+idle\s+JCPU\s+PCPU\s+what\s*$/
const LINE =
  /^(\S{1,256})(\s.{0,300}?)?\s+(\d{1,2}:\d\d(?:[ap]m|[AP]M)?|[A-Z][a-z]{2}\d{2}(?:[ap]m|[AP]M)?|\d{1,2}[A-Z][a-z]{2}\d{2}|\?)\s+(\d+days?|\d+:\d\dm?|\d+\.\d\ds|\d+s?|-|\.|\?)\s+(\S+\s+\S+\s+)?(\S.{0,4000})?$/

/** The printed moment and how far off it may be, in seconds. */
function since(printed: string, context: ParseContext): { at: Instant; error: number } | null {
  const hour = /^([A-Z][a-z]{2})(\d{2})$/.exec(printed)
  if (hour && context.capturedAt !== null) {
    const weekday = weekdayOf(hour[1]!)
    if (weekday < 0 || Number(hour[2]) > 23) return null
    const at = lastHour(weekday, Number(hour[2]), wallOf(context.capturedAt, context.zone))
    return { at: context.zone.toInstant(at + HOUR / 2), error: 1800 }
  }
  return resolveStart(
    printed
      .toUpperCase()
      .replace(/^(\d*)([A-Z])([A-Z]{2})(?!M?$)/, (_, d: string, a: string, b: string) => d + a + b.toLowerCase()),
    context,
  )
}

export default defineProbe({
  title: 'Logged in, and doing what (w)',
  commands: ['w'],
  recognise: {
    names: ['w', 'w.*', 'w_*'],
    shape: (head) => (head.lines.slice(0, 4).some((l) => HEADER.test(l) || SOLARIS.test(l)) ? 0.9 : 0),
  },
  columns: {
    user: text('Account, perhaps cut to eight characters'),
    terminal: optional(text('Terminal; null when the session has none')),
    source: optional(text('Where from; null when local')),
    login: optional(time('Start of the session')),
    login_error: optional(int('How far off the start may be, either way', 'seconds')),
    login_text: text('Start as printed'),
    idle: optional(text('Idle time as printed; null when none is')),
    jcpu: optional(text('Processor time of all processes of the terminal, as printed')),
    pcpu: optional(text('Processor time of the current process, as printed')),
    what: optional(text('Command line of the current process')),
  },
  parse: (lines, out, context) => {
    const started = remembering((printed) => since(printed, context))
    let from = -1
    let cpu = true
    let known = false
    let columns: readonly HeaderColumn[] | null = null
    for (const line of lines) {
      if (SOLARIS.test(line.text)) {
        columns = headerColumns(line.text)
        out.noise(line)
        continue
      }
      if (HEADER.test(line.text)) {
        known = true
        // The word between TTY and LOGIN@.
        from = /TTY\s+(?!LOGIN@|IDLE)\S/.test(line.text) ? line.text.search(/(?<=TTY\s+)\S/) : -1
        cpu = line.text.includes('JCPU')
        out.noise(line)
        continue
      }
      if (UPTIME.test(line.text) || isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      const cells = columns && line.text.length < 5000 ? cellsOf(columns, line.text) : null
      if (cells?.[0] && cells[2] && started(cells[2])) {
        const [user, terminal, login_text, idle, jcpu, pcpu, what] = cells as [string, ...string[]]
        const begun = started(login_text!)
        out.row(
          {
            user,
            terminal: terminal || null,
            source: null,
            login: begun?.at ?? null,
            login_error: begun?.error ?? null,
            login_text: login_text!,
            idle: idle || null,
            jcpu: jcpu || null,
            pcpu: pcpu || null,
            what: what || null,
          },
          line,
        )
        continue
      }
      const g = known && line.text.length < 5000 ? LINE.exec(line.text) : null
      if (!g) {
        out.unparsed(line, known ? 'not a line of w' : 'no header of w before this line')
        continue
      }
      const middle = g[2] ?? ''
      const found = words(middle)
      const column = g[1]!.length + skipBlanks(middle, 0)
      const single = found.length === 1 && from >= 0 && column >= from
      const source = found.length > 1 ? found[1]! : single ? found[0]! : null
      const start = started(g[3]!)
      const times = cpu ? words(g[5] ?? '') : []
      out.row(
        {
          user: g[1]!,
          terminal: found.length > 1 || !single ? (found[0] ?? null) : null,
          source: source === '-' || source === null ? null : source,
          login: start?.at ?? null,
          login_error: start?.error ?? null,
          login_text: g[3]!,
          idle: g[4]!,
          jcpu: times[0] ?? null,
          pcpu: times[1] ?? null,
          what: (cpu ? '' : (g[5] ?? '')) + (g[6] ?? '') || null,
        },
        line,
      )
    }
  },
  events: (r) =>
    r.login === null || (r.login_error ?? 0) > 1800
      ? []
      : [
          {
            ts: r.login,
            kind: 'login',
            summary: `login of ${r.user}${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`,
            entities: [['user', r.user]],
          },
        ],
  sights: (r) => [
    sight('login', { account: r.user, terminal: r.terminal, source: r.source, login: r.login, success: true }),
  ],
})
