/** Ways in, against the real sshd. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as tcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CollectQuestion } from '../../../shared/collect'
import { connectHost } from '../connect'
import { secrets } from '../secrets'
import type { ConfigSource } from '../ssh-config'
import { answering, credentials, host, LAB, labIt, onHost, PASSWORD, target } from './lab'

const folder = mkdtempSync(join(tmpdir(), 'vestigo-login-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let serial = 0
const options = (secret: string | null = null, only: string | null = null) => ({
  ask: answering(secret, only),
  secrets: secrets(),
  caseFile: join(folder, `known-${++serial}`),
})
const method = async (spec: ReturnType<typeof host>, secret: string | null = null, only: string | null = null) => {
  const connected = await connectHost(spec, options(secret, only))
  connected.close()
  return connected.method.split(' ')[0]
}

describe('login', () => {
  it('by a key', async () => {
    expect(await method(host())).toBe('publickey')
  })

  it('by an OpenSSH and a PEM key with a passphrase, which is asked for', async () => {
    const authorized = LAB.mode === 'namespaces' ? null : `${LAB.key}.pub`
    for (const [name, format] of [
      ['openssh', []],
      ['pem', ['-m', 'PEM']],
    ] as const) {
      const key = join(folder, name)
      execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', 'open sesame', '-f', key, ...format])
      const line = readFileSync(`${key}.pub`, 'utf8')
      if (authorized) appendFileSync(authorized, line)
      else onHost('suspect', 'sh', '-c', 'echo "$1" >> /home/triage/.ssh/authorized_keys', 'sh', line)
      const spec = host(undefined, { credentials: credentials({ identities: [key] }) })
      expect(await method(spec, 'open sesame', 'passphrase')).toBe('publickey')
      await expect(method(spec, 'wrong', 'passphrase')).rejects.toThrow(/refused the login/)
      await expect(method(spec)).rejects.toThrow(/refused the login/)
    }
  })

  it('by the agent', async () => {
    const socket = join(folder, 'agent')
    const told = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' })
    const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(told)![1])
    const before = process.env['SSH_AUTH_SOCK']
    try {
      execFileSync('ssh-add', ['-q', LAB.key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' })
      process.env['SSH_AUTH_SOCK'] = socket
      expect(await method(host(undefined, { credentials: credentials({ identities: [], agent: true }) }))).toBe('agent')
    } finally {
      process.kill(pid)
      if (before === undefined) delete process.env['SSH_AUTH_SOCK']
      else process.env['SSH_AUTH_SOCK'] = before
    }
  })

  labIt('by a password, given or asked for, and by the host’s own questions', async () => {
    const none = credentials({ identities: [] })
    expect(await method(host('plain', { credentials: { ...none, password: PASSWORD } }))).toBe('password')
    expect(await method(host('plain', { credentials: none }), PASSWORD)).toBe('keyboard-interactive')
    await expect(method(host('plain', { credentials: none }))).rejects.toThrow(/refused the login/)
    const error = await method(host('plain', { credentials: { ...none, password: 'not the one' } })).catch(
      (e: Error) => e,
    )
    expect(String((error as Error).stack)).not.toContain('not the one')
  })

  labIt('does not change a password that the host wants changed, whichever way in', async () => {
    const none = credentials({ identities: [] })
    for (const [spec, secret] of [
      [host('expired', { credentials: none }), PASSWORD],
      [host('expired', { credentials: { ...none, password: PASSWORD } }), 'x'],
    ] as const) {
      const got = await method(spec, secret).catch((e: Error) => e.message)
      // By keyboard-interactive sshd asks before the login; by password it lets in and refuses commands.
      expect(got).toMatch(/demands that the password be changed|^password$/)
    }
    expect(onHost('suspect', 'chage', '-l', 'expired')).toMatch(/password must be changed/)
  })

  labIt('with outdated algorithms only when that is allowed, and says so otherwise', async () => {
    const old = (legacy: boolean) => host(undefined, { target: target(undefined, 2200), legacy })
    await expect(method(old(false))).rejects.toThrow(/no algorithm in common.*--legacy/s)
    const connected = await connectHost(old(true), options())
    connected.close()
    expect(connected.algorithms['cipher']).toBe('aes128-cbc')
  })

  labIt('through other hosts, as said or as the configuration says', async () => {
    const via = `investigator@${LAB.addresses!['loghost']}`
    const connected = await connectHost(host(undefined, { jumps: [via] }), options())
    connected.close()
    expect(connected.via).toEqual([via])
    const text = `Host far-away\n HostName ${LAB.suspect.address}\n User triage\n IdentityFile ${LAB.key}\n ProxyJump ${via}\n`
    const source: ConfigSource = {
      home: folder,
      localUser: 'nobody',
      list: () => [],
      read: (p) => (p === join(folder, '.ssh/config') ? text : null),
    }
    const again = await connectHost({ ...host(), target: 'far-away' }, { ...options(), source })
    again.close()
    expect([again.user, ...again.via]).toEqual(['triage', via])
  })
})

describe('host keys', () => {
  const at = () => ({ ...options(), caseFile: join(folder, `keys-${++serial}`) })

  it('that are unknown are asked about by fingerprint, and known from then on', async () => {
    const seen: string[] = []
    const o = {
      ...at(),
      ask: async (q: CollectQuestion) => {
        if (q.kind === 'host-key') seen.push(q.fingerprint)
        return q.kind === 'host-key'
      },
    }
    for (let i = 0; i < 2; i++) (await connectHost(host(), o)).close()
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatch(/^SHA256:/)
    if (LAB.mode === 'namespaces')
      expect(onHost('suspect', 'ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub')).toContain(seen[0])
  })

  it('that are not accepted end it before anything is sent', async () => {
    await expect(connectHost(host(), { ...at(), ask: async () => false })).rejects.toThrow(/was not accepted/)
  })

  it('that changed or were revoked end it with both fingerprints, and no question', async () => {
    const other = join(folder, 'other')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other])
    const [type, key] = readFileSync(`${other}.pub`, 'utf8').split(' ')
    const name = LAB.suspect.port === 22 ? LAB.suspect.address : `[${LAB.suspect.address}]:${LAB.suspect.port}`
    const changed = at()
    writeFileSync(changed.caseFile, `${name} ${type} ${key}\n`)
    const never = async () => {
      throw new Error('asked')
    }
    await expect(connectHost(host(), { ...changed, ask: never })).rejects.toThrow(/has CHANGED.*SHA256:.*SHA256:/s)
    const revoked = at()
    ;(await connectHost(host(), revoked)).close()
    const copy = at()
    copyFileSync(revoked.caseFile, copy.caseFile)
    appendFileSync(copy.caseFile, `@revoked * ${readFileSync(revoked.caseFile, 'utf8').split(' ').slice(1).join(' ')}`)
    await expect(connectHost(host(), { ...copy, ask: never })).rejects.toThrow(/marks as revoked/)
  })
})

describe('a host that', () => {
  let port = 0
  let mode: 'banner' | 'silent' | 'http' = 'banner'
  const server = createServer((client) => {
    client.on('error', () => {})
    if (mode === 'silent') return
    if (mode === 'http') {
      client.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      return
    }
    client.write('This system is for authorised use.\r\nSay so before you begin.\r\n')
    const up = tcp(LAB.suspect.port, LAB.suspect.address)
    up.on('error', () => client.destroy())
    up.on('close', () => client.destroy())
    client.on('close', () => up.destroy())
    client.pipe(up).pipe(client)
  })
  beforeAll(
    () =>
      new Promise<void>((ready) => {
        server.listen(0, '127.0.0.1', () => {
          port = (server.address() as { port: number }).port
          ready()
        })
      }),
  )
  afterAll(() => void server.close())
  const proxied = () => host(undefined, { target: `${LAB.suspect.user}@127.0.0.1:${port}` })

  it('talks before the protocol is understood, and what it says is kept', async () => {
    mode = 'banner'
    const connected = await connectHost(proxied(), options())
    connected.close()
    expect(connected.greeting).toContain('authorised use')
  })
  it('says nothing is given up on', async () => {
    mode = 'silent'
    await expect(connectHost(proxied(), { ...options(), patience: 700 })).rejects.toThrow(
      /did not finish the login within 0.7 s/,
    )
  })
  it('speaks another protocol is told so', async () => {
    mode = 'http'
    await expect(connectHost(proxied(), { ...options(), patience: 3000 })).rejects.toThrow(/127\.0\.0\.1/)
  })
  it('is not there is told so', async () => {
    await expect(connectHost(host(undefined, { target: 'x@127.0.0.1:1' }), options())).rejects.toThrow(
      /nothing listens there/,
    )
  })
})
