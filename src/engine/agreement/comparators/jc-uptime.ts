import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

const up =
  (name: string, part: (seconds: number) => number): Field =>
  (r) =>
    part(r[name] as number)
const clock =
  (i: number): Field =>
  (r) => {
    const part = String(r['clock']).split(':')[i]
    return part === undefined ? null : Number(part)
  }

export default defineComparator({
  title: 'jc on uptime and /proc/uptime',
  expects: /^(?:host-misc|proc)\/jc__.*__uptime/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('users'),
        time: column('clock'),
        time_hour: clock(0),
        time_minute: clock(1),
        time_second: clock(2),
        uptime_total_seconds: column('up'),
        uptime_days: up('up', (s) => Math.floor(s / 86400)),
        uptime_hours: up('up', (s) => Math.floor((s % 86400) / 3600)),
        uptime_minutes: up('up', (s) => Math.floor((s % 3600) / 60)),
        load_1m: column('load_1'),
        load_5m: column('load_5'),
        load_15m: column('load_15'),
        up_time: column('up'),
        idle_time: column('idle'),
      },
      // The text that the seconds were made of.
      notCarried: ['uptime'],
    }),
})
