/**
 * Login history as last(1) and lastb(1) tell it, newest first.
 *   alice    pts/0        198.51.100.7     Tue Mar  4 09:12:44 2025 - Tue Mar  4 09:40:01 2025  (00:27)
 *   reboot   system boot  3.10.0-1062.1.2. Tue Dec 29 10:11 - 14:35 (7+04:24)
 *   alice    pts/0        host7            Wed Mar  5 09:12   still logged in
 * Without -F a date has no year: the weekday tells which years it can be, the trailer (`wtmp begins`) where they begin,
 * and the order of the lines the rest. `crash` is a session that a boot cut off, `down` one that a shutdown ended,
 * `gone - no logout` one whose process is no more. With -a the host stands last.
 */
import { type Instant, instant, parseIso } from '../../shared/time'
import { bool, defineProbe, int, type Line, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import {
  asctime,
  DAY,
  MINUTE,
  monthOf,
  wall,
  wallOf,
  weekdayAt,
  weekdayOf,
  yearFor,
  yearOf,
} from '../probes-lib/host-when'
import { isPrompt } from '../probes-lib/lines'
import { remembering, skipBlanks, wordEnd } from '../probes-lib/scan'

const FULL = '[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d (?:[+-]\\d{4} )?\\d{4}'
const ISO = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[+-]\\d\\d:?\\d\\d|Z)'
/** AIX prints no weekday. */
const SHORT = '(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d'
const DATE = `${FULL}|${ISO}|${SHORT}`
const LINE = new RegExp(
  `^(?<left>.{0,700}?)\\s(?<login>${DATE})(?:\\s+-\\s+(?<logout>${DATE}|\\d\\d:\\d\\d(?::\\d\\d)?|crash|down|shutdown)|\\s+(?<open>still logged in|still running|gone - no logout|running|\\.)\\.?)?\\s*(?:\\((?<length>[-\\d:+]{1,20})\\))?(?<after>(?:\\s+\\S.{0,300}?)?)\\s*$`,
)
const TRAILER = new RegExp(`^(?<file>\\S+) begins\\s+(?<date>${DATE})`)
const NOISE = /^USER\s+TTY\s+(?:IP|HOST)|^\s*Username\s+TTY/
const TTY =
  /^(?:pts\/\d+|tty\S*|console|ssh|ssh:\S+|ftpd?\d*|vsftpd:\S+|:\d\S*|hvc\d+|xvc\d+|seat\d+|~|web\S*|telnet\S*|dovecot:?\S*|sshd|login|su|[a-z]+:notty|\d{1,10})$/

const isTerminal = remembering((word) => TTY.test(word))

interface Left {
  user: string
  terminal: string
  host: string
}
const SPECIAL = /system |boot time|shutdown time|run-level |(?:old|new) time|\(to lvl /

/** `user tty host`; the user may be blank, or have blanks where someone tried such a name. */
function leftOf(text: string): Left | null {
  const special =
    SPECIAL.test(text) &&
    /^(.{0,256}?)\s*(system boot|system down|(?:boot|shutdown) time|run-level \S|old time|new time|\(to lvl .\)|\(to lvl \d\))\s*(.*)$/.exec(
      text,
    )
  // FreeBSD: `boot time`, without an account.
  if (special && special[2] === 'boot time') return { user: 'reboot', terminal: 'system boot', host: '' }
  if (special && special[2] === 'shutdown time') return { user: 'shutdown', terminal: 'system down', host: '' }
  if (special) return { user: special[1]!.trim(), terminal: special[2]!, host: special[3]!.trim() }
  // The terminal is the first word after the user that looks like one, or the second word.
  let second: readonly [from: number, to: number] | null = null
  let first: readonly [from: number, to: number] | null = null
  const skip = text.startsWith(' ') ? 0 : 1
  for (let i = 0, at = skipBlanks(text, 0); at < text.length; i++) {
    const to = wordEnd(text, at)
    if (i === 0) first = [at, to]
    if (i === 1) second = [at, to]
    if (i >= skip && isTerminal(text.slice(at, to))) {
      second = [at, to]
      break
    }
    at = skipBlanks(text, to)
  }
  if (!first) return null
  if (!second) return { user: text.slice(...first), terminal: '', host: '' }
  const [from, to] = second
  return { user: text.slice(0, from).trim(), terminal: text.slice(from, to), host: text.slice(to).trim() }
}

/** `(1+01:59)`, `(00:27)`, with seconds in some; in seconds. */
function lengthOf(text: string | undefined): number | null {
  const m = /^(-)?(?:(\d+)\+)?(\d+):-?(\d\d)(?::(\d\d))?$/.exec(text ?? '')
  if (!m) return null
  const seconds = Number(m[2] ?? 0) * 86_400 + Number(m[3]) * 3600 + Number(m[4]) * 60 + Number(m[5] ?? 0)
  return m[1] ? -seconds : seconds
}

const exact = (text: string, context: ParseContext): Instant | null => parseIso(text) ?? asctime(text, context.zone)

interface Held {
  readonly line: Line
  readonly g: Record<string, string | undefined>
  readonly left: Left
  at: Instant | null
}

/** Years for dates without one: upwards from where the file begins, or else down from the capture. */
function place(held: readonly Held[], begins: Instant | null, context: ParseContext): void {
  let floor = begins === null ? null : wallOf(begins, context.zone) - DAY
  for (const h of held.toReversed()) {
    const m = /^(?:([A-Z][a-z]{2}) )?([A-Z][a-z]{2}) +(\d+) (\d\d):(\d\d)$/.exec(h.g['login']!)
    if (!m) {
      h.at = exact(h.g['login']!, context)
      if (h.at !== null) floor = wallOf(h.at, context.zone) - DAY
      continue
    }
    const weekday = m[1] === undefined ? null : weekdayOf(m[1])
    const [month, day] = [monthOf(m[2]!), Number(m[3])]
    if (weekday === -1 || month === 0) continue
    let year: number | null = null
    if (floor === null) year = yearFor(month, day, weekday, context)
    else
      for (let y = yearOf(floor); y < yearOf(floor) + 12 && year === null; y++) {
        const at = wall(y, month, day, 23, 59)
        if (at !== null && at >= floor && (weekday === null || weekdayAt(at) === weekday)) year = y
      }
    const at = year === null ? null : wall(year, month, day, Number(m[4]), Number(m[5]))
    if (at === null) continue
    h.at = context.zone.toInstant(at)
    if (floor !== null) floor = at - DAY
  }
}

/** The end of a session: printed in full, or as a time of day that the length places on its day. */
function logoutOf(h: Held, seconds: number | null, context: ParseContext): Instant | null {
  const text = h.g['logout']
  if (!text || h.at === null) return null
  const full = exact(text, context)
  if (full !== null) return full
  if (seconds === null) return null
  const about = wallOf(h.at, context.zone) + seconds * 1_000_000
  const clock = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text)
  if (!clock) return context.zone.toInstant(about)
  const time = (Number(clock[1]) * 60 + Number(clock[2])) * MINUTE + Number(clock[3] ?? 0) * 1_000_000
  const days = Math.round((about - time) / DAY)
  return context.zone.toInstant(days * DAY + time)
}

export default defineProbe({
  title: 'Login history (last, lastb)',
  commands: ['last -F -i', 'lastb -F -i', 'last --time-format iso --fullnames --ip', 'last -a -F', 'last'],
  recognise: {
    names: ['last', 'last.*', 'last_*', 'lastb*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l) && !isPrompt(l)).slice(0, 40)
      if (lines.length === 0) return 0
      const fits = lines.filter((l) => (l.length < 1200 && LINE.test(l)) || TRAILER.test(l)).length
      if (fits < lines.length * 0.8) return 0
      // busybox ends without a word about the file.
      if (head.lines.some((l, i) => i < 3 && /^USER\s+TTY\s+HOST\s+LOGIN\s+TIME\s*$/.test(l))) return 0.85
      return lines.some((l) => TRAILER.test(l)) ||
        lines.some((l) => /\((?:\d+\+)?\d\d:\d\d\)| still logged in| still running/.test(l))
        ? 0.9
        : 0
    },
  },
  columns: {
    user: text('Account; reboot, shutdown or runlevel for the system itself; blank when none was given'),
    terminal: text('Terminal; `system boot` for a boot'),
    source: optional(
      text('Host or address that the login came from, perhaps cut to 16 characters; the kernel for a boot'),
    ),
    login: optional(time('Start of the session; null when the year cannot be told')),
    login_text: text('Start as printed'),
    logout: optional(time('End of the session')),
    ending: text('logout, crash, down, no logout, still logged in, still running, or unknown'),
    duration: optional(int('Length of the session', 'seconds')),
    failed: bool('A failed attempt (lastb)'),
  },
  parse: (lines, out, context) => {
    const held: Held[] = []
    let begins: Instant | null = null
    let file = /lastb|btmp/i.test(context.path) || /lastb|btmp/.test(context.command ?? '') ? 'btmp' : ''
    for (const line of lines) {
      const trailer = TRAILER.exec(line.text)
      if (trailer) {
        file = trailer.groups!['file']!
        begins = exact(trailer.groups!['date']!, context)
        out.noise(line)
        continue
      }
      if (NOISE.test(line.text) || isPrompt(line.text)) {
        out.noise(line)
        continue
      }
      const g = line.text.length < 1200 ? LINE.exec(line.text)?.groups : undefined
      const left = g ? leftOf(g['left']!) : null
      if (!g || !left) out.unparsed(line, 'not a line of last (or dates in another language)')
      else held.push({ line, g: g as Held['g'], left, at: null })
    }
    place(held, begins, context)
    const failed = /btmp/i.test(file)
    for (const h of held) {
      const seconds = lengthOf(h.g['length'])
      const logout = logoutOf(h, seconds, context)
      const said = h.g['logout']
      const open = h.g['open']
      const host = h.left.host || h.g['after']!.trim()
      out.row(
        {
          user: h.left.user,
          terminal: h.left.terminal,
          source: host === '' || host === '0.0.0.0' ? null : host,
          login: h.at,
          login_text: h.g['login']!,
          logout: failed ? null : logout,
          ending: failed
            ? 'unknown'
            : open
              ? open === 'gone - no logout'
                ? 'no logout'
                : open === 'running'
                  ? 'still running'
                  : open === '.'
                    ? 'unknown'
                    : open
              : said === 'shutdown'
                ? 'down'
                : said === 'crash' || said === 'down'
                  ? said
                  : said
                    ? 'logout'
                    : 'unknown',
          duration: seconds,
          failed,
        },
        h.line,
      )
    }
  },
  events: (r) => {
    if (r.login === null) return []
    // BSD and AIX: `reboot   ~`.
    const whole = r.terminal === '~' || r.terminal === ''
    if (r.terminal === 'system boot' || (r.user === 'reboot' && whole))
      return [{ ts: r.login, kind: 'boot', summary: `boot${r.source ? ` of ${r.source}` : ''}` }]
    if (r.terminal === 'system down' || (r.user === 'shutdown' && whole))
      return [{ ts: r.login, kind: 'boot', summary: 'shutdown' }]
    if (/^(?:runlevel|shutdown)$/.test(r.user)) return []
    const where = `${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`
    const entities: ['user' | 'address', string][] = r.user ? [['user', r.user]] : []
    if (r.source && /^[\d.]{7,15}$|^[0-9a-f]*:[0-9a-f:.]+$/i.test(r.source)) entities.push(['address', r.source])
    if (r.failed)
      return [{ ts: r.login, kind: 'login', summary: `failed login of ${r.user}${where}`, severity: 5, entities }]
    const login = { ts: r.login, kind: 'login' as const, summary: `login of ${r.user}${where}`, entities }
    if (r.logout === null || r.ending !== 'logout') return [login]
    return [login, { ts: instant(r.logout), kind: 'logout' as const, summary: `logout of ${r.user}${where}`, entities }]
  },
  sights: (r) =>
    /^(?:reboot|shutdown|runlevel)$/.test(r.user) || /^system /.test(r.terminal)
      ? []
      : [
          sight('login', {
            account: r.user,
            terminal: r.terminal || null,
            source: r.source,
            login: r.login,
            logout: r.logout,
            success: !r.failed,
          }),
        ],
})
