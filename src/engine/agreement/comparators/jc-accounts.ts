import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on /etc/group and /etc/hosts',
  expects: /^host-misc\/jc__.*__(?:group|hosts)\.out/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('gid', 'members'),
        group_name: column('name'),
        // `x`: it is in the shadow file.
        password: { ours: column('password') as never, theirs: (v) => (v === 'x' ? 'shadowed' : v) },
        ip: column('address'),
        hostname: (r) => [r['name'], ...(r['aliases'] as readonly string[])],
      },
    }),
})
