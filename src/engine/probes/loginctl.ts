/**
 * Sessions as systemd-logind keeps them: `loginctl list-sessions`, `show-session` and `session-status`.
 *   SESSION  UID USER  SEAT  TTY
 *         3 1000 alice       pts/0
 *   SESSION  UID USER  SEAT  LEADER CLASS   TTY   IDLE SINCE             version 255 and later
 *   Id=3                                                                 show-session
 *   Timestamp=Tue 2025-03-04 09:12:44 UTC
 * A cell without a value is empty, or a hyphen in later versions.
 */
import { type Instant, parseIso } from '../../shared/time'
import { bool, defineProbe, int, type Line, list, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { cellFinder, cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { isPrompt } from '../probes-lib/lines'
import { count } from '../probes-lib/numbers'

const HEADER = /^\s*SESSION\s+UID\s+USER(?:\s+[A-Z]+)*\s*$/
const NOISE = /^\d+ sessions? listed\.\s*$|^No sessions\.\s*$/
const PROPERTY = /^([A-Z][A-Za-z]{1,40})=(.{0,4000})$/
const STATUS = /^(\d{1,10}|c\d{1,10}) - (\S{1,256}) \((\d{1,10})\)\s*$/
const FIELD = /^ {1,20}([A-Z][a-z A-Z]{1,20}): (.{1,2000})$/

interface Found {
  readonly session: string
  readonly fields: ReadonlyMap<string, string>
}
const nothing = (value: string | undefined) => (value === undefined || value === '' || value === '-' ? null : value)
const truth = (value: string | undefined) => (value === 'yes' ? true : value === 'no' ? false : null)

/** `Tue 2025-03-04 09:12:44 UTC`, perhaps with `; 3h ago`; only zones that say their offset are taken as printed. */
function moment(value: string | undefined, context: ParseContext): Instant | null {
  const m = /(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: (\S{1,10}))?/.exec(value ?? '')
  if (!m) return null
  if (m[2] === 'UTC' || m[2] === 'GMT') return parseIso(`${m[1]!.replace(' ', 'T')}Z`)
  return parseIso(m[1]!, context.zone)
}

export default defineProbe({
  title: 'Sessions (loginctl)',
  commands: ['loginctl list-sessions', 'loginctl show-session <id>', 'loginctl session-status <id>'],
  recognise: {
    names: ['loginctl*', 'loginctl_list-sessions*', 'loginctl_show-session*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !isPrompt(l))
      if (lines.some((l, i) => i < 3 && HEADER.test(l))) return 0.95
      if (/^Id=\S+$/m.test(head.text) && /^Leader=\d+$/m.test(head.text) && lines.every((l) => PROPERTY.test(l)))
        return 0.95
      return STATUS.test(lines[0] ?? '') && /^\s+(?:Since|Leader): /m.test(head.text) ? 0.9 : 0
    },
  },
  columns: {
    session: text('Session id'),
    uid: optional(int('User id')),
    user: optional(text('Account')),
    seat: optional(text('Seat: a set of screen and keyboard')),
    terminal: optional(text('Terminal')),
    leader: optional(int('Process that leads the session')),
    class: optional(text('user, greeter, manager, background, ...')),
    type: optional(text('tty, x11, wayland, unspecified')),
    service: optional(text('PAM service that opened it: sshd, login, su, ...')),
    state: optional(text('active, online or closing')),
    remote: optional(bool('Whether it came over the network')),
    source: optional(text('Host or address that it came from')),
    login: optional(time('Start of the session')),
    idle: optional(text('Whether it is idle, as printed')),
    scope: optional(text('Unit of systemd that its processes belong to')),
    other: list('Further fields as name=value'),
  },
  parse: (lines, out, context) => {
    let columns: readonly HeaderColumn[] | null = null
    let find = cellFinder([])
    let open: { fields: Map<string, string>; first: Line; last: Line } | null = null
    let tree = false
    const put = () => {
      if (!open) return
      const { fields, first, last } = open
      open = null
      const session = fields.get('Id')
      if (session === undefined) {
        out.unparsed(first, 'properties without the id of a session')
        return
      }
      out.row(rowOf({ session, fields }, context), first, last)
    }
    for (const line of lines) {
      const { text: said } = line
      if (said.length > 5000) {
        out.unparsed(line, 'longer than a line of loginctl')
        continue
      }
      if (HEADER.test(said)) {
        put()
        columns = headerColumns(said)
        find = cellFinder(columns)
        out.noise(line)
        continue
      }
      if (NOISE.test(said) || isPrompt(said)) {
        out.noise(line)
        continue
      }
      const property = PROPERTY.exec(said)
      if (property) {
        if (property[1] === 'Id') put()
        open ??= { fields: new Map(), first: line, last: line }
        open.fields.set(property[1]!, property[2]!)
        open.last = line
        continue
      }
      const status = STATUS.exec(said)
      if (status) {
        put()
        tree = false
        open = {
          fields: new Map([
            ['Id', status[1]!],
            ['Name', status[2]!],
            ['User', status[3]!],
          ]),
          first: line,
          last: line,
        }
        continue
      }
      const now: { fields: Map<string, string>; last: Line } | null = open
      if (now) {
        const field = tree ? null : FIELD.exec(said)
        if (field) now.fields.set(field[1]!, field[2]!.trim())
        if (field?.[1] === 'Unit') tree = true
        if (field || tree || /^\s/.test(said)) {
          now.last = line
          continue
        }
      }
      const cells = columns ? cellsOf(columns, said) : null
      if (!cells || !/^\w{1,20}$/.test(find(cells, 'SESSION')) || count(find(cells, 'UID')) === null) {
        out.unparsed(line, 'not a line of loginctl')
        continue
      }
      const fields = new Map<string, string>()
      for (const [from, to] of [
        ['UID', 'User'],
        ['USER', 'Name'],
        ['SEAT', 'Seat'],
        ['TTY', 'TTY'],
        ['LEADER', 'Leader'],
        ['CLASS', 'Class'],
        ['STATE', 'State'],
        ['IDLE', 'IdleHint'],
      ] as const)
        fields.set(to, find(cells, from))
      out.row(rowOf({ session: find(cells, 'SESSION'), fields }, context), line)
    }
    put()
  },
  events: (r) =>
    r.login === null || r.user === null
      ? []
      : [
          {
            ts: r.login,
            kind: 'login',
            summary: `login of ${r.user}${r.terminal ? ` on ${r.terminal}` : ''}${r.source ? ` from ${r.source}` : ''}`,
            pid: r.leader,
            entities: [['user', r.user]],
          },
        ],
  sights: (r) =>
    r.user === null
      ? []
      : [sight('login', { account: r.user, terminal: r.terminal, source: r.source, login: r.login, success: true })],
})

const TAKEN =
  /^(?:Id|Name|User|Seat|TTY|Leader|Class|Type|Service|State|Remote|RemoteHost|Timestamp|TimestampMonotonic|IdleHint|Scope|Unit|Since|Display)$/

function rowOf({ session, fields }: Found, context: ParseContext) {
  const get = (...names: string[]) => {
    for (const name of names) {
      const value = nothing(fields.get(name))
      if (value !== null) return value
    }
    return null
  }
  // session-status: `Leader: 868 (sshd)`, `TTY: pts/0`, `Remote: 198.51.100.7`, `Service: sshd; type tty; class user`
  const service = /^(\S+?)(?:; type (\S+?))?(?:; class (\S+))?$/.exec(get('Service') ?? '')
  const remote = get('Remote')
  const idle = get('IdleHint', 'Idle')
  return {
    session,
    uid: count(fields.get('User')),
    user: get('Name'),
    seat: get('Seat'),
    terminal: get('TTY'),
    leader: count(/^\d+/.exec(get('Leader') ?? '')?.[0]),
    class: get('Class') ?? service?.[3] ?? null,
    type: get('Type') ?? service?.[2] ?? null,
    service: service?.[1] ?? null,
    state: get('State'),
    remote: remote === null ? null : (truth(remote) ?? true),
    source: get('RemoteHost') ?? (remote !== null && truth(remote) === null ? remote : null),
    login: moment(get('Timestamp', 'Since') ?? undefined, context),
    idle,
    scope: get('Scope', 'Unit'),
    other: [...fields]
      .filter(([name, value]) => !TAKEN.test(name) && value !== '')
      .map(([name, value]) => `${name}=${value}`),
  }
}
