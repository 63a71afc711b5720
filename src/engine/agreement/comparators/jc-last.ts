import { zoneByName } from '../../../shared/time'
import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

/** The zone of their tests. */
const zone = zoneByName('America/Los_Angeles')!
const squeezed = (v: unknown) => (typeof v === 'string' ? v.replace(/ +/g, ' ') : v)
const seconds = (v: unknown) => (v === null ? null : (v as number) / 1e6)

export default defineComparator({
  title: 'jc on last',
  expects: /^logins\/jc__.*__last/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows('last', { zone }), {
      fields: {
        user: column('user'),
        tty: column('terminal'),
        hostname: column('source'),
        login: (r) => squeezed(r['login_text']),
        // How it ended where that is said in words; otherwise a time, which the instant below is made of.
        logout: {
          ours: (r: AnyRow) =>
            /^[a-z]/.test(String(r['ending'])) && r['ending'] !== 'logout'
              ? // Of a boot jc leaves out the word still.
                String(r['ending']).replace('still running', 'running')
              : 'a time',
          theirs: (v) => (/\d/.test(String(v)) ? 'a time' : v),
        },
        // Hours and minutes; the days of `(3+02:01)` count as hours.
        duration: (r) => {
          if (r['duration'] === null) return null
          const minutes = Math.floor(Math.abs(r['duration'] as number) / 60)
          // last prints the sign before both when the clock went backwards.
          if ((r['duration'] as number) < 0) return `-${Math.floor(minutes / 60)}:-${minutes % 60}`
          return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
        },
        login_epoch: (r) => seconds(r['login']),
        logout_epoch: (r) => seconds(r['logout']),
        duration_seconds: (r) => ((r['logout'] as number) - (r['login'] as number)) / 1e6,
      },
    }),
})
