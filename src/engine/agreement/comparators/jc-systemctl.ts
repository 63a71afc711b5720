import { defineComparator } from '../define'
import { compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on systemctl',
  expects: /^host-misc\/jc__.*__systemctl/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: {
        ...same('unit', 'load', 'active', 'sub', 'description', 'unit_file', 'state', 'job', 'type', 'listen'),
        activates: (r) => (r['activates'] as readonly string[]).join(', '),
      },
    }),
})
