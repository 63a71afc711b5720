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

/** The severity that the letters [from, to) spell in any case, or -1. */
export function levelAt(b: Uint8Array, from: number, to: number): number {
  const length = to - from
  if (length < 3 || length > LONGEST) return -1
  let word = ''
  for (let k = from; k < to; k++) {
    const c = b[k]!
    const low = c >= 65 && c <= 90 ? c | 32 : c
    if (!((low >= 97 && low <= 122) || (c >= 48 && c <= 57))) return -1
    word += String.fromCharCode(low)
  }
  return Object.hasOwn(WORDS, word) ? WORDS[word]! : -1
}

/** The words, for regular expressions. */
export const LEVELS = Object.keys(WORDS).join('|')
