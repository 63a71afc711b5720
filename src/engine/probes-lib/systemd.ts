/** What systemctl's outputs share: names of units, the words at their end, and stamps with a zone. */
import { type Instant, instant, parseIso, UTC } from '../../shared/time'
import type { ParseContext } from '../define'
import { offsetOf } from './zone-file'

/** systemd.unit(5): the kinds of units, as the ending of their names. */
const KIND = 'service|socket|target|device|mount|automount|swap|path|timer|slice|scope|snapshot|busname'
/** A unit by its name; systemctl shortens long ones in the middle with `...` or `…`. */
export const UNIT = new RegExp(`^\\S*\\.(?:${KIND})$`)
export const isUnit = (word: string): boolean => UNIT.test(word) || /^\S*(?:\.\.\.|…)\S*$/.test(word)

/** `●`, `*`, `○`, `↻`, `×`, `x` before a unit that is not well, with the blank behind it. */
export const MARK = /^(?:[●○↻×⇣*x] | {2})?/

/** Lines below the table, and what systemctl says instead of one. */
export const LEGEND =
  /^(?:\d+ (?:loaded units|unit files|timers|sockets|jobs|units|automounts|paths|machines) listed\b.*|\d+ unit files? listed\.|LOAD\s+= Reflects .*|ACTIVE\s+= The high-level .*|SUB\s+= The low-level .*|JOB\s+= Pending job .*|To show all installed unit files use .*|Pass --all to see .*|No jobs (?:listed|running)\.|\* = .*|Legend: LOAD .*|\s+(?:ACTIVE|SUB|JOB) +→ .*|(?:Legend|Hint): .*)$/

/** `Thu 2021-09-23 12:03:43 UTC`, also without zone or day; an abbreviation that tells no offset leaves the host's zone. */
export function systemdStamp(text: string, context: ParseContext): Instant | null {
  const m =
    /^(?:[A-Z][a-z]{2} )?(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(?: ([A-Za-z]{1,6}|[+-]\d\d(?::?\d\d)?))?$/.exec(
      text.trim(),
    )
  if (!m) return null
  const offset = m[2] ? offsetOf(m[2]) : null
  const full = /:\d\d:\d\d/.test(m[1]!) ? m[1]! : `${m[1]}:00`
  if (offset === null) return parseIso(full, context.zone)
  const at = parseIso(full, UTC)
  return at === null ? null : instant(at - offset * 1_000_000)
}
