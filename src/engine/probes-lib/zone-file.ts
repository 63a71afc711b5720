/** The zone that a host is set to, from /etc/localtime: a copy of a compiled zone file, or a link to one (tzfile(5), localtime(5)). */
import { zoneByName } from '../../shared/time'

/** `../usr/share/zoneinfo/Europe/Paris` -> `Europe/Paris`; null when it leads elsewhere or to no known zone. */
export function zoneFromLocaltimeLink(target: string): string | null {
  const m = /(?:^|\/)zoneinfo(?:\.default)?\/(?:(?:posix|right|uclibc)\/)?([A-Za-z0-9_+/-]{1,64})$/.exec(target)
  return m && zoneByName(m[1]!) ? m[1]! : null
}

/**
 * What a compiled zone file (TZif) tells: its last line is a POSIX TZ string (`CET-1CEST,M3.5.0,M10.5.0/3`), which names
 * no place. A string without daylight saving is an offset (`+01:00`, `UTC`). Null when it has rules or is no TZif.
 */
export function zoneFromTzif(bytes: Uint8Array): { readonly zone: string | null; readonly footer: string } | null {
  if (bytes.length < 44 || String.fromCharCode(...bytes.subarray(0, 4)) !== 'TZif') return null
  if (bytes.at(-1) !== 10) return { zone: null, footer: '' }
  const from = bytes.lastIndexOf(10, bytes.length - 2)
  if (from < 0 || bytes.length - from > 200) return { zone: null, footer: '' }
  const footer = new TextDecoder('utf-8').decode(bytes.subarray(from + 1, -1))
  return { zone: fixedFromPosix(footer), footer }
}

/** POSIX counts west as positive: `EST5` is -05:00, `<+0330>-3:30` is +03:30. */
export function fixedFromPosix(tz: string): string | null {
  const m = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)([+-]?)(\d{1,2})(?::(\d\d))?(?::\d\d)?$/.exec(tz)
  if (!m || Number(m[2]) > 24) return null
  const [hours, minutes] = [Number(m[2]), Number(m[3] ?? 0)]
  if (hours === 0 && minutes === 0) return 'UTC'
  return `${m[1] === '-' ? '+' : '-'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Abbreviations that mean one offset only, in seconds east of UTC. IST, CST, BST, AST and others mean several. */
const OFFSETS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UCT: 0,
  Z: 0,
  WET: 0,
  WEST: 3600,
  CET: 3600,
  CEST: 7200,
  MEZ: 3600,
  MESZ: 7200,
  EET: 7200,
  EEST: 10_800,
  MSK: 10_800,
  EDT: -14_400,
  EST: -18_000,
  CDT: -18_000,
  MDT: -21_600,
  MST: -25_200,
  PDT: -25_200,
  PST: -28_800,
  AKDT: -28_800,
  AKST: -32_400,
  HST: -36_000,
  JST: 32_400,
  KST: 32_400,
  AEST: 36_000,
  AEDT: 39_600,
  ACST: 34_200,
  ACDT: 37_800,
  AWST: 28_800,
  NZST: 43_200,
  NZDT: 46_800,
  BRT: -10_800,
}

/** Seconds east of UTC of `+0100`, `+03`, `CEST`; null when the abbreviation is unknown or means several. */
export function offsetOf(zone: string): number | null {
  const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  if (m) return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 3600 + Number(m[3] ?? 0) * 60)
  return OFFSETS[zone] ?? null
}
