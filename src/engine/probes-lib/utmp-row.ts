/** Rows from records of utmp, whether read from the file or from what utmpdump printed of it. */
import type { Instant } from '../../shared/time'
import { bool, type EventDraft, int, optional, type RowOf, text, time } from '../define'
import { type Sight, sight } from '../facets'
import type { UtmpRecord } from './utmp'
import { SHUTDOWN, UTMP_TYPES } from './utmp-layouts'

export const UTMP_COLUMNS = {
  type: text('USER_PROCESS (login), DEAD_PROCESS (logout), BOOT_TIME, RUN_LVL, LOGIN_PROCESS, ...'),
  ts: optional(time('When it was written')),
  user: text('Account; reboot, shutdown, runlevel or LOGIN for the system itself'),
  terminal: text('Line: pts/0, tty1, :0, ssh:notty'),
  source: optional(text('Host or address that the login came from, as the program wrote it; the kernel for a boot')),
  address: optional(text('Address that the login came from')),
  pid: int('Process that logged in'),
  id: text('Suffix of the line, or init id'),
  session: optional(int('Session id')),
  exit_signal: optional(int('Signal that ended the process')),
  exit_status: optional(int('Exit status of the process')),
  failed: bool('A failed attempt'),
  ended: optional(time('When the session ended; null when open, or when this is no login')),
  ending: optional(text('logout; shutdown; crash (the next boot came first); replaced (its line was taken again)')),
} as const
export type UtmpRow = RowOf<typeof UTMP_COLUMNS>

type Ending = 'logout' | 'shutdown' | 'crash' | 'replaced'

/** When and how each session ended; by index of the record that began it. */
function endings(records: readonly UtmpRecord[]): Map<number, readonly [Instant | null, Ending]> {
  const open = new Map<string, number>()
  const ids = new Map<string, string>()
  const out = new Map<number, readonly [Instant | null, Ending]>()
  const closeAll = (at: Instant | null, how: Ending) => {
    for (const begun of open.values()) out.set(begun, [at, how])
    open.clear()
  }
  records.forEach((r, i) => {
    if (r.type === 7 || r.type === 8) {
      // FreeBSD ends a session by its id, without the line.
      const line = r.line === '' && r.id !== '' ? (ids.get(r.id) ?? '') : r.line
      const begun = open.get(line)
      if (begun !== undefined) {
        out.set(begun, [r.at, r.type === 8 ? 'logout' : 'replaced'])
        open.delete(line)
      }
      if (r.type === 7 && r.line !== '') {
        open.set(r.line, i)
        ids.set(r.id, r.line)
      }
    } else if (r.type === 2) closeAll(r.at, 'crash')
    else if (r.type === SHUTDOWN || (r.type === 1 && r.user === 'shutdown')) closeAll(r.at, 'shutdown')
  })
  return out
}

/** btmp: told by its name, or by holding nothing but attempts (sshd and login write LOGIN_PROCESS with the user tried). */
export const holdsFailures = (path: string, records: readonly UtmpRecord[]): boolean =>
  /(?:^|[/_])btmp[^/]*$/i.test(path) ||
  (records.length > 0 && records.every((r) => r.type === 0 || (r.type === 6 && r.user !== 'LOGIN' && r.user !== '')))

/** One row a record, null for a type that utmp does not have. */
export function utmpRows(records: readonly UtmpRecord[], failures: boolean): (UtmpRow | null)[] {
  const ends = failures ? new Map<number, readonly [Instant | null, Ending]>() : endings(records)
  return records.map((r, i) =>
    r.type < 0 || r.type >= UTMP_TYPES.length
      ? null
      : {
          type: UTMP_TYPES[r.type]!,
          ts: r.at,
          user: r.user,
          terminal: r.line,
          source: r.host === '' ? null : r.host,
          address: r.address,
          pid: r.pid,
          id: r.id,
          session: r.session,
          exit_signal: r.termination,
          exit_status: r.exit,
          failed: failures,
          ended: ends.get(i)?.[0] ?? null,
          ending: ends.get(i)?.[1] ?? null,
        },
  )
}

export function utmpEvents(r: UtmpRow): readonly EventDraft[] {
  if (r.ts === null) return []
  const from = r.source ?? r.address
  const where = `${r.terminal ? ` on ${r.terminal}` : ''}${from ? ` from ${from}` : ''}`
  const entities: ['user' | 'address', string][] = []
  if (r.user && (r.failed || r.type === 'USER_PROCESS')) entities.push(['user', r.user])
  if (r.address) entities.push(['address', r.address])
  const pid = r.pid > 0 ? r.pid : null
  if (r.failed)
    return [{ ts: r.ts, kind: 'login', summary: `failed login of ${r.user}${where}`, pid, severity: 5, entities }]
  if (r.type === 'USER_PROCESS')
    return [{ ts: r.ts, kind: 'login', summary: `login of ${r.user}${where}`, pid, entities }]
  if (r.type === 'DEAD_PROCESS' && r.terminal !== '')
    return [{ ts: r.ts, kind: 'logout', summary: `session ended on ${r.terminal}`, pid, entities }]
  if (r.type === 'BOOT_TIME') return [{ ts: r.ts, kind: 'boot', summary: `boot${r.source ? ` of ${r.source}` : ''}` }]
  if (r.type === 'SHUTDOWN_TIME' || (r.type === 'RUN_LVL' && r.user === 'shutdown'))
    return [{ ts: r.ts, kind: 'boot', summary: 'shutdown' }]
  return []
}

export const utmpSights = (r: UtmpRow): readonly Sight[] =>
  r.type === 'USER_PROCESS' || r.failed
    ? [
        sight('login', {
          account: r.user,
          terminal: r.terminal || null,
          source: r.address ?? r.source,
          login: r.ts,
          logout: r.ended,
          success: !r.failed,
        }),
      ]
    : []
