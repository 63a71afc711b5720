/** Replays the log messages of a case through two configurations. */

import type { CaseImpact, ConfigSet } from '../../shared/config-file'
import { Fault } from '../../shared/fault'
import { type Filter, NO_FILTER } from '../../shared/model'
import { configure, type LogConfig } from '../../shared/syslog/configure'
import { replay } from '../../shared/syslog/impact'
import { composeMessage, type Message } from '../../shared/syslog/message'
import { dialectOf, parseLogConfig } from '../../shared/syslog/parse'
import type { Reader } from '../store/reader'

/** Messages replayed at most; the answer says of how many. */
const MOST = 200_000

export const configOf = (set: ConfigSet): LogConfig =>
  configure(
    set.files.map(({ path, text }) => ({ path, document: parseLogConfig(text, dialectOf(path, text)) })),
    set.main,
  )

/** Facility of a program, by what it logs to when nothing else is set; user when it is not known. */
export function facilityOfProgram(program: string | null): number {
  const name = (program ?? '').toLowerCase()
  if (
    /^(?:sshd(?:-session)?|sudo|su|login|systemd-logind|polkitd|passwd|useradd|userdel|usermod|groupadd|chage|gdm.*|pam_.*|unix_chkpwd)$/.test(
      name,
    )
  )
    return 10
  if (/^(?:kernel|klogd)$/.test(name)) return 0
  if (/^(?:crond?|anacron|atd|run-parts)$/.test(name)) return 9
  if (/^(?:postfix.*|sendmail|exim\d?|dovecot|opendkim|spamd)$/.test(name)) return 2
  if (/^(?:r?syslogd|syslog-ng)$/.test(name)) return 5
  if (/^(?:vsftpd|proftpd|pure-ftpd|ftpd)$/.test(name)) return 11
  if (/^(?:audit|auditd|audisp.*)$/.test(name)) return 13
  if (
    /^(?:systemd.*|dbus.*|named|ntpd|chronyd|dhclient|networkmanager|cups.*|snmpd|xinetd|dockerd|containerd)$/.test(
      name,
    )
  )
    return 3
  return 1
}

/** Of one host, or of all. Errors: bad-use when `main` is not among the files; cancelled. */
export async function replayCase(
  reader: Reader,
  before: ConfigSet,
  after: ConfigSet,
  host: number | null,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<CaseImpact> {
  for (const { main, files } of [before, after])
    if (!files.some((f) => f.path === main)) throw new Fault('bad-use', `${main} is not among the files`, { main })
  const run = replay(configOf(before), configOf(after))
  const filter: Filter = { ...NO_FILTER, kinds: ['log'], hosts: host === null ? [] : [host] }
  const { total } = await reader.events({ filter, first: 0, count: 1 }, signal)
  let guessed = 0
  let done = 0
  for await (const rows of reader.eachEvent(filter, MOST, signal)) {
    if (signal.aborted) throw new Fault('cancelled', 'cancelled')
    for (const row of rows) {
      if (row.facility === null) guessed++
      run.add(messageOf(row))
    }
    done += rows.length
    progress(done, Math.min(total, MOST))
    // Other calls have their turn.
    await new Promise((next) => setImmediate(next))
  }
  return { ...run.result(), total, guessed }
}

function messageOf(row: {
  facility: number | null
  severity: number | null
  program: string | null
  pid: number | null
  text: string
}): Message {
  return composeMessage({
    facility: row.facility ?? facilityOfProgram(row.program),
    severity: row.severity ?? 6,
    ...(row.program ? { program: row.program } : {}),
    pid: row.pid,
    text: row.text,
  })
}
