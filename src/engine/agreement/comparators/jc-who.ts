import { zoneByName } from '../../../shared/time'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, SILENT, same } from '../rows'

/** The zone of their tests. */
const zone = zoneByName('America/Los_Angeles')!

export default defineComparator({
  title: 'jc on who',
  expects: /^logins\/jc__.*__who/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows('who', { zone }), {
      fields: {
        ...same('idle', 'pid', 'comment'),
        user: (r) => (r['event'] || r['user'] === 'LOGIN' ? null : r['user']),
        // jc names a boot reboot, and a waiting getty login.
        event: (r) => (r['event'] === 'system boot' ? 'reboot' : r['user'] === 'LOGIN' ? 'login' : r['event']),
        tty: column('terminal'),
        time: (r) => String(r['ts_text']).replace(/ +/g, ' '),
        // Of a time without a year jc makes nothing; here the time of capture decides.
        epoch: {
          ours: (r) => (r['ts'] as number) / 1e6,
          theirs: (v) => v ?? SILENT,
        },
        from: column('source'),
        writeable_tty: column('writable'),
      },
    }),
})
