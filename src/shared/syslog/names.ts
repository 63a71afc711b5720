/**
 * Facilities and severities by name and number, RFC 5424 tables 1 and 2, with the words that daemons write for them
 * (syslog.conf(5) of sysklogd and the BSDs; rsyslog's selectors). A word's meaning in a sentence is what hover shows.
 */

export interface FacilityName {
  readonly code: number
  readonly meaning: string
  /** What to write instead, when the word is an old one. */
  readonly instead?: string
}

/** How many facilities a mask holds: 24, and one for numbers beyond, which rsyslog calls `invld`. */
export const FACILITIES = 25

/** As rsyslog prints them (property `syslogfacility-text`). */
export const FACILITY_TEXT: readonly string[] = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
  'invld',
]

export const SEVERITY_TEXT: readonly string[] = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']

const local = (n: number): readonly [string, FacilityName] => [
  `local${n}`,
  { code: 16 + n, meaning: `Free for local use, number ${n}; which program uses it is set in that program` },
]

/** Words of a selector, in lower case. */
export const FACILITY_NAMES: ReadonlyMap<string, FacilityName> = new Map<string, FacilityName>([
  ['kern', { code: 0, meaning: 'Messages of the kernel; programs cannot send them' }],
  ['user', { code: 1, meaning: 'Programs that name no facility' }],
  ['mail', { code: 2, meaning: 'The mail system' }],
  ['daemon', { code: 3, meaning: 'Services without a facility of their own' }],
  ['auth', { code: 4, meaning: 'Logins and authorisation that anyone may read' }],
  ['security', { code: 4, meaning: 'Old word for auth', instead: 'auth' }],
  ['syslog', { code: 5, meaning: 'Messages of the log daemon itself' }],
  ['lpr', { code: 6, meaning: 'The printing system' }],
  ['news', { code: 7, meaning: 'The news (NNTP) system' }],
  ['uucp', { code: 8, meaning: 'The UUCP system' }],
  ['cron', { code: 9, meaning: 'cron and at' }],
  ['authpriv', { code: 10, meaning: 'Logins and authorisation with private content: sshd, sudo, su, PAM' }],
  ['ftp', { code: 11, meaning: 'File transfer services' }],
  ['ntp', { code: 12, meaning: 'Time service' }],
  ['bsd_security', { code: 13, meaning: 'Security messages of FreeBSD (number 13)' }],
  ['audit', { code: 13, meaning: 'Audit messages (number 13)' }],
  ['console', { code: 14, meaning: 'What is written to the console (number 14)' }],
  ['cron_sol', { code: 15, meaning: 'cron of Solaris (number 15)' }],
  ['cron2', { code: 15, meaning: 'Second clock service (number 15)' }],
  local(0),
  local(1),
  local(2),
  local(3),
  local(4),
  local(5),
  local(6),
  local(7),
  ['mark', { code: 24, meaning: 'The marks that the daemon writes by itself at intervals' }],
])

export interface SeverityName {
  readonly code: number
  readonly meaning: string
  readonly instead?: string
}
export const SEVERITY_NAMES: ReadonlyMap<string, SeverityName> = new Map<string, SeverityName>([
  ['emerg', { code: 0, meaning: 'The system is unusable' }],
  ['panic', { code: 0, meaning: 'Old word for emerg', instead: 'emerg' }],
  ['alert', { code: 1, meaning: 'Must be acted on at once' }],
  ['crit', { code: 2, meaning: 'Critical condition' }],
  ['err', { code: 3, meaning: 'Error' }],
  ['error', { code: 3, meaning: 'Old word for err', instead: 'err' }],
  ['warning', { code: 4, meaning: 'Warning' }],
  ['warn', { code: 4, meaning: 'Old word for warning', instead: 'warning' }],
  ['notice', { code: 5, meaning: 'Normal, but worth attention' }],
  ['info', { code: 6, meaning: 'Informational' }],
  ['debug', { code: 7, meaning: 'For finding faults in a program' }],
])

/** `auth.info`, `10.6` or `<86>` as numbers; null when it is none of these. */
export function readPriority(text: string): { facility: number; severity: number } | null {
  const number = /^<?(\d{1,3})>?$/.exec(text)
  if (number) {
    const pri = Number(number[1])
    return pri <= 191 ? { facility: pri >> 3, severity: pri & 7 } : null
  }
  const [f = '', s = '', ...more] = text.toLowerCase().split('.')
  if (more.length > 0) return null
  const facility = /^\d{1,2}$/.test(f) ? Number(f) : FACILITY_NAMES.get(f)?.code
  const severity = /^[0-7]$/.test(s) ? Number(s) : SEVERITY_NAMES.get(s)?.code
  return facility === undefined || facility > 23 || severity === undefined ? null : { facility, severity }
}
