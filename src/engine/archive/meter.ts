/** Counts what comes out of an archive against what went in, per member and in all, and says when a limit is passed. */
import { overRatio } from './limits'
import type { Limits, TruncationReason } from './types'

export interface Meter {
  /** A member begins. */
  start(): void
  /** n more bytes of the current member came out; the limit that it passed, or null. */
  add(n: number): 'ratio' | 'member-too-large' | null
  /** The limit that the archive as a whole passed, or null. */
  whole(): Extract<TruncationReason, 'ratio' | 'archive-too-large'> | null
  /** The current member was refused: what it gave and will give does not count for the archive's ratio. */
  excuse(): void
}

/** `bytesIn` tells the compressed bytes consumed so far; null for containers that do not compress. */
export function meterOf(limits: Limits, bytesIn: (() => number) | null): Meter {
  let memberOut = 0
  let memberIn = 0
  let out = 0
  let total = 0
  let excusedIn = 0
  let excused = false
  const into = () => (bytesIn ? bytesIn() : 0)
  const settle = () => {
    if (excused) excusedIn += into() - memberIn
    excused = false
  }
  return {
    start: () => {
      settle()
      memberOut = 0
      memberIn = into()
    },
    add: (n) => {
      memberOut += n
      total += n
      if (!excused) out += n
      if (memberOut > limits.maxMemberBytes) return 'member-too-large'
      return bytesIn && overRatio(memberOut, into() - memberIn, limits) ? 'ratio' : null
    },
    whole: () => {
      if (total > limits.maxTotalBytes) return 'archive-too-large'
      if (!bytesIn || excused) return null
      return overRatio(out, into() - excusedIn, limits) ? 'ratio' : null
    },
    excuse: () => {
      if (excused) return
      excused = true
      out -= memberOut
    },
  }
}
