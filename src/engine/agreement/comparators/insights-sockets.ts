import { defineComparator } from '../define'
import { compareFacts } from '../insights'

export default defineComparator({
  title: 'insights-core on netstat and ss',
  expects: /^(?:netstat|ss)\/insights__/,
  compare: (input) => {
    const { rows, unparsed } = input.probe()
    const internet = rows.filter(({ row }) => row['proto'] !== 'unix')
    // Theirs is a table by heading.
    const lists = new Set(rows.map(({ row }) => (row['proto'] === 'unix' ? 'unix' : 'internet')))
    return compareFacts(input, {
      rejected: rows.length === 0 || unparsed.length > 0,
      ours: [
        ['len(ns.data)', lists.size],
        ["len(ns.data[netstat.ACTIVE_INTERNET_CONNECTIONS]['Local Address'])", internet.length],
        [/^len\(ss[al]\.data\)$/, rows.length],
        ["ssa.get_localport('2049')", rows.filter(({ row }) => row['local_port'] === 2049).map(() => 'a row')],
      ],
    })
  },
})
