import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

const dash =
  (name: string): Field =>
  (r) =>
    r[name] === '-' ? null : r[name]

export default defineComparator({
  title: 'jc on w',
  expects: /^logins\/jc__.*__w\./,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('user', 'jcpu', 'pcpu'),
        tty: column('terminal'),
        from: column('source'),
        login_at: column('login_text'),
        idle: dash('idle'),
        what: dash('what'),
      },
    }),
})
