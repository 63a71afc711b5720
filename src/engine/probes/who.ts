/**
 * Who is logged in, as who(1) tells it, with -a the system's own records too.
 *   alice    pts/0        2025-03-04 09:12 (198.51.100.7)
 *   alice  + pts/1        2025-03-04 09:30 00:07        1301 (198.51.100.7)
 *            system boot  2025-03-01 08:00
 * In the C locale and on BSD the date is `Mar  4 09:12`: its year is the last one before the capture.
 */
import { type Instant, parseIso } from '../../shared/time'
import { defineProbe, int, type Line, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { monthOf, wall, yearFor } from '../probes-lib/host-when'
import { isPrompt, words } from '../probes-lib/lines'

const HEADER = /^(?:NAME|USER|Name)\s+(?:ST?\s+)?L(?:INE|ine)\s+(?:TIME|WHEN|Time)\b/
/** who -q: the accounts, and how many. */
const NAMES = /^[\w.@+-]{1,64}(?: [\w.@+-]{1,64})*\s*$/
const COUNT = /^# users=\d{1,9}\s*$/
const LINE =
  /^(?<user>\S{1,256})?\s+(?:\.\s+(?=system boot|run-level))?(?:(?<mesg>[+?-])\s+)?(?<line>system boot|run-level \S|old time|new time|\S{1,64}|(?=\d{4}-))\s+(?<when>\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d)(?:\s+(?<idle>\.|old|\?|\d{1,2}:\d\d))?(?:\s+(?<pid>\d{1,10}))?(?:\s+(?<comment>\S.{0,400}?))?\s*$/

function when(printed: string, context: ParseContext): Instant | null {
  const iso = parseIso(printed, context.zone)
  if (iso !== null) return iso
  const m = /^([A-Z][a-z]{2}) +(\d+) (\d\d):(\d\d)$/.exec(printed)
  const year = m ? yearFor(monthOf(m[1]!), Number(m[2]), null, context) : null
  const at = m && year !== null ? wall(year, monthOf(m[1]!), Number(m[2]), Number(m[3]), Number(m[4])) : null
  return at === null ? null : context.zone.toInstant(at)
}

const NOTHING = {
  user: null,
  event: null,
  terminal: null,
  ts: null,
  ts_text: null,
  idle: null,
  pid: null,
  source: null,
  comment: null,
  writable: null,
}

export default defineProbe({
  title: 'Logged in (who)',
  commands: ['who -a', 'who'],
  recognise: {
    names: ['who', 'who.*', 'who_*', 'who-*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !isPrompt(l)).slice(0, 40)
      const rows = lines.filter((l) => !HEADER.test(l))
      // The count looks like a prompt of root.
      const counted = head.lines.filter((l) => l.trim() !== '')
      if (counted.length === 2 && NAMES.test(counted[0]!) && COUNT.test(counted[1]!)) return 0.9
      return rows.length > 0 &&
        rows.every((l) => l.length < 1000 && (LINE.test(l) || /^\s+\.\s+run-level \S\s*$/.test(l)))
        ? rows.length < lines.length
          ? 0.9
          : 0.75
        : 0
    },
  },
  columns: {
    user: optional(text('Account; LOGIN for a waiting getty; null for the system')),
    event: optional(text('system boot, run-level 5, ...; null for a login')),
    terminal: optional(text('Terminal')),
    ts: optional(time('Since when, to the minute; null when the year cannot be told')),
    ts_text: optional(text('Since when, as printed')),
    idle: optional(text('Idle time: `.` within the minute, old for more than a day')),
    pid: optional(int('Process of the login')),
    source: optional(text('Where from')),
    comment: optional(text('What else is printed (id=, term=, exit=)')),
    writable: optional(text('+ when others may write to the terminal, - when not, ? when unknown')),
  },
  parse: (lines, out, context) => {
    let names: Line | null = null
    for (const line of lines) {
      if (COUNT.test(line.text)) {
        for (const user of words(names?.text ?? '')) out.row({ ...NOTHING, user }, names!)
        out.noise(line)
        names = null
        continue
      }
      if (HEADER.test(line.text) || isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      const g = line.text.length < 1000 ? LINE.exec(line.text)?.groups : undefined
      // BSD prints the run level without a time.
      const level = g ? null : /^\s+\.\s+(run-level \S)\s*$/.exec(line.text)
      if (level) {
        out.row({ ...NOTHING, event: level[1]! }, line)
        continue
      }
      if (!g && NAMES.test(line.text)) {
        if (names) out.unparsed(names, 'not a line of who')
        names = line
        continue
      }
      if (!g) {
        out.unparsed(line, 'not a line of who')
        continue
      }
      const event = /^(?:system boot|run-level|old time|new time)/.test(g['line']!)
        ? g['line']!
        : g['user'] === 'reboot'
          ? 'system boot'
          : null
      const bracket = /^(.*?)\s*\(([^()]*)\)$/.exec(g['comment'] ?? '')
      const rest = (bracket ? bracket[1] : g['comment']) || null
      out.row(
        {
          user: g['user'] ?? null,
          event,
          terminal: event ? null : g['line'] || null,
          ts: when(g['when']!, context),
          ts_text: g['when']!,
          idle: g['idle'] ?? null,
          // After a run level stand counts of System V, not a process.
          pid: g['pid'] === undefined || event?.startsWith('run-level') ? null : Number(g['pid']),
          source: bracket?.[2] || null,
          comment: event?.startsWith('run-level') && g['pid'] ? `${g['pid']} ${rest ?? ''}`.trim() : rest,
          writable: g['mesg'] ?? null,
        },
        line,
      )
    }
  },
  events: (r) => {
    if (r.ts === null) return []
    if (r.event === 'system boot') return [{ ts: r.ts, kind: 'boot', summary: 'boot' }]
    if (r.event !== null || r.user === null || r.user === 'LOGIN') return []
    const where = `${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`
    return [
      { ts: r.ts, kind: 'login', summary: `login of ${r.user}${where}`, pid: r.pid, entities: [['user', r.user]] },
    ]
  },
  sights: (r) =>
    r.event !== null || r.user === null || r.user === 'LOGIN'
      ? []
      : [sight('login', { account: r.user, terminal: r.terminal, source: r.source, login: r.ts, success: true })],
})
