/**
 * One RFC 5424 message in a line: `<165>1 2003-10-11T22:14:15.003Z host app - ID47 [sd@1 iut="3"] An event`, perhaps with
 * the count of octets before it (RFC 6587). Apart from its own format, because a host that changed from the BSD stamp to
 * this one has both in one file.
 */
import type { Zone } from '../../../shared/time'
import { int, type LogDetails, type LogSink, list, logDetails, optional, text } from '../../define'
import { digits, isDigit, pastDigits, small } from './bytes'
import { isoScanner } from './iso'

/** What the last frame with a count still has to come on further lines. */
export const missing = { octets: 0 }

/** Puts the frame at `start` into the sink; its end, or -1 when there is none. `to` is the end of the line. */
export type Frame = (b: Uint8Array, start: number, to: number, sink: LogSink) => number

export function frameReader(zone: Zone): Frame {
  const iso = isoScanner(zone)
  return (b, start, to, sink) => {
    let i = start
    let end = to
    let counted = -1
    const past = pastDigits(b, i, to, 7)
    if (past > i && b[past] === 32 && b[past + 1] === 60) {
      counted = digits(b, i, past - i)
      i = past + 1
      end = Math.min(to, i + counted)
    }
    if (b[i] !== 60) return -1
    const pri = pastDigits(b, i + 1, end, 3)
    const priority = small(b, i + 1, pri)
    if (priority < 0 || priority > 191 || b[pri] !== 62) return -1
    const version = pastDigits(b, pri + 1, end, 2)
    if (version === pri + 1 || b[pri + 1] === 48 || b[version] !== 32) return -1
    let k = version + 1
    let ts = Number.NaN
    if (b[k] === 45 && b[k + 1] === 32) k++
    else {
      k = iso.at(b, k, end)
      if (k < 0) return -1
      ts = iso.ts
    }
    // HOSTNAME, APP-NAME, PROCID, MSGID: a space before each.
    const at: [number, number, number, number, number] = [0, 0, 0, 0, 0]
    for (let field = 0; field < 5; field++) {
      if (b[k] !== 32 || k >= end) return -1
      k++
      at[field] = k
      if (field === 4) break
      // The longest field is HOSTNAME with 255; some slack, but no megabytes.
      const most = Math.min(end, k + 1024)
      while (k < most && b[k] !== 32) k++
      if (k === at[field] || k >= most) return -1
    }
    const known = (field: number) => !(b[at[field]!] === 45 && at[field + 1]! - at[field]! === 2)
    const host = known(0) ? sink.word(b, at[0], at[1] - 1) : -1
    const program = known(1) ? sink.word(b, at[1], at[2] - 1) : -1
    const pid = isDigit(b[at[2]]) ? small(b, at[2], at[3] - 1) : -1
    k = pastData(b, at[4], end)
    let message = k < end && b[k] === 32 ? k + 1 : Math.min(k, end)
    if (b[message] === 0xef && b[message + 1] === 0xbb && b[message + 2] === 0xbf && message + 3 <= end) message += 3
    sink.event(start, end, message, ts, host, program, pid, priority >> 3, priority & 7)
    missing.octets = counted >= 0 && i + counted > to ? i + counted - to : 0
    return end
  }
}

/** Past the structured data at `i`: `-`, or elements in brackets one after the other. */
function pastData(b: Uint8Array, i: number, to: number): number {
  if (b[i] === 45) return i + 1
  let k = i
  while (k < to && b[k] === 91) {
    let quoted = false
    let j = k + 1
    for (; j < to; j++) {
      const c = b[j]
      if (c === 92) j++
      else if (c === 34) quoted = !quoted
      else if (c === 93 && !quoted) break
    }
    // An element that never closes: the rest is the message.
    if (j >= to) return k
    k = j + 1
  }
  return k
}

const HEAD =
  /^(?:\d{1,7} )?<\d{1,3}>(?<version>\d{1,2}) \S{1,64} \S{1,1024} \S{1,1024} (?<procid>\S{1,1024}) (?<msgid>\S{1,1024}) (?=[[-])/
const decoder = new TextDecoder()
const known = (value: string): string | null => (value === '-' ? null : value)

/** `[a@1 x="1"][b]`: the ids of elements, and their parameters as `a@1 x=1`. */
function elements(data: string): { ids: string[]; params: string[] } {
  const ids: string[] = []
  const params: string[] = []
  let i = 0
  while (data[i] === '[') {
    let k = ++i
    while (k < data.length && data[k] !== ' ' && data[k] !== ']') k++
    const id = data.slice(i, k)
    ids.push(id)
    while (data[k] === ' ') {
      const equals = data.indexOf('="', k)
      if (equals < 0) return { ids, params }
      let value = ''
      let v = equals + 2
      for (; v < data.length && data[v] !== '"'; v++) {
        // Only these three are escaped; before anything else a backslash is itself (6.3.3).
        if (data[v] === '\\' && '"\\]'.includes(data[v + 1] ?? ' ')) v++
        value += data[v]
      }
      params.push(`${id} ${data.slice(k + 1, equals).trim()}=${value}`)
      k = v + 1
    }
    i = k + 1
  }
  return { ids, params }
}

export const frameDetails: LogDetails = logDetails({
  columns: {
    version: int('Version of the protocol'),
    procid: optional(text('PROCID as sent')),
    msgid: optional(text('MSGID: the type of message, as the program calls it')),
    structured: list('Ids of the elements of structured data'),
    params: list('Parameters of structured data, as ID NAME=VALUE'),
  },
  read: (event) => {
    const line = decoder.decode(event.length > 65_536 ? event.subarray(0, 65_536) : event)
    const head = HEAD.exec(line)
    if (!head) return null
    const { version, procid, msgid } = head.groups as Record<string, string>
    const { ids, params } = elements(line.slice(head[0].length))
    return { version: Number(version), procid: known(procid!), msgid: known(msgid!), structured: ids, params }
  },
})
