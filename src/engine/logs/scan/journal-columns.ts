/** The columns of every spelling of the journal. */
import { int, optional, text, time } from '../../define'

export const JOURNAL_COLUMNS = {
  ts: optional(time('When it was sent, else when journald received it')),
  host: optional(text('_HOSTNAME')),
  program: optional(text('SYSLOG_IDENTIFIER, else _COMM')),
  pid: optional(int('_PID, else SYSLOG_PID')),
  facility: optional(int('SYSLOG_FACILITY')),
  severity: optional(int('PRIORITY')),
  message: text('MESSAGE'),
}
