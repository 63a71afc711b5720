/** `user@host:port` as people write it. */
import { Fault } from '../../shared/fault'

export interface Target {
  /** As written; an alias of the ssh configuration, a name or an address. */
  readonly name: string
  readonly user: string | null
  readonly port: number | null
}

/** Also `ssh://user@host:port`, `[2001:db8::1]:22` and a bare IPv6 address. Errors: Fault `bad-use`. */
export function readTarget(text: string): Target {
  const bad = (why: string): never => {
    throw new Fault('bad-use', `"${text}" is no host to connect to: ${why}`)
  }
  const plain = text
    .trim()
    .replace(/^ssh:\/\//, '')
    .replace(/\/$/, '')
  const at = plain.lastIndexOf('@')
  const user = at >= 0 ? plain.slice(0, at) : null
  const rest = plain.slice(at + 1)
  const m =
    /^\[([^\]]+)\](?::(\d+))?$/.exec(rest) ??
    (/^[^:]*:[^:]*:/.test(rest) ? [rest, rest, undefined] : /^([^:]*)(?::(.*))?$/.exec(rest))
  const name = m?.[1] ?? ''
  if (name === '') return bad('it names no host')
  if (user === '') return bad('it names no user before the @')
  if (/[\0-\x20\x7f]/.test(plain)) return bad('it holds a blank or control character')
  if (name.startsWith('-')) return bad('a name does not begin with a dash')
  const port = m?.[2] === undefined ? null : Number(m[2])
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65535)) return bad(`"${m?.[2]}" is no port`)
  return { name, user, port }
}

/** How a host is shown: the port only when it is not 22. */
export const showTarget = (user: string, host: string, port: number): string =>
  `${user}@${host.includes(':') ? `[${host}]` : host}${port === 22 ? '' : `:${port}`}`
