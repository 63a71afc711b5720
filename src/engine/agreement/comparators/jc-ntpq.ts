import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on ntpq',
  expects: /^host-misc\/jc__.*__ntpq/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('remote', 'refid', 'poll', 'reach', 'delay', 'jitter', 'when'),
        state: column('mark'),
        st: column('stratum'),
        t: column('type'),
        offset: column('clock_offset'),
      },
    }),
})
