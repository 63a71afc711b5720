/** What several kinds of messages share. */

/** A kernel message without the seconds since boot (`[  812.330001] `) and the caller (`[T1] `) that may stand first. */
export const kernelText = (message: string): string =>
  message.charCodeAt(0) === 91 ? message.replace(/^\[ *\d{1,10}\.\d{1,9}\] ?(?:\[ *[TC]\d{1,9}\] ?)?/, '') : message

const REPEATED = /^message repeated (\d{1,9}) times?: \[ ?(.*?)\]?$/s

/** rsyslog's `message repeated 3 times: [ ...]`: the text inside and how often it happened; else the message and 1. */
export function repeated(message: string): { readonly text: string; readonly count: number } {
  if (!message.startsWith('message repeated ')) return { text: message, count: 1 }
  const m = REPEATED.exec(message)
  return m ? { text: m[2]!, count: Number(m[1]) } : { text: message, count: 1 }
}

/** A number that fits the column, or null. */
export const number = (text: string | undefined): number | null => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}
/** A port, or null when it is none. */
export const port = (text: string | undefined): number | null => {
  const n = number(text)
  return n !== null && n <= 65_535 ? n : null
}
/** Text, or null when it is empty or one of the words for nothing. */
export const known = (text: string | undefined): string | null =>
  text === undefined || text === '' || text === '?' || text === '-' || text === '(none)' || text === 'unknown'
    ? null
    : text

/**
 * One spelling of an address: brackets off, IPv6 in lower case and shortened (RFC 5952; the kernel's firewall log
 * writes all its zeros), `::ffff:192.0.2.1` as the IPv4 address that it is. What is no address stays as it is.
 */
export function address(text: string): string {
  let a = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (!a.includes(':') || !/^[0-9a-fA-F:.%\w-]{2,60}$/.test(a)) return a
  const percent = a.indexOf('%')
  const zone = percent < 0 ? '' : a.slice(percent)
  if (percent >= 0) a = a.slice(0, percent)
  a = a.toLowerCase()
  const mapped = /^(?:0{0,4}:){2,5}(?:0{0,4}:)?ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(a)
  if (mapped) return mapped[1]!
  const groups = a.split(':')
  if (groups.length !== 8 || !groups.every((g) => /^[0-9a-f]{1,4}$/.test(g))) return a + zone
  const short = groups.map((g) => g.replace(/^0+(?=.)/, ''))
  let best = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let k = i
    while (k < 8 && short[k] === '0') k++
    if (k - i > length) {
      best = i
      length = k - i
    }
  }
  const text8 =
    best < 0 ? short.join(':') : `${short.slice(0, best).join(':')}::${short.slice(best + length).join(':')}`
  return text8 + zone
}

/** The value of `key=` in an audit record: quoted, or hexadecimal where auditd did not trust it, or plain. null when absent. */
export function auditField(record: string, key: string): string | null {
  const at = record.search(new RegExp(`[ ']${key}=`))
  if (at < 0) return null
  const rest = record.slice(at + key.length + 2)
  if (rest.startsWith('"')) return rest.slice(1, Math.max(1, rest.indexOf('"', 1)))
  const word = /^[^ '\u001d]*/.exec(rest)![0]
  if (word === '' || word === '?' || word === '(null)') return null
  const hex = /^(?:[0-9A-F]{2}){2,}$/.test(word) && /[A-F]|^[2-7]/.test(word) && /^(?:acct|cmd|comm|exe|grp)$/.test(key)
  return hex ? Buffer.from(word, 'hex').toString('utf8') : word
}
