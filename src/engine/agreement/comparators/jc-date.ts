import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf } from '../rows'

/** The wall time of the row, as a Date whose UTC parts are the parts of the wall time. */
const wall =
  (part: (d: Date) => unknown): Field =>
  (r) =>
    part(new Date((r['ts'] as number) / 1000 + (r['offset'] as number) * 1000))
const name = (d: Date, form: 'weekday' | 'month') =>
  new Intl.DateTimeFormat('en', { [form]: 'short', timeZone: 'UTC' }).format(d)
const dayOfYear = (d: Date) => Math.floor((d.getTime() - Date.UTC(d.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
/** ISO 8601: the week that holds the Thursday. */
function week(d: Date): number {
  const thursday = new Date(d.getTime() + (4 - (d.getUTCDay() || 7)) * 86_400_000)
  return Math.ceil(dayOfYear(thursday) / 7)
}

export default defineComparator({
  title: 'jc on date',
  expects: /^host-misc\/jc__.*__date/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        epoch_utc: (r) => (r['ts'] as number) / 1e6,
        year: wall((d) => d.getUTCFullYear()),
        month: wall((d) => name(d, 'month')),
        month_num: wall((d) => d.getUTCMonth() + 1),
        day: wall((d) => d.getUTCDate()),
        weekday: wall((d) => name(d, 'weekday')),
        weekday_num: wall((d) => d.getUTCDay() || 7),
        // Of twelve, although the file has midnight as 12 AM.
        hour: wall((d) => d.getUTCHours() % 12 || 12),
        hour_24: wall((d) => d.getUTCHours()),
        minute: wall((d) => d.getUTCMinutes()),
        second: wall((d) => d.getUTCSeconds()),
        period: wall((d) => (d.getUTCHours() < 12 ? 'AM' : 'PM')),
        timezone: column('zone'),
        utc_offset: (r) => (r['offset'] === 0 ? '+0000' : r['offset']),
        day_of_year: wall(dayOfYear),
        week_of_year: wall(week),
        iso: wall((d) => d.toISOString().replace('.000Z', '+00:00')),
        timezone_aware: (r) => r['offset'] !== null,
      },
      // Of the zone in which their tests run.
      notCarried: ['epoch'],
    }),
})
