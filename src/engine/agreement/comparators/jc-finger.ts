import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

export default defineComparator({
  title: 'jc on finger',
  expects: /^logins\/jc__.*__finger/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        login: column('user'),
        name: column('full_name'),
        tty: column('terminal'),
        idle: column('idle'),
        login_time: (r) => r['login_text'],
        tty_writeable: column('writable'),
        details: (r) =>
          [r['source'] === null ? [] : `(${r['source']})`, r['details'] === null ? [] : r['details']]
            .flat()
            .join('   '),
      },
      // Made of the text of `idle`.
      notCarried: ['idle_minutes', 'idle_hours', 'idle_days', 'total_idle_minutes'],
    }),
})
