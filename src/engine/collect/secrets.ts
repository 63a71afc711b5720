/**
 * Passwords and passphrases of one collection: asked for once, kept in memory so that a broken connection can be made
 * again, forgotten at the end. Nothing in here is ever written, logged or put into an error.
 */
import type { CollectAnswer, CollectQuestion } from '../../shared/collect'

export type Ask = (question: CollectQuestion) => Promise<CollectAnswer>

export interface Secrets {
  /** The secret known under a name, or null. */
  known(name: string): string | null
  keep(name: string, secret: string): void
  drop(name: string): void
  forgetAll(): void
}

export function secrets(): Secrets {
  const held = new Map<string, string>()
  return {
    known: (name) => held.get(name) ?? null,
    keep: (name, secret) => void held.set(name, secret),
    drop: (name) => void held.delete(name),
    forgetAll: () => held.clear(),
  }
}
