import { defineComparator } from '../define'

export default defineComparator({
  title: 'elastic on the number of records',
  expects: /^syslog\/elastic__.*\.expected\.json$/,
  compare: (input) => ({
    pairs: [
      {
        where: 'file',
        field: 'records',
        theirs: input.json<{ records: number }>().records,
        ours: input.events().length,
      },
    ],
  }),
})
