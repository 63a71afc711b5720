/**
 * Properties of a message by name (rsyslog's manual, "rsyslog Properties"). Null is what cannot be known here, such as
 * the clock of the host at the time; it is told apart from a property that is empty.
 */

import { type Message, procidOf, programOf, type Stamp } from './message'
import { FACILITY_TEXT, SEVERITY_TEXT } from './names'

export interface PropertyInfo {
  readonly meaning: string
  /** True for a property that is a time, which templates may format. */
  readonly time?: boolean
}

const info = (meaning: string, time = false): PropertyInfo => ({ meaning, time })

/** Names without the `$` that expressions put before them. */
export const PROPERTIES: ReadonlyMap<string, PropertyInfo> = new Map([
  ['msg', info('The text after the tag; of an RFC 3164 message with the blank before it')],
  ['rawmsg', info('The whole message as it came in')],
  ['rawmsg-after-pri', info('The message as it came in, without <PRI>')],
  ['hostname', info('The host that the message names; anyone can write any name')],
  ['source', info('Another name for hostname')],
  ['fromhost', info('The host that the message came from, by reverse look-up of its address')],
  ['fromhost-ip', info('The address that the message came from; 127.0.0.1 for this host')],
  ['fromhost-port', info('The port that the message came from')],
  ['syslogtag', info('The tag: program, process number and colon')],
  ['programname', info('The program of the tag, up to [, : or /')],
  ['pri', info('The priority as a number: facility times eight plus severity')],
  ['pri-text', info('The priority as facility.severity, with the number in <>')],
  ['iut', info('Kind of information unit, for the database schema')],
  ['syslogfacility', info('The facility as a number')],
  ['syslogfacility-text', info('The facility as a word')],
  ['syslogseverity', info('The severity as a number; 0 is the gravest')],
  ['syslogseverity-text', info('The severity as a word')],
  ['syslogpriority', info('Old name for syslogseverity')],
  ['syslogpriority-text', info('Old name for syslogseverity-text')],
  ['timegenerated', info('When this host received the message', true)],
  ['timereported', info('The time in the message', true)],
  ['timestamp', info('The time in the message', true)],
  ['protocol-version', info('1 for RFC 5424, otherwise 0')],
  ['structured-data', info('The structured data of RFC 5424; - when there is none')],
  ['app-name', info('The program by RFC 5424, or that of the tag')],
  ['procid', info('The process number by RFC 5424, or that of the tag; - when there is none')],
  ['msgid', info('The message id of RFC 5424; - when there is none')],
  ['parsesuccess', info('OK when a parser understood the message, FAIL otherwise')],
  ['inputname', info('The module that received the message, as imuxsock or imudp')],
  ['jsonmesg', info('The whole message object as JSON')],
  ['uuid', info('A random number for the message')],
  ['$bom', info('The byte order mark of UTF-8')],
  ['$uptime', info('How long the host is up, in seconds')],
  ['$now', info('The date of the daemon’s clock, YYYY-MM-DD')],
  ['$year', info('The year of the daemon’s clock')],
  ['$month', info('The month of the daemon’s clock')],
  ['$day', info('The day of the daemon’s clock')],
  ['$wday', info('The weekday of the daemon’s clock, 0 for Sunday')],
  ['$hour', info('The hour of the daemon’s clock')],
  ['$hhour', info('The half hour of the daemon’s clock, 0 or 1')],
  ['$qhour', info('The quarter hour of the daemon’s clock, 0 to 3')],
  ['$minute', info('The minute of the daemon’s clock')],
  ['$now-utc', info('As $now, in UTC')],
  ['$year-utc', info('As $year, in UTC')],
  ['$month-utc', info('As $month, in UTC')],
  ['$day-utc', info('As $day, in UTC')],
  ['$hour-utc', info('As $hour, in UTC')],
  ['$minute-utc', info('As $minute, in UTC')],
  ['$myhostname', info('The name of this host')],
])

export const isVariable = (name: string): boolean => /^\$?[!./]/.test(name)
export const knownProperty = (name: string): boolean => isVariable(name) || PROPERTIES.has(name.toLowerCase())

/** The stamp that a time property stands for; undefined when the property is none. */
export function stampOf(message: Message, name: string): Stamp | null | undefined {
  switch (name.toLowerCase()) {
    case 'timereported':
    case 'timestamp':
      return message.stamp
    case 'timegenerated':
      return message.received
    default:
      return undefined
  }
}

/** The text of a property that is neither a time nor a variable; null when it cannot be known. */
export function propertyText(message: Message, name: string): string | null {
  const facility = Math.min(message.facility, 24)
  switch (name.toLowerCase()) {
    case 'msg':
      return message.msg
    case 'rawmsg':
      return message.raw
    case 'rawmsg-after-pri':
      return message.raw === null ? null : message.raw.replace(/^<\d{1,3}>/, '')
    case 'hostname':
    case 'source':
      return message.hostname
    case 'fromhost':
      return message.fromhost
    case 'fromhost-ip':
      return message.fromhostIp
    case 'syslogtag':
      return message.tag
    case 'programname':
      return message.version === 1
        ? programOf(message.appName ?? '')
        : message.tag === null
          ? null
          : programOf(message.tag)
    case 'app-name':
      return message.version === 1 ? message.appName : message.tag === null ? null : programOf(message.tag)
    case 'procid':
      return message.version === 1
        ? (message.procid ?? '-')
        : message.tag === null
          ? null
          : (procidOf(message.tag) ?? '-')
    case 'msgid':
      return message.msgid ?? '-'
    case 'structured-data':
      return message.structuredData ?? '-'
    case 'protocol-version':
      return String(message.version)
    case 'pri':
      return String(facility * 8 + message.severity)
    case 'pri-text':
      return `${FACILITY_TEXT[facility]}.${SEVERITY_TEXT[message.severity]}`
    case 'syslogfacility':
      return String(facility)
    case 'syslogfacility-text':
      return FACILITY_TEXT[facility] ?? 'invld'
    case 'syslogseverity':
    case 'syslogpriority':
      return String(message.severity)
    case 'syslogseverity-text':
    case 'syslogpriority-text':
      return SEVERITY_TEXT[message.severity] ?? null
    case 'inputname':
      return message.inputname
    case 'iut':
      return '1'
    case '$bom':
      return '\ufeff'
    case 'parsesuccess':
      return 'OK'
    default:
      return null
  }
}
