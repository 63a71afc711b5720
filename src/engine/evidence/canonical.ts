/** JSON with one spelling, for hashing: keys sorted, no spaces, nothing undefined. */
import { createHash } from 'node:crypto'
import type { Sha256 } from './types'

export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    return `{${parts.join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

export const sha256 = (bytes: Uint8Array | string): Sha256 => createHash('sha256').update(bytes).digest('hex')

/** A record as the line that is stored: with its own hash over everything else. */
export function sealed<T extends object>(
  record: T,
): { readonly line: string; readonly record: T & { readonly hash: Sha256 } } {
  const hash = sha256(canonical(record))
  const full = { ...record, hash }
  return { line: canonical(full), record: full }
}

/** Whether a parsed line's hash is that of the rest of it. */
export function sealFits(parsed: Readonly<Record<string, unknown>>): boolean {
  const { hash, ...rest } = parsed
  return typeof hash === 'string' && sha256(canonical(rest)) === hash
}
