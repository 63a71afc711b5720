/**
 * A message as rsyslog sees it: what arrives on the wire, taken apart as its parsers do (RFC 5424, and RFC 3164 with the
 * liberties of real senders).
 *   <86>Mar  4 09:12:44 web1 sshd[811]: Failed password for root
 * What is not known of a message is null; a condition that asks for it cannot be told.
 */

/** A time as it is written in a message; microseconds and offset may be unknown. */
export interface Stamp {
  readonly year: number | null
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Digits of the fraction as written; empty when there are none. */
  readonly fraction: string
  /** Minutes east of UTC; null when the stamp says none. */
  readonly offset: number | null
}

export interface Message {
  readonly facility: number
  readonly severity: number
  /** With the blank that separates it from the tag, as rsyslog keeps it; null when the text is not known. */
  readonly msg: string | null
  readonly raw: string | null
  readonly hostname: string | null
  readonly tag: string | null
  readonly stamp: Stamp | null
  readonly received: Stamp | null
  readonly version: 0 | 1
  readonly appName: string | null
  readonly procid: string | null
  readonly msgid: string | null
  readonly structuredData: string | null
  readonly inputname: string | null
  readonly fromhost: string | null
  readonly fromhostIp: string | null
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const monthName = (month: number): string => MONTHS[month - 1] ?? 'Jan'

/** `Mar  4 09:12:44` at the start of the text, with the length that it takes; null when there is none. */
export function readStamp3164(text: string): { stamp: Stamp; length: number } | null {
  const m = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})(:? )/.exec(text)
  const month = m ? MONTHS.indexOf(m[1]!) + 1 : 0
  if (
    !m ||
    month === 0 ||
    Number(m[2]) < 1 ||
    Number(m[2]) > 31 ||
    Number(m[3]) > 23 ||
    Number(m[4]) > 59 ||
    Number(m[5]) > 60
  )
    return null
  return {
    stamp: {
      year: null,
      month,
      day: Number(m[2]),
      hour: Number(m[3]),
      minute: Number(m[4]),
      second: Number(m[5]),
      fraction: '',
      offset: null,
    },
    length: m[0].length,
  }
}

/** `2025-03-04T09:12:44.123456+01:00` and a blank. */
export function readStamp3339(text: string): { stamp: Stamp; length: number } | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})(?: |$)/.exec(text)
  if (!m || Number(m[2]) < 1 || Number(m[2]) > 12 || Number(m[3]) < 1 || Number(m[3]) > 31 || Number(m[4]) > 23)
    return null
  const zone = m[8]!
  const offset = zone === 'Z' ? 0 : (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
  return {
    stamp: {
      year: Number(m[1]),
      month: Number(m[2]),
      day: Number(m[3]),
      hour: Number(m[4]),
      minute: Number(m[5]),
      second: Number(m[6]),
      fraction: m[7] ?? '',
      offset,
    },
    length: m[0].length,
  }
}

/** The tag's program: up to `[`, `:`, `/` or what cannot be printed. */
export function programOf(tag: string): string {
  if (tag !== lastTag) {
    lastTag = tag
    lastProgram = /^[!-.0-9;-Z\\-~]*/.exec(tag)![0]
  }
  return lastProgram
}
// One message is asked for its program by many rules in a row.
let lastTag = ''
let lastProgram = ''
export const procidOf = (tag: string): string | null => /\[([^\]]*)\]/.exec(tag)?.[1] ?? null

const BLANK = {
  received: null,
  appName: null,
  procid: null,
  msgid: null,
  structuredData: null,
  inputname: null,
  fromhost: null,
  fromhostIp: null,
} as const

/** Escapes of control characters that the daemon makes before it parses (`$EscapeControlCharactersOnReceive`). */
export function sanitise(raw: string): string {
  return raw.replace(/\n+$/, '').replace(/[\x00-\x1f\x7f]/g, (c) => `#${c.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

/** What a message line means, with or without `<PRI>` before it; without one it counts as user.notice, as in rsyslog. */
export function readMessage(line: string): Message {
  const raw = sanitise(line)
  const pri = /^<(\d{1,3})>/.exec(raw)
  const number = pri ? Number(pri[1]) : 13
  const valid = number <= 191
  const facility = valid ? number >> 3 : 24
  const severity = number & 7
  const rest = pri ? raw.slice(pri[0].length) : raw
  const head = { ...BLANK, facility, severity, raw }
  return (pri && rest.startsWith('1 ') ? read5424(rest, head) : null) ?? read3164(rest, head)
}

type Head = typeof BLANK & { facility: number; severity: number; raw: string }

function read5424(rest: string, head: Head): Message | null {
  const m = /^1 (\S+) (\S+) (\S+) (\S+) (\S+) (.*)$/s.exec(rest)
  if (!m) return null
  const [, time = '', host = '', app = '', procid = '', msgid = '', tail = ''] = m
  const stamp = time === '-' ? null : readStamp3339(`${time} `)
  if (time !== '-' && !stamp) return null
  const sd = /^(?:-|(?:\[(?:[^\]\\]|\\.)*\])+)/s.exec(tail)
  if (!sd) return null
  const after = tail.slice(sd[0].length)
  return {
    ...head,
    version: 1,
    stamp: stamp?.stamp ?? null,
    hostname: host,
    appName: app,
    procid,
    msgid,
    structuredData: sd[0],
    tag: procid === '-' ? app : `${app}[${procid}]`,
    msg: after.startsWith(' ') ? after.slice(1) : after,
  }
}

function read3164(rest: string, head: Head): Message {
  let text = rest
  const stamped = readStamp3339(text) ?? readStamp3164(text)
  let hostname: string | null = null
  if (stamped) text = text.slice(stamped.length)
  // A host is taken only where a stamp stood before it, and when a blank ends it.
  const host = stamped ? /^([A-Za-z0-9._:/@[\]-]+) /.exec(text) : null
  if (host && !host[1]!.endsWith(':') && !/\[\d+\]$/.test(host[1]!)) {
    hostname = host[1]!
    text = text.slice(host[0].length)
  }
  const tag = /^[^: ]{0,510}:?/.exec(text)![0]
  return { ...head, version: 0, stamp: stamped?.stamp ?? null, hostname, tag, msg: text.slice(tag.length) }
}

/** A message of which nothing but its priority is known: what depends on its text cannot be told. */
export const anyMessage = (facility: number, severity: number): Message => ({
  ...BLANK,
  facility,
  severity,
  version: 0,
  raw: null,
  hostname: null,
  tag: null,
  stamp: null,
  msg: null,
})

/** A message that someone types: facility, severity, program and text. */
export function composeMessage(of: {
  facility: number
  severity: number
  program?: string
  pid?: number | null
  host?: string | null
  text: string
}): Message {
  const tag = of.program ? `${of.program}${of.pid ? `[${of.pid}]` : ''}:` : ''
  return {
    ...BLANK,
    facility: of.facility,
    severity: of.severity,
    version: 0,
    raw: null,
    hostname: of.host ?? null,
    tag,
    stamp: null,
    msg: tag === '' ? of.text : ` ${of.text}`,
  }
}
