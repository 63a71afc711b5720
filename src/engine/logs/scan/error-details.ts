/** What a line of a web server's error log says beside its text: Apache and nginx. */
import { int, logDetails, optional, text } from '../../define'
import { lineOf } from './line-of'

const columns = {
  module: optional(text('Module of Apache 2.4')),
  level: optional(text('Level as printed')),
  tid: optional(text('Thread, or nginx’s worker thread')),
  connection: optional(int('nginx’s number of the connection')),
  client: optional(text('Address of the client')),
  client_port: optional(int('Port of the client')),
  code: optional(text('Apache’s number of the message (AH00128)')),
  server: optional(text('nginx: server block')),
  request: optional(text('nginx: the request')),
  upstream: optional(text('nginx: the server behind')),
  host: optional(text('nginx: the host that was asked for')),
  referrer: optional(text('Page that led here, as the client says')),
}
const none = Object.fromEntries(Object.keys(columns).map((k) => [k, null])) as { [K in keyof typeof columns]: null }

/** `192.0.2.7:46652`, `[2001:db8::7]:46652` and addresses alone. */
function client(text: string): { client: string; client_port: number | null } {
  const m = /^\[?(.*?)\]?:(\d{1,5})$/.exec(text)
  // An IPv6 address without brackets has colons of its own.
  return m && (text.startsWith('[') || !m[1]!.includes(':'))
    ? { client: m[1]!, client_port: Number(m[2]) }
    : { client: text, client_port: null }
}

export const apacheErrorDetails = logDetails({
  columns,
  read: (event) => {
    const line = lineOf(event)
    const head = /^\[[^\]]{20,40}\] \[(?:([\w.-]*):)?(\w+)\] ?/.exec(line)
    if (!head) return null
    let rest = line.slice(head[0].length)
    const tid = /^\[pid \d+(?::tid (\w+))?\] ?/.exec(rest)
    if (tid) rest = rest.slice(tid[0].length)
    const from = /\[client ([^\]\s]{1,100})\] ?/.exec(rest)
    if (from) rest = rest.slice(from.index + from[0].length)
    return {
      ...none,
      module: head[1] || null,
      level: head[2]!,
      tid: tid?.[1] ?? null,
      ...(from ? client(from[1]!) : {}),
      code: /^(AH\d{5}): /.exec(rest)?.[1] ?? null,
      referrer: /, referer: (\S+)$/.exec(rest)?.[1] ?? null,
    }
  },
})

export const nginxErrorDetails = logDetails({
  columns,
  read: (event) => {
    const line = lineOf(event)
    const head = /^\S+ \S+ \[(\w+)\] \d+#(\d+): (?:\*(\d+) )?/.exec(line)
    if (!head) return null
    const text = line.slice(head[0].length)
    const of = (name: string): string | null =>
      new RegExp(`, ${name}: (?:"((?:[^"\\\\]|\\\\.)*)"|([^,\\s]+))`)
        .exec(text)
        ?.slice(1)
        .find((v) => v !== undefined) ?? null
    const from = of('client')
    return {
      ...none,
      level: head[1]!,
      tid: head[2]!,
      connection: head[3] === undefined ? null : Number(head[3]),
      ...(from === null ? {} : client(from)),
      server: of('server'),
      request: of('request'),
      upstream: of('upstream'),
      host: of('host'),
      referrer: of('referrer'),
    }
  },
})
