import { defineComparator } from '../define'
import { column, compareRows, type Field, rowsOf, same } from '../rows'

/** Days since 1970, as the file counts. */
const days =
  (name: string): Field =>
  (r) =>
    r[name] === null ? null : (r[name] as number) / 86_400_000_000
/** No hash is kept: only what it says. */
const password: Field = {
  ours: (r) => r['state'],
  theirs: (v) => (v === null || v === '' ? 'empty' : /^[!*]/.test(String(v)) ? 'locked' : 'usable'),
}

export default defineComparator({
  title: 'jc on shadow and gshadow',
  expects: /^host-misc\/jc__.*__g?shadow/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('administrators', 'members'),
        username: column('name'),
        group_name: column('name'),
        password,
        last_changed: days('changed'),
        minimum: column('min_days'),
        maximum: column('max_days'),
        warn: column('warn_days'),
        inactive: column('inactive_days'),
        expire: days('expires'),
      },
    }),
})
