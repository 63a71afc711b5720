/** What a line of a web server's access log says, as columns (NCSA common and combined; Apache's vhost_combined). */
import { int, logDetails, optional, text } from '../../define'
import { lineOf } from './line-of'

const columns = {
  vhost: optional(text('Virtual host that was asked, with its port where it is logged')),
  client: text('Who asked: an address, or a name where the server looks names up'),
  ident: optional(text('Name that the client’s identd gave')),
  user: optional(text('Name given for a protected page')),
  request: optional(text('The request as the client sent it, quotes and control characters escaped')),
  method: optional(text('GET, POST, ...')),
  path: optional(text('What was asked for, with the query')),
  protocol: optional(text('HTTP/1.1, ...')),
  status: optional(int('Status of the answer')),
  bytes: optional(int('Size of the answer', 'bytes')),
  referrer: optional(text('Page that led here, as the client says')),
  agent: optional(text('The client’s own name, as the client says')),
  more: optional(text('What the server logs beyond')),
}

const STAMP = /\[\d{1,2}\/[^\]\s]{3,24}(?: [+-]\d{4})?\] ?/
const QUOTED = /^"((?:[^"\\]|\\.)*)"/
const REQUEST = /^([A-Za-z][\w-]{0,30}) (.*?)(?: (\S{1,12}\/\d[\d.]{0,4}))?$/
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]+)$/i

const dash = (word: string | undefined): string | null => (word === undefined || word === '-' ? null : word)
const number = (word: string | undefined): number | null =>
  word !== undefined && /^\d{1,15}$/.test(word) ? Number(word) : null

export const httpDetails = logDetails({
  columns,
  read: (event) => {
    const line = lineOf(event)
    const stamp = STAMP.exec(line)
    if (!stamp) return null
    const before = line.slice(0, stamp.index).trimEnd().split(' ')
    // A virtual host stands before the client: the second word is then an address instead of identd's name.
    const vhost = ADDRESS.test(before[1] ?? '') ? before.shift()! : null
    const [client, ident, ...user] = before
    if (!client) return null
    let rest = line.slice(stamp.index + stamp[0].length)
    const quoted = (): string | undefined => {
      const m = QUOTED.exec(rest)
      if (!m) return undefined
      rest = rest.slice(m[0].length).trimStart()
      return m[1]
    }
    const request = dash(quoted())
    const numbers = /^(\d{3}|-)(?: (\d+|-))?(?: |$)/.exec(rest)
    if (numbers) rest = rest.slice(numbers[0].length)
    const referrer = quoted()
    const agent = quoted()
    const parts = request === null ? null : REQUEST.exec(request)
    return {
      vhost,
      client,
      ident: dash(ident),
      user: dash(user.join(' ') || undefined),
      request,
      method: parts?.[1] ?? null,
      path: parts?.[2] ?? null,
      protocol: parts?.[3] ?? null,
      status: number(numbers?.[1]),
      bytes: number(numbers?.[2]),
      referrer: dash(referrer),
      agent: dash(agent),
      more: rest.trim() === '' ? null : rest.trim(),
    }
  },
})
