/** Formats of a time property (rsyslog's manual, "Property Replacer", date- options). */
import { monthName, type Stamp } from './message'

const two = (n: number, blank = '0') => String(n).padStart(2, blank)

export type StampFormat =
  | 'rfc3164'
  | 'rfc3164-buggyday'
  | 'rfc3339'
  | 'mysql'
  | 'pgsql'
  | 'unixtimestamp'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'subseconds'
  | 'tzoffshour'
  | 'tzoffsmin'
  | 'tzoffsdirection'
  | 'ordinal'
  | 'week'
  | 'wday'
  | 'wdayname'

/** Formats that are read; null is a part that the stamp does not say. */
export function formatStamp(s: Stamp, format: StampFormat): string | null {
  const clock = `${two(s.hour)}:${two(s.minute)}:${two(s.second)}`
  switch (format) {
    case 'rfc3164':
      return `${monthName(s.month)} ${two(s.day, ' ')} ${clock}`
    case 'rfc3164-buggyday':
      return `${monthName(s.month)} ${two(s.day)} ${clock}`
    case 'rfc3339': {
      if (s.year === null || s.offset === null) return null
      const zone =
        s.offset === 0
          ? '+00:00'
          : `${s.offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(s.offset) / 60))}:${two(Math.abs(s.offset) % 60)}`
      return `${s.year}-${two(s.month)}-${two(s.day)}T${clock}${s.fraction === '' ? '' : `.${s.fraction}`}${zone}`
    }
    case 'mysql':
      return s.year === null
        ? null
        : `${s.year}${two(s.month)}${two(s.day)}${two(s.hour)}${two(s.minute)}${two(s.second)}`
    case 'pgsql':
      return s.year === null ? null : `${s.year}-${two(s.month)}-${two(s.day)} ${clock}`
    case 'unixtimestamp':
      return s.year === null || s.offset === null
        ? null
        : String(Date.UTC(s.year, s.month - 1, s.day, s.hour, s.minute, s.second) / 1000 - s.offset * 60)
    case 'year':
      return s.year === null ? null : String(s.year)
    case 'month':
      return two(s.month)
    case 'day':
      return two(s.day)
    case 'hour':
      return two(s.hour)
    case 'minute':
      return two(s.minute)
    case 'second':
      return two(s.second)
    case 'subseconds':
      return s.fraction === '' ? '0' : s.fraction
    case 'tzoffshour':
      return s.offset === null ? null : two(Math.floor(Math.abs(s.offset) / 60))
    case 'tzoffsmin':
      return s.offset === null ? null : two(Math.abs(s.offset) % 60)
    case 'tzoffsdirection':
      return s.offset === null ? null : s.offset < 0 ? '-' : '+'
    case 'wday':
      return s.year === null ? null : String(new Date(Date.UTC(s.year, s.month - 1, s.day)).getUTCDay())
    case 'wdayname':
      return s.year === null
        ? null
        : ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][new Date(Date.UTC(s.year, s.month - 1, s.day)).getUTCDay()]!
    case 'ordinal':
      return s.year === null
        ? null
        : String(Math.round((Date.UTC(s.year, s.month - 1, s.day) - Date.UTC(s.year, 0, 1)) / 86_400_000) + 1)
    default:
      return null
  }
}
