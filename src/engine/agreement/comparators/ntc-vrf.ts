import { defineComparator } from '../define'
import { compareRows, same } from '../rows'
import { parsedSample } from '../yaml'

export default defineComparator({
  title: 'ntc-templates on ip vrf',
  expects: /^ip\/ntc__.*ip_vrf_show/,
  compare: (input) => compareRows(parsedSample(input.text()), input.rows(), { fields: same('name', 'table') }),
})
