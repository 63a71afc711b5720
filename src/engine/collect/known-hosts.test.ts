import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fingerprint, judgeKey, knownHostLine, knownTypes, matches, readKnownHosts, wildcard } from './known-hosts'

const key = (type: string, body: string): Buffer => {
  const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
  return Buffer.concat([part(Buffer.from(type)), part(Buffer.from(body))])
}
const OLD = key('ssh-ed25519', 'old')
const NEW = key('ssh-ed25519', 'new')
const RSA = key('ssh-rsa', 'rsa')
const b64 = (k: Buffer) => k.toString('base64')
const hashed = (name: string) => {
  const salt = Buffer.from('0123456789abcdefghij')
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}
const known = (text: string) => readKnownHosts(text, 'known_hosts')
const judge = (text: string, k: Buffer, host = 'web1', port = 22) => judgeKey(known(text), host, port, k).is

describe('known_hosts', () => {
  it('knows a host by name, list, pattern, port and hash, and not by what takes it back', () => {
    expect(judge(`web1,192.0.2.10 ssh-ed25519 ${b64(OLD)} comment`, OLD)).toBe('known')
    expect(judge(`WEB1 ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('known')
    expect(judge(`web? ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('known')
    expect(judge(`*,!web1 ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('unknown')
    expect(judge(`[web1]:2222 ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('unknown')
    expect(judge(`[web1]:2222 ssh-ed25519 ${b64(OLD)}`, OLD, 'web1', 2222)).toBe('known')
    expect(judge(`${hashed('web1')} ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('known')
    expect(judge(`${hashed('[web1]:2222')} ssh-ed25519 ${b64(OLD)}`, OLD, 'web1', 2222)).toBe('known')
    expect(judge(`${hashed('web2')} ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('unknown')
  })

  it('calls another key changed, also when only keys of another kind are known', () => {
    expect(judge(`web1 ssh-ed25519 ${b64(OLD)}`, NEW)).toBe('changed')
    expect(judge(`web1 ssh-rsa ${b64(RSA)}`, NEW)).toBe('changed')
    expect(judge(`web1 ssh-rsa ${b64(RSA)}\nweb1 ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('known')
  })

  it('refuses a revoked key even where another line vouches for it', () => {
    expect(judge(`web1 ssh-ed25519 ${b64(OLD)}\n@revoked * ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('revoked')
    expect(judge(`@revoked * ssh-ed25519 ${b64(NEW)}`, OLD)).toBe('unknown')
    expect(judge(`@cert-authority * ssh-ed25519 ${b64(OLD)}`, OLD)).toBe('unknown')
  })

  it('passes over what is no line', () => {
    expect(known('# comment\n\nweb1\nweb1 ssh-rsa\n@odd web1 ssh-rsa AAAA\n|1|x ssh-rsa AAAA')).toHaveLength(1)
    expect(judge('|1|x ssh-rsa AAAA', OLD)).toBe('unknown')
  })

  it('writes a line that it knows again, and names the kinds that it knows', () => {
    const text = knownHostLine('2001:db8::1', 2222, OLD)
    expect(judge(text, OLD, '2001:DB8::1', 2222)).toBe('known')
    expect(knownTypes(known(`${text}[2001:db8::1]:2222 ssh-rsa ${b64(RSA)}`), '2001:db8::1', 2222)).toEqual([
      'ssh-ed25519',
      'ssh-rsa',
    ])
  })

  it('prints a fingerprint as ssh-keygen does', () => {
    // ssh-keygen -lf on the key `AAAAC3NzaC1lZDI1NTE5AAAAA29sZA==`: SHA-256 in base64 without padding.
    expect(fingerprint(OLD)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
  })

  it('comes to an end with hostile patterns', () => {
    expect(wildcard(`${'*a'.repeat(2000)}b`, 'a'.repeat(5000))).toBe(false)
    expect(matches(`${'*'.repeat(5000)}x`, 'a'.repeat(5000))).toBe(false)
  })
})
