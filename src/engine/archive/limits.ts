/** Limits that protect this machine from what an archive claims to be. */
import type { Limits } from './types'

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/**
 * Why 200:1 after 64 MiB: deflate cannot pass 1032:1, repetitive logs reach 20 to 60:1 with gzip and 100:1 with xz or
 * zstd, while bombs run at a format's ceiling (gzip 1032:1, bzip2 and xz past 10,000:1). Below 64 MiB nothing is harmed.
 */
export const DEFAULT_LIMITS: Limits = {
  maxRatio: 200,
  ratioAfterBytes: 64 * MiB,
  maxMemberBytes: 16 * GiB,
  maxTotalBytes: 512 * GiB,
  maxMembers: 1_000_000,
  maxPathBytes: 4096,
  exclude: [],
}

export const limitsOf = (some?: Partial<Limits>): Limits => ({ ...DEFAULT_LIMITS, ...some })

/** Decoders read compressed bytes in pieces up to this size, so a ratio is never judged finer than that. */
export const SLACK = 64 * 1024

/** True once `out` bytes from `into` compressed bytes are past the limit. */
export const overRatio = (out: number, into: number, limits: Limits): boolean =>
  out > limits.ratioAfterBytes && out > (into + SLACK) * limits.maxRatio
