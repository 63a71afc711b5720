/** Whether a host is the one that it is taken for: known_hosts files, the case's own, and the person where neither knows. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'
import {
  fingerprint,
  hostEntry,
  judgeKey,
  type KnownHost,
  keyType,
  knownHostLine,
  matches,
  readKnownHosts,
} from './known-hosts'
import type { Ask } from './secrets'

const SYSTEM = '/etc/ssh/ssh_known_hosts'
export const caseKnownHosts = (caseRoot: string): string => join(caseRoot, 'known_hosts')

export function readKnown(files: readonly string[], caseFile: string): KnownHost[] {
  return [...files, SYSTEM, caseFile].flatMap((file) => {
    try {
      return readKnownHosts(readFileSync(file, 'utf8'), file)
    } catch {
      return []
    }
  })
}

export interface HostKey {
  readonly type: string
  readonly fingerprint: string
  /** `known_hosts` line that vouches for it, or that the person accepted it now. */
  readonly trust: string
}

/**
 * Decides about a key that a host shows. An unknown one is asked about and then kept in the case; a changed or revoked
 * one ends it, with no way on but forgetting the old one first.
 * Errors: Fault `unreadable`, its detail has `hostKey`: changed, revoked or refused.
 */
export async function decideKey(
  known: readonly KnownHost[],
  at: { readonly host: string; readonly port: number },
  key: Buffer,
  caseFile: string,
  ask: Ask,
): Promise<HostKey> {
  const { host, port } = at
  const shown = fingerprint(key)
  const type = keyType(key)
  const stop = (hostKey: string, message: string) =>
    new Fault('unreadable', message, { hostKey, host, port, fingerprint: shown })
  const verdict = judgeKey(known, host, port, key)
  if (verdict.is === 'known') return { type, fingerprint: shown, trust: `${verdict.by.file}:${verdict.by.line}` }
  if (verdict.is === 'revoked')
    throw stop(
      'revoked',
      `${hostEntry(host, port)} shows a key that ${verdict.by.file}:${verdict.by.line} marks as revoked (${shown}). Nothing was sent to it.`,
    )
  if (verdict.is === 'changed') {
    const old = fingerprint(verdict.by.key)
    const how =
      verdict.by.file === caseFile
        ? 'forget the key that this case knows'
        : `remove it with: ssh-keygen -R ${hostEntry(host, port)} -f ${verdict.by.file}`
    throw stop(
      'changed',
      `The host key of ${hostEntry(host, port)} has CHANGED: it shows ${type} ${shown}, and ${verdict.by.file}:${verdict.by.line} knows ${verdict.by.type} ${old}. Somebody may be in between, or the host was set up anew. Nothing was sent to it. When you are sure that the old key is out of date, ${how}.`,
    )
  }
  const answer = await ask({ kind: 'host-key', host, port, algorithm: type, fingerprint: shown })
  if (answer !== true)
    throw stop('refused', `${hostEntry(host, port)} is not known, and its key ${shown} was not accepted`)
  appendFileSync(caseFile, knownHostLine(host, port, key), { mode: 0o600 })
  return { type, fingerprint: shown, trust: 'accepted by the examiner' }
}

/** Forgets a host in the case's own file; the person's files are theirs. Gives how many lines went. */
export function forgetHost(caseRoot: string, host: string, port: number): number {
  const file = caseKnownHosts(caseRoot)
  if (!existsSync(file)) return 0
  const lines = readFileSync(file, 'utf8').split('\n')
  const kept = lines.filter((line) => !readKnownHosts(line, file).some((k) => matches(k.names, hostEntry(host, port))))
  writeFileSync(file, kept.join('\n'), { mode: 0o600 })
  return lines.length - kept.length
}
