/** Facilities and severities that a line tells by name: `auth.info`, `auth|security:info`, `<4.6>` (syslog.conf(5)). */

import { small } from './bytes'
import { levelAt } from './level'

/** By name, RFC 5424 numbers; `security` is the old name of auth. */
const FACILITY: Readonly<Record<string, number>> = {
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  security: 4,
  syslog: 5,
  lpr: 6,
  news: 7,
  uucp: 8,
  cron: 9,
  authpriv: 10,
  ftp: 11,
  ntp: 12,
  audit: 13,
  console: 14,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
}

/** What `pairAt` found. */
export const pair = { facility: -1, severity: -1 }

/** Reads `facility<mark>level` in [from, to) into `pair`; false when it is none. */
export function pairAt(b: Uint8Array, from: number, to: number, mark: number): boolean {
  if (to - from > 40) return false
  let at = from
  while (at < to && b[at] !== mark) at++
  if (at === from || at + 1 >= to) return false
  const number = small(b, from, at)
  if (number >= 0) {
    const level = small(b, at + 1, to)
    if (number > 23 || level < 0 || level > 7) return false
    pair.facility = number
    pair.severity = level
    return true
  }
  let name = ''
  for (let k = from; k < at && b[k] !== 124; k++) name += String.fromCharCode(b[k]! | 32)
  // `|32` leaves digits and lower-case letters as they are.
  if (!Object.hasOwn(FACILITY, name)) return false
  const level = levelAt(b, at + 1, to)
  if (level < 0) return false
  pair.facility = FACILITY[name]!
  pair.severity = level
  return true
}
