/**
 * The zone of a capture's local stamps, and why. Clues in order of trust: what the host was configured with
 * (`/etc/timezone`, the target of `/etc/localtime`, `timedatectl`), then what it printed (`date`), then an ISO stamp
 * with an offset in a sibling log; without any, UTC is assumed and says so.
 */

import { fixedZone, type Instant, instant, UTC, type Zone, zoneByName } from '../../shared/time'
import { abbreviationOffset } from '../../shared/zone-abbreviations'

export interface ZoneClue {
  /** Where it was seen, in words for the reason: `etc/timezone`, `date`, `var/log/syslog`. */
  readonly source: string
  /** configured: an IANA name or a path below zoneinfo; printed: an offset, an abbreviation or a name. */
  readonly trust: 'configured' | 'printed' | 'sibling'
  readonly value: string
}
export interface ZoneAnswer {
  readonly zone: Zone
  readonly reason: string
}

/** A zone from a name, a path below zoneinfo, `+hhmm` or an unambiguous abbreviation; null when it is none of them. */
export function readZone(value: string): Zone | null {
  const text = value.trim()
  const path = /zoneinfo(?:\/(?:posix|right))?\/(.+)$/.exec(text)
  const name = path ? path[1]! : text
  if (!/^[A-Za-z0-9_+\-/:]{1,64}$/.test(name)) return null
  // Bare abbreviations first: ICU knows some of them (EST, MST) as zones without summer time, and that is the same.
  const seconds = abbreviationOffset(name)
  if (seconds !== null) return fixedZone(seconds)
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(name)
  if (offset) return +offset[2]! > 15 || +offset[3]! > 59 ? null : zoneByName(name)
  if (
    !name.includes('/') &&
    !/^(Zulu|Universal|Greenwich|Japan|Singapore|Turkey|Israel|Iran|Cuba|Egypt|Eire|GB|NZ|PRC|ROC|ROK|Poland|Portugal|Iceland|Hongkong|Jamaica|Libya|Navajo|W-SU)$/.test(
      name,
    )
  )
    return null
  return zoneByName(name)
}

/** The zone that the best clue tells. Clues that disagree are named in the reason. */
export function zoneGuess(clues: readonly ZoneClue[]): ZoneAnswer {
  const order = { configured: 0, printed: 1, sibling: 2 } as const
  const read = clues
    .map((clue, i) => ({ clue, i, zone: readZone(clue.value) }))
    .sort((a, b) => order[a.clue.trust] - order[b.clue.trust] || a.i - b.i)
  const unread = read
    .filter((r) => r.zone === null)
    .map((r) => `${r.clue.source} says ${clean(r.clue.value)}, which is not one zone`)
  const best = read.find((r) => r.zone !== null)
  if (!best?.zone)
    return { zone: UTC, reason: [`Nothing tells the zone: UTC is assumed.`, ...unread.map((u) => `${u}.`)].join(' ') }
  const fixed = /^[+-]|^UTC$/.test(best.zone.name) && best.clue.trust !== 'configured'
  const parts = [
    `${best.clue.source} says ${clean(best.clue.value)}${fixed && best.zone.name !== 'UTC' ? ', an offset at that moment: a change of summer time is not known' : ''}.`,
  ]
  const other = read.find(
    (r) => r.zone !== null && r.clue.trust === 'configured' && r.zone.name !== best.zone!.name && r !== best,
  )
  if (other) parts.push(`${other.clue.source} says ${clean(other.clue.value)} instead.`)
  return { zone: best.zone, reason: parts.join(' ') }
}

const clean = (value: string): string =>
  value
    .trim()
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 64)

/** A stretch of wall time that occurs twice: the clock was set back by `seconds` at `at`. */
export interface RepeatedHour {
  readonly at: Instant
  readonly seconds: number
  readonly note: string
}

/** The changes of summer time between two instants in which wall time repeats, so that a stamp means two instants. */
export function repeatedHours(zone: Zone, from: Instant, to: Instant): RepeatedHour[] {
  const out: RepeatedHour[] = []
  const DAY = 86_400_000_000
  const QUARTER = 900_000_000
  if (!Number.isFinite(from) || !Number.isFinite(to) || to - from > 200 * 366 * DAY) return out
  let previous = zone.offsetAt(from)
  for (let day: number = from; day < to; day += DAY) {
    const end = Math.min(day + DAY, to)
    const after = zone.offsetAt(instant(end))
    if (after < previous) {
      let low = Math.floor(day / QUARTER)
      let high = Math.ceil(end / QUARTER)
      while (high - low > 1) {
        const middle = (low + high) >> 1
        if (zone.offsetAt(instant(middle * QUARTER)) === previous) low = middle
        else high = middle
      }
      const when = instant(high * QUARTER)
      const seconds = previous - after
      const wall = (micros: number) => new Date(Math.floor(micros / 1000)).toISOString().slice(0, 16).replace('T', ' ')
      const first = wall(when + after * 1e6)
      const last = wall(when + previous * 1e6)
      out.push({
        at: when,
        seconds,
        note: `Stamps from ${first} to ${last.slice(11)} occur twice in ${zone.name}; the earlier is taken.`,
      })
    }
    previous = after
  }
  return out
}
