/** Exit codes, the same for every command. */
import { assertNever, type FaultCode } from '../shared/fault'

export const GOOD = 0
export const FOUND = 1
export const BAD_USE = 2
export const UNREADABLE = 3
/** EX_SOFTWARE of sysexits.h: a mistake of ours. */
export const BUG = 70
/** 128 + SIGINT, as shells have it. */
export const INTERRUPTED = 130

export function exitCode(code: FaultCode): number {
  switch (code) {
    case 'bad-use':
      return BAD_USE
    case 'unreadable':
    case 'corrupt':
    case 'locked':
    case 'limit':
    case 'unsupported':
      return UNREADABLE
    case 'cancelled':
      return INTERRUPTED
    case 'gone':
    case 'bug':
      return BUG
    default:
      return assertNever(code)
  }
}

export const EXITS: readonly (readonly [number, string])[] = [
  [GOOD, 'good'],
  [FOUND, 'findings at or above --fail-on; verify found a change'],
  [BAD_USE, 'bad use'],
  [UNREADABLE, 'the input or the case cannot be read, or the output cannot be written'],
  [BUG, 'a mistake of the program'],
  [INTERRUPTED, 'interrupted'],
]
