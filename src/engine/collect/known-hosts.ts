/**
 * known_hosts files, as sshd(8) describes them under SSH_KNOWN_HOSTS FILE FORMAT.
 *   web1,192.0.2.10 ssh-ed25519 AAAAC3Nz...             names, lists, `*` and `?`, `!` takes back
 *   [web1]:2222 ssh-rsa AAAAB3Nz...                     a port other than 22
 *   |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 AAAA...   the name hashed
 *   @revoked * ssh-rsa AAAAB5W...                       a key that must never be accepted
 *   @cert-authority *.example.org ssh-rsa AAAAB5W...    signs host certificates; not used here
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface KnownHost {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly marker: 'revoked' | 'cert-authority' | null
  readonly names: string
  readonly type: string
  /** The key, in the wire's form. */
  readonly key: Buffer
}

/** Lines that are none are passed over, as ssh does. */
export function readKnownHosts(text: string, file: string): KnownHost[] {
  const out: KnownHost[] = []
  text.split('\n').forEach((raw, i) => {
    const words = raw.trim().split(/[ \t]+/)
    const marker = words[0]?.startsWith('@') ? words.shift()!.slice(1) : null
    const [names, type, key] = words
    if (!names || names.startsWith('#') || !type || !key) return
    if (marker !== null && marker !== 'revoked' && marker !== 'cert-authority') return
    out.push({ file, line: i + 1, marker, names, type, key: Buffer.from(key, 'base64') })
  })
  return out
}

/** The name under which ssh files a host: the port only when it is another than 22. */
export const hostEntry = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`

function hashedName(field: string, name: string): boolean {
  const [, kind, salt, hash] = field.split('|')
  if (kind !== '1' || !salt || !hash) return false
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  const given = Buffer.from(hash, 'base64')
  return given.length === made.length && timingSafeEqual(given, made)
}

/** `*` and `?` without backtracking: remembers the last `*` and goes on from there. */
export function wildcard(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t]) && pattern[p] !== '*') {
      p++
      t++
    } else if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Whether a line is about a host; a `!` pattern that fits takes the whole line back. */
export function matches(names: string, entry: string): boolean {
  if (names.startsWith('|')) return hashedName(names, entry)
  let hit = false
  for (const raw of names.split(',')) {
    const not = raw.startsWith('!')
    if (!wildcard((not ? raw.slice(1) : raw).toLowerCase(), entry)) continue
    if (not) return false
    hit = true
  }
  return hit
}

export type KeyVerdict =
  | { readonly is: 'known'; readonly by: KnownHost }
  | { readonly is: 'unknown' }
  /** The host is known by another key, or by keys of another kind only. */
  | { readonly is: 'changed'; readonly by: KnownHost }
  | { readonly is: 'revoked'; readonly by: KnownHost }

const sameKey = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)

/** The kind that a key in the wire's form says it is (`ssh-ed25519`). */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0
  return key.subarray(4, 4 + Math.min(length, 64)).toString('latin1')
}

export function judgeKey(known: readonly KnownHost[], host: string, port: number, key: Buffer): KeyVerdict {
  const entry = hostEntry(host, port)
  const about = known.filter((k) => matches(k.names, entry))
  const revoked = about.find((k) => k.marker === 'revoked' && sameKey(k.key, key))
  if (revoked) return { is: 'revoked', by: revoked }
  const plain = about.filter((k) => k.marker === null)
  const same = plain.find((k) => sameKey(k.key, key))
  if (same) return { is: 'known', by: same }
  const type = keyType(key)
  const other = plain.find((k) => k.type === type) ?? plain[0]
  return other ? { is: 'changed', by: other } : { is: 'unknown' }
}

/** Kinds of key that a host is known by. */
export const knownTypes = (known: readonly KnownHost[], host: string, port: number): string[] => {
  const entry = hostEntry(host, port)
  return [...new Set(known.filter((k) => k.marker === null && matches(k.names, entry)).map((k) => k.type))]
}

/** As `ssh-keygen -lf` prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

export const knownHostLine = (host: string, port: number, key: Buffer): string =>
  `${hostEntry(host, port)} ${keyType(key)} ${key.toString('base64')}\n`
