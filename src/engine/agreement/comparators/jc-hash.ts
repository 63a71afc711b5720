import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

export default defineComparator({
  title: 'jc on the programs that a shell remembers',
  expects: /^host-misc\/jc__.*__hash\.out/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), { fields: { ...same('hits'), command: column('path') } }),
})
