/** What a journal entry says of where it came from, as columns; the same for each spelling of the journal. */
import { int, type LogDetails, list, logDetails, optional, text } from '../../define'

/** Fields by name; of one that occurs several times the first. */
export type Fields = ReadonlyMap<string, string>

const CURSOR = /(?:^|;)i=([0-9a-f]{1,16})(?:;|$)/
const KNOWN = new Set(
  '__CURSOR __REALTIME_TIMESTAMP __MONOTONIC_TIMESTAMP __SEQNUM __SEQNUM_ID _BOOT_ID _MACHINE_ID _HOSTNAME _TRANSPORT _SYSTEMD_UNIT _SYSTEMD_USER_UNIT _EXE _CMDLINE _COMM _PID _UID _GID _AUDIT_LOGINUID _AUDIT_SESSION MESSAGE MESSAGE_ID PRIORITY SYSLOG_FACILITY SYSLOG_IDENTIFIER SYSLOG_PID'.split(
    ' ',
  ),
)
const columns = {
  seqnum: optional(int('Sequence number of the entry in its journal')),
  boot: optional(text('Boot in which it was logged (_BOOT_ID)')),
  monotonic: optional(int('Microseconds since that boot')),
  machine: optional(text('Machine id')),
  transport: optional(text('How it came to journald: syslog, journal, stdout, kernel, audit, driver')),
  unit: optional(text('systemd unit that logged it; the user’s own unit where that is told')),
  exe: optional(text('Executable')),
  cmdline: optional(text('Command line')),
  uid: optional(int('User id of the process')),
  gid: optional(int('Group id of the process')),
  login_uid: optional(int('User id of the login that it belongs to (audit)')),
  login_session: optional(int('Login session that it belongs to (audit)')),
  message_id: optional(text('Kind of message, as the program numbers its own')),
  fields: list('All other fields, as NAME=value'),
}

const number = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null

/** `read` gives the fields of one entry, null when it is none. */
export const journalDetails = (read: (event: Uint8Array) => Fields | null): LogDetails =>
  logDetails({
    columns,
    read: (event) => {
      const f = read(event)
      if (!f) return null
      const cursor = CURSOR.exec(f.get('__CURSOR') ?? '')?.[1]
      const word = (name: string) => f.get(name) ?? null
      const uid = number(f.get('_AUDIT_LOGINUID'))
      const session = number(f.get('_AUDIT_SESSION'))
      const UNSET = 4_294_967_295
      return {
        seqnum: number(f.get('__SEQNUM')) ?? (cursor ? Number.parseInt(cursor, 16) : null),
        boot: word('_BOOT_ID'),
        monotonic: number(f.get('__MONOTONIC_TIMESTAMP')),
        machine: word('_MACHINE_ID'),
        transport: word('_TRANSPORT'),
        unit: word('_SYSTEMD_USER_UNIT') ?? word('_SYSTEMD_UNIT'),
        exe: word('_EXE'),
        cmdline: word('_CMDLINE'),
        uid: number(f.get('_UID')),
        gid: number(f.get('_GID')),
        login_uid: uid === UNSET ? null : uid,
        login_session: session === UNSET ? null : session,
        message_id: word('MESSAGE_ID'),
        fields: [...f].filter(([name]) => !KNOWN.has(name)).map(([name, value]) => `${name}=${value}`),
      }
    },
  })
