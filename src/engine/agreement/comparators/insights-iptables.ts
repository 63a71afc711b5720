import { defineComparator } from '../define'
import { compareFacts } from '../insights'

export default defineComparator({
  title: 'insights-core on iptables-save',
  expects: /^iptables\/insights__/,
  compare: (input) => {
    const rules = input.rows().filter((r) => r['kind'] === 'rule')
    const chain = (name: string) => rules.filter((r) => r['chain'] === name)
    return compareFacts(input, {
      ours: [
        ['len(ipt.rules)', rules.length],
        [/^len\(ipt\.get_chain\('(\w+)'\)\)$/, (m) => chain(m[1]!).length],
        [
          /^ipt\.get_chain\('(\w+)'\)$/,
          (m) =>
            chain(m[1]!).map((r) => ({
              table: r['table'],
              chain: r['chain'],
              rule: String(r['printed']).replace(/^-A \S+ ?/, ''),
            })),
        ],
      ],
    })
  },
})
