/** What one message is read for, by what is known of its program. */
import { cron } from './cron'
import { holds } from './filter'
import { firewall } from './firewall'
import { beginTies } from './links'
import { pam } from './pam'
import { scan } from './scan'
import { session } from './session'
import { ssh } from './ssh'
import { sudo } from './sudo'

/** No further into one message: what a kind looks for stands at the start. */
const LOOK_AT: usize = 4096

/**
 * `about`: bits 0-1 the hint for the scan, 2-7 the kinds that are read here, 8-15 the number of the filter that tells
 * whose words a message holds (0 for none). Returns the sets of words that it holds: their kinds are to be asked
 * outside, and the message is to be scanned then. 0: all is done.
 */
export function message(from: usize, to: usize, about: u32, event: i32): u32 {
  beginTies(event)
  if (from < to && (about & 0xfc) != 0) {
    if ((about & 4) != 0 && ssh(from, to, event)) return 0
    if ((about & 8) != 0 && pam(from, to, event)) return 0
    if ((about & 16) != 0 && firewall(from, to, event)) return 0
    if ((about & 32) != 0 && cron(from, to, event)) return 0
    // What these name is left to the scan.
    if (((about & 64) != 0 && sudo(from, to, event)) || ((about & 128) != 0 && session(from, to, event))) {
      scan(from, to, about & 3)
      return 0
    }
  }
  const filter = (about >>> 8) & 0xff
  if (filter != 0) {
    const held = holds(filter, from, min(to, from + LOOK_AT))
    if (held != 0) return held
  }
  scan(from, to, about & 3)
  return 0
}
