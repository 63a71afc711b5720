/** One connection to a host, through any number of hosts in between. */
import { connect as tcp } from 'node:net'
import type { Duplex } from 'node:stream'
import { type AuthenticationType, Client } from 'ssh2'
import type { CollectHost } from '../../shared/collect'
import { Fault } from '../../shared/fault'
import { algorithms } from './algorithms'
import { decideKey, type HostKey, readKnown } from './host-keys'
import { knownTypes } from './known-hosts'
import { login } from './login'
import type { Ask, Secrets } from './secrets'
import { type ConfigSource, type HostConfig, resolveHost, systemConfig } from './ssh-config'
import { readTarget, showTarget } from './target'

export interface ConnectOptions {
  readonly ask: Ask
  readonly secrets: Secrets
  /** The case's own known_hosts file. */
  readonly caseFile: string
  readonly signal?: AbortSignal
  readonly source?: ConfigSource
  /** How long the host may be silent before the login, in milliseconds. */
  readonly patience?: number
}

export interface Connected {
  readonly client: Client
  readonly user: string
  readonly host: string
  readonly port: number
  readonly shown: string
  readonly key: HostKey
  /** How the login was made: `publickey /path`, `password`, ... */
  readonly method: string
  /** What the host sent before the protocol began, and before the login; text of the suspect. */
  readonly greeting: string | null
  readonly banner: string | null
  /** Our end of the connection, as this machine sees it; null behind another host. */
  readonly local: { readonly address: string; readonly port: number } | null
  readonly algorithms: Readonly<Record<string, string>>
  readonly via: readonly string[]
  readonly notes: readonly string[]
  /** Resolves once the connection has ended, with the reason. */
  readonly ended: Promise<string>
  close(): void
}

const PATIENCE = 20_000

function open(
  host: string,
  port: number,
  patience: number,
  signal?: AbortSignal,
): Promise<Duplex & { local: Connected['local'] }> {
  return new Promise((resolve, reject) => {
    const socket = tcp({ host, port })
    const where = `${host} port ${port}`
    const fail = (why: string, code: 'unreadable' | 'cancelled' = 'unreadable') => {
      socket.destroy()
      reject(new Fault(code, code === 'cancelled' ? 'cancelled' : `${where}: ${why}`, { host, port }))
    }
    const late = setTimeout(() => fail(`no answer within ${patience / 1000} s`), patience)
    const stop = () => fail('', 'cancelled')
    signal?.addEventListener('abort', stop, { once: true })
    const done = () => {
      clearTimeout(late)
      signal?.removeEventListener('abort', stop)
      socket.off('error', onError)
    }
    const onError = (error: NodeJS.ErrnoException) => {
      done()
      const words: Record<string, string> = {
        ECONNREFUSED: 'the connection was refused: nothing listens there',
        ENOTFOUND: 'there is no such name',
        EHOSTUNREACH: 'the host cannot be reached',
        ENETUNREACH: 'the network cannot be reached',
        ETIMEDOUT: 'no answer',
      }
      fail(words[error.code ?? ''] ?? error.message)
    }
    socket.once('error', onError)
    socket.once('connect', () => {
      done()
      socket.setNoDelay(true)
      const local =
        socket.localAddress && socket.localPort ? { address: socket.localAddress, port: socket.localPort } : null
      resolve(Object.assign(socket, { local }))
    })
  })
}

const forward = (client: Client, host: string, port: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
      if (error)
        reject(
          new Fault('unreadable', `${host} port ${port} cannot be reached from the host in between: ${error.message}`),
        )
      else resolve(stream)
    })
  })

function explain(
  error: Error & { level?: string; code?: string },
  shown: string,
  legacy: boolean,
  tried: readonly string[],
): Fault {
  const { message, level } = error
  // What sshd says once MaxAuthTries is reached.
  if (level === 'client-authentication' || /too many authentication failures/i.test(message))
    return new Fault('unreadable', `${shown} refused the login; tried: ${tried.join(', ') || 'nothing'}`, {
      refused: true,
    })
  if (/no matching/i.test(message))
    return new Fault(
      'unsupported',
      `${shown} and Vestigo have no algorithm in common (${message})${legacy ? '' : '. An old host may need the outdated ones: allow them explicitly (--legacy)'}`,
      { legacy: true },
    )
  if (level === 'handshake' || level === 'protocol')
    return new Fault('unreadable', `${shown} does not speak SSH as expected: ${message}`)
  return new Fault('unreadable', `${shown}: ${message}`)
}

interface Hop {
  readonly config: HostConfig
  readonly spec: CollectHost
}

async function one(
  { config, spec }: Hop,
  socket: Duplex,
  local: Connected['local'],
  options: ConnectOptions,
): Promise<Omit<Connected, 'via'>> {
  const { ask, secrets, caseFile, signal } = options
  const { hostName: host, port, user } = config
  const shown = showTarget(user, host, port)
  const client = new Client()
  const known = readKnown(config.knownHosts, caseFile)
  const tried: string[] = []
  let greeting: string | null = null
  let banner: string | null = null
  let negotiated: Record<string, string> = {}
  let key: HostKey | null = null
  let stopped: Fault | null = null
  // The clock of patience stands still while a person is thinking.
  let late: NodeJS.Timeout | undefined
  const patience = options.patience ?? PATIENCE
  const give = (fault: Fault) => {
    stopped ??= fault
    client.end()
    socket.destroy()
  }
  const wait = () => {
    clearTimeout(late)
    late = setTimeout(
      () => give(new Fault('unreadable', `${shown} did not finish the login within ${patience / 1000} s`)),
      patience,
    )
  }
  const asking: Ask = async (question) => {
    clearTimeout(late)
    try {
      return await ask(question)
    } finally {
      wait()
    }
  }
  const ways = login({
    config,
    credentials: spec.credentials,
    home: (options.source ?? systemConfig()).home,
    shown,
    ask: asking,
    secrets,
  })
  const cancel = () => give(new Fault('cancelled', 'cancelled'))
  signal?.addEventListener('abort', cancel, { once: true })
  let end: (why: string) => void = () => {}
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  let lastError = 'the host closed the connection'
  try {
    await new Promise<void>((resolve, reject) => {
      wait()
      client.on('greeting', (text) => {
        greeting = text
      })
      client.on('banner', (text) => {
        banner = text
      })
      client.on('handshake', (n) => {
        negotiated = { kex: n.kex, hostKey: n.serverHostKey, cipher: n.cs.cipher, mac: n.cs.mac ?? '' }
        wait()
      })
      client.on('change password', () =>
        give(
          new Fault(
            'unsupported',
            `${shown} demands that the password be changed before the login. That would write to the host, so it was not done: log in another way, or change it outside.`,
          ),
        ),
      )
      client.on('error', (error: Error & { level?: string }) => {
        lastError = error.message
        // The agent is one way of several.
        if (error.level === 'agent') return
        reject(stopped ?? ways.fault() ?? explain(error, shown, spec.legacy, tried))
      })
      client.on('close', () => {
        reject(stopped ?? ways.fault() ?? new Fault('unreadable', `${shown}: ${lastError}`))
        end(lastError)
      })
      client.on('ready', () => resolve())
      client.connect({
        sock: socket as never,
        username: user,
        ident: 'Vestigo',
        readyTimeout: 0,
        keepaliveInterval: 10_000,
        keepaliveCountMax: 3,
        algorithms: algorithms(spec.legacy, knownTypes(known, host, port)),
        hostVerifier: (shownKey: Buffer, verify: (good: boolean) => void) => {
          decideKey(known, { host, port }, shownKey, caseFile, asking).then(
            (decided) => {
              key = decided
              verify(true)
            },
            (error: Fault) => {
              stopped ??= error
              verify(false)
            },
          )
        },
        authHandler: ((left: AuthenticationType[] | null, _partial: boolean, next: (way: unknown) => void) => {
          wait()
          void ways.next(left).then((way) => {
            if (way && way.type !== 'none') tried.push(way.type)
            next(way)
          })
        }) as never,
      })
    })
  } catch (error) {
    client.end()
    socket.destroy()
    throw error
  } finally {
    clearTimeout(late)
    signal?.removeEventListener('abort', cancel)
  }
  return {
    client,
    user,
    host,
    port,
    shown,
    key: key!,
    method: ways.used(),
    greeting,
    banner,
    local,
    algorithms: negotiated,
    notes: config.notes,
    ended,
    close: () => {
      client.end()
      socket.destroy()
    },
  }
}

/**
 * Logs in to a host. Errors: Fault `unreadable` (not there, refused, its key is not good; see detail), `unsupported` (no
 * algorithm in common, a password change is demanded), `bad-use` (no such target), `cancelled`.
 */
export async function connectHost(spec: CollectHost, options: ConnectOptions): Promise<Connected> {
  const source = options.source ?? systemConfig()
  const patience = options.patience ?? PATIENCE
  const resolved = (text: string) => {
    const target = readTarget(text)
    return resolveHost(target.name, { user: target.user, port: target.port }, source)
  }
  const last = resolved(spec.target)
  const jumps = spec.jumps.length > 0 ? spec.jumps : last.jumps
  const hops: Hop[] = [...jumps.map((jump) => ({ config: resolved(jump), spec })), { config: last, spec }]
  const passed: Omit<Connected, 'via'>[] = []
  try {
    for (const hop of hops) {
      const before = passed.at(-1)
      const { hostName, port } = hop.config
      if (hop.config.notes.length > 0) throw new Fault('unsupported', hop.config.notes[0]!)
      const direct = before ? null : await open(hostName, port, patience, options.signal)
      const socket = direct ?? (await forward(before!.client, hostName, port))
      passed.push(await one(hop, socket, direct?.local ?? null, options))
    }
  } catch (error) {
    for (const p of passed.toReversed()) p.close()
    throw error
  }
  const there = passed.at(-1)!
  const via = passed.slice(0, -1)
  return {
    ...there,
    via: via.map((p) => p.shown),
    close: () => {
      there.close()
      for (const p of via.toReversed()) p.close()
    },
  }
}
