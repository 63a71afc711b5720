import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

export default defineComparator({
  title: 'jc on mount',
  expects: /^host-misc\/jc__.*__mount/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        filesystem: column('device'),
        mount_point: column('point'),
        type: column('type'),
        options: {
          ours: (r) => r['options'],
          // In BSD's form the first word in the brackets is the kind of file system, which jc leaves among the options.
          theirs: (v, row) => (row['type'] === undefined ? (v as string[]).slice(1) : v),
        },
      },
    }),
})
