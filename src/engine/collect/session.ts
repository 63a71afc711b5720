/** What one can do on a host once logged in: run commands as the account or as root, and what is known about the host. */
import { randomBytes } from 'node:crypto'
import type { SFTPWrapper } from 'ssh2'
import type { Privilege } from '../../shared/collect'
import { Fault } from '../../shared/fault'
import type { Connected } from './connect'
import { execute, type Ran, type Sink } from './exec'
import { quote } from './quote'
import type { Ask, Secrets } from './secrets'

/** Programs that probes may use; asked for once, so that no fallback costs a round trip. */
export const TOOLS =
  'ss netstat lsof ps ip arp ifconfig route dmesg lsmod kldstat w who last lastb lastlog mount df uptime date uname hostname dpkg rpm crontab systemctl sockstat fstat find stat tail head gzip zstd readlink sudo timeout ping traceroute tracepath sha256sum busybox getent grep cat ls'.split(
    ' ',
  )

export interface HostFacts {
  readonly uid: number | null
  readonly user: string | null
  /** `Linux`, `FreeBSD`, ... */
  readonly system: string | null
  readonly name: string | null
  readonly kernel: string | null
  readonly tools: ReadonlySet<string>
  /** The host's own `timeout -k` ends what hangs, also as root. */
  readonly timeout: boolean
  /** The login's process on the host, for its log lines. */
  readonly sshPid: number | null
  /** Our address and port as the host sees them. */
  readonly seenAs: { readonly address: string; readonly port: number } | null
}
export type Root =
  | { readonly how: 'is-root' | 'sudo' | 'sudo-password' }
  | { readonly how: 'none'; readonly why: string }

export interface RunOptions {
  readonly seconds: number
  readonly bytes: number
  /** As root where that is possible. Default: as root when the session has it. */
  readonly root?: boolean
  /** With the host's own programs even where trusted ones were brought. */
  readonly own?: boolean
  readonly signal?: AbortSignal
}
export interface Session {
  readonly connected: Connected
  readonly facts: HostFacts
  readonly root: Root
  /** Stands in every command line that we cause, so that the host's logs can be told from its own. */
  readonly tag: string
  /** Runs a shell script (one line). Errors: Fault `gone`, `cancelled`. */
  run(script: string, options: RunOptions, sink: Sink): Promise<Ran>
  /** The same with the output as text. */
  text(script: string, options: RunOptions): Promise<Ran & { readonly output: string }>
  sftp(): Promise<SFTPWrapper>
}

/** Channels at once: sshd allows ten for a connection, and sftp is one of them. */
const CHANNELS = 6

/** No language but C, the system's zone, the system's programs before the account's own, and no trace in a history. */
const ENVIRONMENT =
  'unset TZ LS_COLORS TIME_STYLE PS_FORMAT GREP_OPTIONS HISTFILE; export LC_ALL=C LANGUAGE=C PATH="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:$PATH"'

/** At most `n` of them at a time. */
function gate(n: number) {
  let free = n
  const waiting: (() => void)[] = []
  return async <T>(job: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

export interface SessionOptions {
  readonly tag: string
  readonly privilege: Privilege
  readonly ask: Ask
  readonly secrets: Secrets
  readonly signal?: AbortSignal
  /** A folder on the host with trusted programs, to be used before the host's own; asked for at each command. */
  readonly trusted?: () => string | null
}

/** The host runs something else than what it was told, or nothing at all. `said` is in its own words. */
export class NoExec extends Fault {
  constructor(readonly said: string) {
    super(
      'unsupported',
      `the host does not run commands for this account${said ? `; instead it says: ${said.slice(0, 300)}` : ''}`,
    )
  }
}

export async function openSession(connected: Connected, options: SessionOptions): Promise<Session> {
  const { tag, privilege, ask, secrets } = options
  const inTurn = gate(CHANNELS)
  let root: Root = { how: 'none', why: 'it was not asked for' }
  let facts: HostFacts | null = null
  const secretName = `sudo ${connected.shown}`

  const run = (script: string, o: RunOptions, sink: Sink, as: Root = root): Promise<Ran> =>
    inTurn(async () => {
      const mark = `${tag}-${randomBytes(8).toString('hex')}`
      const tools = o.own ? null : (options.trusted?.() ?? null)
      const path = tools ? `export PATH=${quote(`${tools}/bin`)}:"$PATH"; ` : ''
      const inner = quote(`: ${tag}; echo ${mark}; echo ${mark} >&2; ${ENVIRONMENT}; ${path}${script}`)
      const elevated = (o.root ?? true) && (as.how === 'sudo' || as.how === 'sudo-password')
      const prompt = `${mark}-password`
      const sudo = !elevated ? '' : as.how === 'sudo' ? 'sudo -n -- ' : `sudo -S -p ${prompt} -- `
      const limit = facts?.timeout ? `timeout -k 2 ${Math.ceil(o.seconds)} ` : ''
      const secret = elevated && as.how === 'sudo-password' ? secrets.known(secretName) : null
      return execute(
        connected.client,
        connected.ended,
        {
          line: `${sudo}${limit}${tools ? `${quote(`${tools}/busybox`)} sh` : 'sh'} -c ${inner}`,
          mark,
          // With its own timer the host gets to say how it ended.
          seconds: o.seconds + (limit ? 4 : 0),
          bytes: o.bytes,
          signal: o.signal ?? options.signal,
          ...(secret === null ? {} : { password: { prompt, secret } }),
        },
        sink,
      )
    })
  const text = async (script: string, o: RunOptions, as?: Root) => {
    const parts: Buffer[] = []
    const ran = await run(script, o, (chunk) => void parts.push(chunk), as)
    return { ...ran, output: Buffer.concat(parts).toString('utf8') }
  }

  facts = await greet((script) => text(script, { seconds: 20, bytes: 65_536, root: false }))
  root = await findRoot()

  async function findRoot(): Promise<Root> {
    if (facts?.uid === 0) return { how: 'is-root' }
    if (privilege === 'none') return root
    const test = (as: Root) => text('id -u', { seconds: 15, bytes: 4096 }, as)
    const free = await test({ how: 'sudo' })
    if (free.started && free.output.trim() === '0') return { how: 'sudo' }
    const said = (ran: Ran) => `${ran.before} ${ran.stderr}`.trim().slice(0, 200)
    if (!/password/i.test(said(free)) || /not (allowed|in the sudoers)/i.test(said(free)))
      return { how: 'none', why: `sudo says: ${said(free) || 'nothing'}` }
    for (let i = 0; i < 3; i++) {
      const had = secrets.known(secretName)
      const answer =
        had ??
        (await ask({
          kind: 'secret',
          what: 'sudo',
          host: connected.shown,
          prompt: `Password of ${connected.shown} for sudo`,
          echo: false,
        }))
      if (typeof answer !== 'string') return { how: 'none', why: 'sudo wants a password, and none was given' }
      secrets.keep(secretName, answer)
      const tried = await test({ how: 'sudo-password' })
      if (tried.started && tried.output.trim() === '0') return { how: 'sudo-password' }
      secrets.drop(secretName)
      if (/not (allowed|in the sudoers)/i.test(said(tried))) return { how: 'none', why: `sudo says: ${said(tried)}` }
    }
    return { how: 'none', why: 'sudo refused the password' }
  }

  let files: Promise<SFTPWrapper> | null = null
  return {
    connected,
    facts,
    root,
    tag,
    run,
    text,
    sftp: () => {
      files ??= openSftp(connected)
      return files
    },
  }
}

export const openSftp = ({ client, ended }: Connected): Promise<SFTPWrapper> =>
  new Promise((resolve, reject) => {
    client.sftp((error, sftp) =>
      error ? reject(new Fault('unsupported', `the host gives no sftp either (${error.message})`)) : resolve(sftp),
    )
    void ended.then((why) => reject(new Fault('gone', `the connection broke: ${why}`)))
  })

/** Errors: NoExec. */
async function greet(text: (script: string) => Promise<Ran & { output: string }>): Promise<HostFacts> {
  const script = [
    'echo uid `id -u`',
    'echo user `id -un`',
    'echo ppid $PPID',
    'echo seen $SSH_CONNECTION',
    'echo system `uname -s`',
    'echo name `uname -n`',
    'echo kernel `uname -r`',
    `for t in ${TOOLS.join(' ')}; do command -v $t >/dev/null 2>&1 && echo tool $t; done`,
    'timeout -k 1 5 true 2>/dev/null && echo timeout yes',
    'true',
  ].join('; ')
  const ran = await text(script)
  if (!ran.started) throw new NoExec(`${ran.before} ${ran.stderr}`.trim())
  const lines = ran.output.split('\n').map((l) => l.trim())
  const said = (key: string) => lines.find((l) => l.startsWith(`${key} `))?.slice(key.length + 1) ?? null
  const number = (text: string | null) => (text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null)
  const seen = said('seen')?.split(' ') ?? []
  return {
    uid: number(said('uid')),
    user: said('user'),
    system: said('system'),
    name: said('name'),
    kernel: said('kernel'),
    tools: new Set(lines.filter((l) => l.startsWith('tool ')).map((l) => l.slice(5))),
    timeout: said('timeout') === 'yes',
    sshPid: number(said('ppid')),
    seenAs: seen[0] && number(seen[1] ?? null) ? { address: seen[0], port: Number(seen[1]) } : null,
  }
}
