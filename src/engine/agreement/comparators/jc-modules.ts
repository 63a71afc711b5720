import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

const by = (r: Readonly<Record<string, unknown>>) => r['by']

export default defineComparator({
  title: 'jc on lsmod and /proc/modules',
  expects: /^(?:host-misc\/jc__.*__lsmod|proc\/jc__.*__modules)/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('size', 'used'),
        module: column('name'),
        by,
        used_by: by,
        status: column('state'),
        location: column('address'),
      },
    }),
})
