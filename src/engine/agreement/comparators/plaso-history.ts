import { defineComparator, type Pair } from '../define'
import { type PlasoResult, plasoTime } from '../plaso'

export default defineComparator({
  title: 'plaso on shell histories',
  expects: /^history\/plaso__/,
  compare: (input) => {
    const rows = input.rows()
    const pairs: Pair[] = []
    for (const { counts, events } of input.json<PlasoResult>().tests) {
      pairs.push({ where: 'file', field: 'event_data', theirs: counts.event_data, ours: rows.length })
      for (const { index, expected } of events)
        pairs.push(
          { where: `row ${index}`, field: 'command', theirs: expected['command'], ours: rows[index]?.['command'] },
          {
            where: `row ${index}`,
            field: 'written_time',
            theirs: plasoTime(expected['written_time']),
            ours: plasoTime(rows[index]?.['ts']),
          },
        )
    }
    return { pairs }
  },
})
