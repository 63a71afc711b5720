/** Severity words as programs print them, to RFC 5424 numbers. */

const WORDS: Readonly<Record<string, number>> = {
  emerg: 0,
  emergency: 0,
  panic: 0,
  alert: 1,
  crit: 2,
  critical: 2,
  fatal: 2,
  err: 3,
  error: 3,
  severe: 3,
  fail: 3,
  warn: 4,
  warning: 4,
  notice: 5,
  note: 5,
  info: 6,
  information: 6,
  inf: 6,
  log: 6,
  debug: 7,
  subdebug: 7,
  ddebug: 7,
  verbose: 7,
  trace: 7,
}
for (let n = 1; n <= 8; n++) (WORDS as Record<string, number>)[`trace${n}`] = 7
const LONGEST = 11
const SHORTEST = 3

interface Word {
  readonly bytes: readonly number[]
  readonly severity: number
}
/** By a hash of the letters, so that no string is made per line. */
const BY_HASH = new Map<number, Word>()
for (const [word, severity] of Object.entries(WORDS)) {
  const bytes = [...word].map((c) => c.charCodeAt(0))
  let hash = 0
  for (const c of bytes) hash = (Math.imul(hash, 31) + c) | 0
  BY_HASH.set(hash, { bytes, severity })
}

/** The severity that the letters [from, to) spell in any case, or -1. */
export function levelAt(b: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length < SHORTEST || length > LONGEST) return -1
  let hash = 0
  for (let k = from; k < to; k++) {
    const c = b[k]!
    hash = (Math.imul(hash, 31) + (c >= 65 && c <= 90 ? c | 32 : c)) | 0
  }
  const word = BY_HASH.get(hash)
  if (word === undefined || word.bytes.length !== length) return -1
  for (let k = 0; k < length; k++) {
    const c = b[from + k]!
    if ((c >= 65 && c <= 90 ? c | 32 : c) !== word.bytes[k]) return -1
  }
  return word.severity
}

/** The words, for regular expressions. */
export const LEVELS = Object.keys(WORDS).join('|')
