/** Words of logging: severities, facilities, kinds of event. RFC 5424 section 6.2.1, syslog(3). */

export interface SeverityWord {
  readonly name: string
  readonly short: string
  readonly names: readonly string[]
  readonly about: string
}
/** By number, 0 (worst) to 7. */
export const SEVERITIES: readonly SeverityWord[] = [
  { name: 'emerg', short: 'EMG', names: ['emerg', 'emergency', 'panic'], about: 'Emergency: the system is unusable' },
  { name: 'alert', short: 'ALR', names: ['alert'], about: 'Alert: somebody must act at once' },
  { name: 'crit', short: 'CRT', names: ['crit', 'critical'], about: 'Critical conditions' },
  { name: 'err', short: 'ERR', names: ['err', 'error'], about: 'Error conditions' },
  { name: 'warning', short: 'WRN', names: ['warning', 'warn'], about: 'Warning conditions' },
  { name: 'notice', short: 'NTC', names: ['notice'], about: 'Normal, but worth notice' },
  { name: 'info', short: 'INF', names: ['info', 'informational'], about: 'Informational' },
  { name: 'debug', short: 'DBG', names: ['debug'], about: 'Debugging detail' },
]

/** By number. */
export const FACILITIES: readonly (readonly [name: string, about: string])[] = [
  ['kern', 'Kernel messages'],
  ['user', 'Messages of user programs'],
  ['mail', 'Mail system'],
  ['daemon', 'System daemons'],
  ['auth', 'Security and authorisation'],
  ['syslog', 'The syslog daemon itself'],
  ['lpr', 'Printing'],
  ['news', 'Network news'],
  ['uucp', 'UUCP'],
  ['cron', 'Clock daemon (cron, at)'],
  ['authpriv', 'Security and authorisation, private'],
  ['ftp', 'FTP daemon'],
  ['ntp', 'NTP'],
  ['security', 'Log audit'],
  ['console', 'Log alert'],
  ['clock', 'Clock daemon (solaris-cron)'],
  ['local0', 'Local use 0'],
  ['local1', 'Local use 1'],
  ['local2', 'Local use 2'],
  ['local3', 'Local use 3'],
  ['local4', 'Local use 4'],
  ['local5', 'Local use 5'],
  ['local6', 'Local use 6'],
  ['local7', 'Local use 7'],
]

export const KINDS: Readonly<Record<string, string>> = {
  log: 'A line of a log file',
  login: 'A session began, from the login records or the log',
  logout: 'A session ended',
  boot: 'The host started',
  process: 'A process started; its start time comes from the process list and may be off by a second or a minute',
  socket: 'A socket was seen at the moment of capture',
  file: 'A file’s time stamp: modified, read, changed or born',
  capture: 'The evidence was captured at this moment',
  command: 'A command was run',
  package: 'A package was installed, updated or removed',
}
