/** Numbers and cells in words, the same in every format and on every machine. */
import type { Cell } from '../../shared/model'
import type { Moment, Place } from '../define'

/** `1,234,567`, whatever the locale. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

export const nouns = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
export function size(bytes: number): string {
  let unit = 0
  let n = bytes
  while (n >= 1024 && unit < UNITS.length - 1) {
    n /= 1024
    unit++
  }
  return unit === 0 ? `${bytes} bytes` : `${n.toFixed(n < 10 ? 1 : 0)} ${UNITS[unit]}`
}

/** What is unknown is an em dash, never 0 or null. */
export function cell(value: Cell): string {
  if (value === null || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object') return value.length > 0 ? value.join(', ') : '—'
  return String(value)
}

/** `E12:5` is line 5 of evidence file 12; where lines are not counted, `E12@3456` is its byte 3456. */
export const placeName = ({ artifact, line, off }: Place): string =>
  line === null ? `E${artifact}@${off}` : `E${artifact}:${line}`

/** `2002-07-01 06:14:52 UTC` */
export const utcOf = (moment: Moment): string => `${moment.utc.replace('T', ' ').replace('Z', '')} UTC`

/** Both clocks, when they differ. */
export const bothClocks = (moment: Moment): string =>
  moment.local === null ? utcOf(moment) : `${utcOf(moment)} · ${moment.local} on the host`

/** A width of time in its largest whole unit: `90 minutes`. */
export function span(micros: number): string {
  const of = (n: number, one: string) => `${Number(n.toFixed(n < 10 ? 1 : 0))} ${one}${n === 1 ? '' : 's'}`
  const seconds = micros / 1e6
  if (seconds < 120) return of(seconds, 'second')
  if (seconds < 7200) return of(seconds / 60, 'minute')
  if (seconds < 172_800) return of(seconds / 3600, 'hour')
  return of(seconds / 86_400, 'day')
}

/** Share of lines that were understood, never rounded up to a hundred while one is left; null without lines. */
export function share({ rows, noise, unparsed }: { rows: number; noise: number; unparsed: number }): string | null {
  const all = rows + noise + unparsed
  return all === 0 ? null : `${(Math.floor(((rows + noise) / all) * 1000) / 10).toFixed(1)} %`
}

/** Names of RFC 5424 severities. */
export const SEVERITY = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const

/** Each format makes the examples in these sentences visible in its own way. */
export const CONVENTIONS: readonly string[] = [
  'Every file of evidence has a number, E1, E2, …, under which the list of evidence files gives its path, size and SHA-256. E12:5 is line 5 of E12; E12@3456 is byte 3456 of it (of its text, where the file is compressed), counted from 0.',
  'Times are given in UTC and, where the zone of the host is known, by its clock. How each zone and each missing year was decided stands with the captures and the log files.',
  'Raw lines are quoted as they are in the file. What a terminal or a page would obey or hide is shown by a symbol: \u001b for escape, \n for a line end, \u202e for a character that turns the direction of writing.',
  'An em dash stands for a value that no captured view tells.',
]

/** Lines and characters of one excerpt that are printed; the line is in the evidence in full. */
const EXCERPT_LINES = 8
const EXCERPT = 2000

/** What of a raw excerpt is printed, and what is said of the rest. */
export function excerptOf(text: string): { readonly shown: string; readonly rest: string | null } {
  const rows = text.split('\n')
  const some = rows.slice(0, EXCERPT_LINES).join('\n')
  const shown = some.slice(0, EXCERPT)
  if (shown.length < some.length) return { shown, rest: `… ${nouns(text.length - shown.length, 'more character')}` }
  return { shown, rest: rows.length > EXCERPT_LINES ? `… ${nouns(rows.length - EXCERPT_LINES, 'more line')}` : null }
}
