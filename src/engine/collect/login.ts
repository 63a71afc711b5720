/**
 * The order in which ways to log in are tried: the agent, key files, then what a person types. What the host asks in its
 * own words goes to the person; a demand to change the password is refused, because that would write to the host.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyAuthMethod, AuthenticationType, ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import type { Credentials } from '../../shared/collect'
import { Fault } from '../../shared/fault'
import type { Ask, Secrets } from './secrets'
import type { HostConfig } from './ssh-config'

export interface LoginOptions {
  readonly config: HostConfig
  readonly credentials: Credentials
  readonly home: string
  /** `user@host`, for questions. */
  readonly shown: string
  readonly ask: Ask
  readonly secrets: Secrets
}

const CHANGE = /new password|retype|change your password|current (unix )?password|password (has )?expired|\(current\)/i
const OWN = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_dsa']
const ASKS = 3

export interface Login {
  /** For ssh2's `authHandler`: the next way, or false when there is none left. */
  next(left: readonly AuthenticationType[] | null): Promise<AnyAuthMethod | false>
  /** What was tried last: it is the one that worked, once the connection is ready. */
  used(): string
  /** Why it cannot work, when that is known better than "refused". */
  fault(): Fault | null
}

/** A private key file. Asks for its passphrase when it has one and `mayAsk`. null: not usable. */
async function readKey(
  path: string,
  mayAsk: boolean,
  { ask, secrets, shown }: LoginOptions,
): Promise<ParsedKey | null> {
  const text = readFileSync(path)
  const take = (passphrase?: string): ParsedKey | Error => {
    const parsed = ssh2.utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error
    return Array.isArray(parsed) ? parsed[0]! : parsed
  }
  const plain = take()
  if (!(plain instanceof Error)) return plain
  // ssh2 says `Encrypted private OpenSSH key detected, but no passphrase given`, and the like for PEM.
  if (!/no passphrase/.test(plain.message)) {
    if (mayAsk)
      throw new Fault('unreadable', `${path} is not a private key that can be read: ${plain.message}`, { path })
    return null
  }
  if (!mayAsk) return null
  const name = `key ${path}`
  for (let i = 0; i < ASKS; i++) {
    const had = secrets.known(name)
    const answer =
      had ??
      (await ask({ kind: 'secret', what: 'passphrase', host: shown, prompt: `Passphrase of ${path}`, echo: false }))
    if (typeof answer !== 'string') return null
    const key = take(answer)
    if (!(key instanceof Error)) {
      secrets.keep(name, answer)
      return key
    }
    secrets.drop(name)
  }
  return null
}

export function login(options: LoginOptions): Login {
  const { config, credentials, ask, secrets, shown, home } = options
  const { user: username } = config
  let used = 'none'
  let fault: Fault | null = null
  let offered: readonly string[] = []
  const passwordName = `password ${shown}`
  if (credentials.password !== null && secrets.known(passwordName) === null)
    secrets.keep(passwordName, credentials.password)

  async function* ways(): AsyncGenerator<AnyAuthMethod> {
    yield { type: 'none', username }
    const agent = config.agent ?? (process.platform === 'win32' ? 'pageant' : (process.env['SSH_AUTH_SOCK'] ?? null))
    if (credentials.agent && agent !== null && agent !== 'none') {
      used = 'agent'
      yield { type: 'agent', username, agent }
    }
    const named = [...credentials.identities, ...config.identities]
    const own = config.identitiesOnly || named.length > 0 ? [] : OWN.map((n) => join(home, '.ssh', n))
    for (const path of [...named, ...own]) {
      if (!existsSync(path)) {
        if (credentials.identities.includes(path))
          throw new Fault('unreadable', `${path}: there is no such key file`, { path })
        continue
      }
      if (!may('publickey')) break
      const key = await readKey(path, named.includes(path), options)
      if (!key) continue
      used = `publickey ${path}`
      yield { type: 'publickey', username, key } as unknown as AnyAuthMethod
    }
    if (may('keyboard-interactive') && (secrets.known(passwordName) === null || !may('password')))
      for (let i = 0; i < ASKS && !fault; i++) {
        used = 'keyboard-interactive'
        const before = answered
        yield { type: 'keyboard-interactive', username, prompt }
        // Nobody was asked, or nobody answered: trying again changes nothing.
        if (answered === before) break
      }
    if (may('password'))
      for (let i = 0; i < ASKS && !fault; i++) {
        const had = secrets.known(passwordName)
        const answer =
          had ??
          (await ask({ kind: 'secret', what: 'password', host: shown, prompt: `Password of ${shown}`, echo: false }))
        if (typeof answer !== 'string') break
        secrets.keep(passwordName, answer)
        used = 'password'
        yield { type: 'password', username, password: answer }
        secrets.drop(passwordName)
      }
  }
  const may = (method: string) => offered.length === 0 || offered.includes(method)
  let answered = 0

  type Prompt = { prompt: string; echo?: boolean }
  type Finish = (answers: string[]) => void
  function prompt(_name: string, instructions: string, _lang: string, prompts: Prompt[], finish: Finish): void {
    void (async () => {
      if ([instructions, ...prompts.map((p) => p.prompt)].some((text) => CHANGE.test(text))) {
        fault = new Fault(
          'unsupported',
          `${shown} demands that the password be changed before the login. That would write to the host, so it was not done: log in another way, or change it outside.`,
        )
        finish([])
        return
      }
      const answers: string[] = []
      for (const p of prompts) {
        const had = prompts.length === 1 && !p.echo ? secrets.known(passwordName) : null
        const answer =
          had ?? (await ask({ kind: 'secret', what: 'prompt', host: shown, prompt: p.prompt, echo: p.echo === true }))
        if (typeof answer !== 'string') {
          fault = new Fault('unreadable', `${shown} refused the login: it asked for something and got no answer`, {
            refused: true,
          })
          break
        }
        answered++
        if (had !== null) secrets.drop(passwordName)
        else if (prompts.length === 1 && !p.echo) pending = answer
        answers.push(answer)
      }
      finish(answers)
    })()
  }
  let pending: string | null = null

  const attempts = ways()
  return {
    next: async (left) => {
      if (left) offered = left
      try {
        const next = await attempts.next()
        return next.done ? false : next.value
      } catch (error) {
        fault = error instanceof Fault ? error : new Fault('unreadable', String((error as Error).message))
        return false
      }
    },
    used: () => {
      // It worked: a connection that is made again may use the same answer.
      if (used === 'keyboard-interactive' && pending !== null) secrets.keep(passwordName, pending)
      return used
    },
    fault: () => fault,
  }
}
