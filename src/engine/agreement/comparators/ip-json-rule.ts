import { defineComparator } from '../define'
import { column, compareRows, rowsOf } from '../rows'

export default defineComparator({
  title: 'ip -j rule beside ip rule',
  expects: /^ip\/local__.*ip_rule/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: { priority: column('priority'), src: column('from_network'), table: column('table') },
    }),
})
